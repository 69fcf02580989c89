"""Correcting, withdrawing and merging lessons and actions: with a reason, in the timeline, and back again."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.council.records import withdrawal
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.feedback.redaction import detections
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure
from goldthread.learning import commands, queries
from goldthread.learning.models import Action, Lesson
from goldthread.themes.codebook.models import Theme
from goldthread.thread.gaps import find_gaps
from goldthread.thread.headline import headline
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 3)
REASON = "Entered twice by mistake"


@pytest.fixture
def lead(avonshire):
    """Return somebody who may record lessons and agree actions."""
    return avonshire.person("quality_lead")


def lesson_on(lead, point: Point, title: str = "Say how long the wait is") -> Lesson:
    return commands.record_lesson(
        by=lead, title=title, what_we_learned="Nobody is told.", points=[point], recorded_on=DAY
    )


def action_for(lead, lesson: Lesson, title: str = "Ring back", **fields) -> Action:
    given = {"owner": lead, "agreed_on": DAY, "due_on": DAY, "measure_name": "Calls not returned"} | fields
    return commands.agree_action(by=lead, lesson=lesson, title=title, **given)


@pytest.fixture
def points(avonshire) -> list[Point]:
    """Return two issues of Avonshire with a theme."""
    avonshire.enter()
    coded = Point.objects.filter(council=avonshire.council, origin="feedback", codings__applies=True)
    return list(coded.order_by("created_at").distinct()[:2])


def page_of(avonshire, record, who: str = "quality_lead") -> str:
    page = avonshire.client(who).get(reverse(record.spec.page, args=[record.pk]))
    assert page.status_code == 200
    avonshire.enter()
    return html.unescape(page.content.decode())


def dates(**days: datetime.date) -> dict[str, int]:
    return {
        f"{name}-{box}": getattr(day, box) for name, day in days.items() for box in ("day", "month", "year")
    }


# -- Corrections ---------------------------------------------------------------------------------------


def test_two_tabs_on_a_lesson_lose_neither_text(avonshire, lead, points):
    lesson = lesson_on(lead, points[0])
    address = reverse("learning:edit_lesson", args=[lesson.pk])
    client = avonshire.client("quality_lead")
    opened = {"version": lesson.version, "reason": "A clearer title", **dates(recorded_on=DAY)}
    first = {"title": "Say the wait", "what_we_learned": "Nobody is told."}
    second = {"title": "Tell people how long", "what_we_learned": "Nobody is told."}
    assert client.post(address, opened | first).status_code == 302
    refused = client.post(address, opened | second)
    page = html.unescape(refused.content.decode())
    assert "Somebody else changed this record" in page
    assert "Say the wait" in page and "Tell people how long" in page
    avonshire.enter()
    lesson.refresh_from_db()
    assert lesson.title == "Say the wait"
    again = client.post(address, opened | second | {"version": lesson.version})
    assert again.status_code == 302
    avonshire.enter()
    lesson.refresh_from_db()
    assert lesson.title == "Tell people how long"
    assert "Title: Say the wait → Tell people how long" in page_of(avonshire, lesson)


@pytest.mark.parametrize("version", ["", "soon", "0", "99999999999999999999"])
def test_a_version_that_no_form_was_opened_at_never_fails(avonshire, lead, points, version):
    lesson = lesson_on(lead, points[0])
    sent = {"title": "Other", "what_we_learned": "x", "reason": REASON, "version": version}
    response = avonshire.client("quality_lead").post(
        reverse("learning:edit_lesson", args=[lesson.pk]), sent | dates(recorded_on=DAY)
    )
    assert response.status_code == (302 if version == "" else 200)


def test_an_actions_owner_and_due_date_are_corrected_with_a_reason_that_the_timeline_shows(
    avonshire, lead, points
):
    action = action_for(lead, lesson_on(lead, points[0]))
    other = avonshire.person("complaints_manager")
    due = DAY + datetime.timedelta(days=30)
    sent = {"version": action.version, "title": action.title, "owner": str(other.pk), "team": ""}
    address = reverse("learning:edit_action", args=[action.pk])
    client = avonshire.client("quality_lead")
    assert "Enter reason" in client.post(address, sent | dates(agreed_on=DAY, due_on=due)).content.decode()
    sent |= {"reason": "She moved to another team", **dates(agreed_on=DAY, due_on=due)}
    assert client.post(address, sent).status_code == 302
    avonshire.enter()
    action.refresh_from_db()
    assert (action.owner_id, action.due_on) == (other.pk, due)
    timeline = page_of(avonshire, action).split('id="timeline"')[1]
    assert "She moved to another team" in timeline
    assert f"Owner: {lead.name} → {other.name}" in timeline
    assert f"Due on: 3 September 2026 → {due.day} {due:%B %Y}" in timeline


def test_the_agreed_measure_is_not_corrected(lead, points):
    action = action_for(lead, lesson_on(lead, points[0]))
    fields = {
        name: getattr(action, name)
        for name in ("title", "owner", "team", "agreed_on", "due_on", "embed_check_on")
    }
    with pytest.raises(Refused, match="stays as it was agreed"):
        commands.edit_action(
            by=lead,
            action=action,
            version=action.version,
            reason=REASON,
            **fields,
            measure_name="Calls answered",
        )


def test_dates_of_an_action_stay_in_their_order(avonshire, lead, points):
    action = action_for(lead, lesson_on(lead, points[0]))
    commands.complete_action(by=lead, action=action, done_on=DAY, note="Every call is returned")
    sent = {
        "version": action.version,
        "title": action.title,
        "owner": str(lead.pk),
        "done_note": action.done_note,
        "reason": REASON,
    }
    later = DAY + datetime.timedelta(days=3)
    today = min(later, timezone.localdate())
    wrong = sent | dates(agreed_on=today, due_on=later, done_on=DAY)
    address = reverse("learning:edit_action", args=[action.pk])
    assert (
        "was done before that date" in avonshire.client("quality_lead").post(address, wrong).content.decode()
    )
    right = sent | dates(agreed_on=DAY, due_on=DAY, done_on=today)
    assert avonshire.client("quality_lead").post(address, right).status_code == 302
    avonshire.enter()
    action.refresh_from_db()
    assert action.done_on == today


def test_an_action_is_given_to_somebody_who_carries_out_actions(avonshire, lead, points):
    lesson = lesson_on(lead, points[0])
    assessor = avonshire.person("assessor")
    form = avonshire.client("quality_lead").get(reverse("learning:agree_action", args=[lesson.pk]))
    avonshire.enter()
    offered = form.content.decode().split('name="owner"')[1].split("</select>")[0]
    assert assessor.name not in offered and lead.name in offered
    with pytest.raises(Refused, match="cannot own an action"):
        action_for(lead, lesson, owner=assessor)
    action = action_for(lead, lesson)
    with pytest.raises(Refused, match="cannot own an action"):
        commands.edit_action(
            by=lead,
            action=action,
            version=action.version,
            reason=REASON,
            title=action.title,
            owner=assessor,
            team=None,
            agreed_on=DAY,
            due_on=DAY,
            embed_check_on=None,
        )


def test_an_owner_who_no_longer_may_stays_when_something_else_is_corrected(avonshire, lead, points):
    action = action_for(lead, lesson_on(lead, points[0]))
    assessor = avonshire.person("assessor")
    Action.objects.filter(pk=action.pk).update(owner=assessor)
    address = reverse("learning:edit_action", args=[action.pk])
    client = avonshire.client("quality_lead")
    assert assessor.name in client.get(address).content.decode()
    sent = {"title": "Ring back in a day", "owner": str(assessor.pk), "reason": "It is within a day"}
    assert client.post(address, sent | dates(agreed_on=DAY, due_on=DAY)).status_code == 302


# -- Withdrawing ---------------------------------------------------------------------------------------


def test_a_withdrawn_action_counts_nowhere_and_comes_back(avonshire, lead, points):
    lesson = lesson_on(lead, points[0])
    theme = Theme.objects.filter(codings__point=points[0], codings__applies=True).first()
    action = action_for(lead, lesson, title="Ring back within a day")
    impact.set_up_measure(by=lead, action=action)
    today = timezone.localdate()
    before = headline(lead, today)
    assert _listed(lead, lesson, "mine") and not _listed(lead, lesson, "idle")
    client = avonshire.client("quality_lead")
    withdraw = reverse("learning:withdraw_action", args=[action.pk])
    assert "Withdrawn with it: 1 measure." in client.get(withdraw).content.decode()
    assert client.post(withdraw, {"reason": REASON}).status_code == 302
    avonshire.enter()

    action.refresh_from_db()
    assert action.withdrawn_on == today
    assert not Measure.objects.visible_to(lead).filter(action=action).exists()
    assert _listed(lead, lesson, "idle") and not _listed(lead, lesson, "mine")
    assert before != headline(lead, today)
    assert not any("Ring back within a day" in item.title for item in work_items(lead, today))
    assert not SearchEntry.objects.filter(record_id=action.pk).exists()
    assert "No action yet" in page_of(avonshire, lesson)
    part = client.get(reverse("learning:of_theme", args=[theme.pk])).content.decode()
    avonshire.enter()
    row = part[part.index(reverse("learning:lesson", args=[lesson.pk])) :].partition("</tr>")[0]
    assert lesson.title in row and "No action yet" in row
    gaps = {gap.title: gap for gap in find_gaps(lead, today, "lessons-without-an-action")}
    assert lesson.pk in {link.pk for link in gaps["Lessons without an action"].links}
    page = page_of(avonshire, action)
    assert REASON in page and "Undo withdrawal" in page and "Mark complete" not in page

    client.post(reverse("learning:restore_action", args=[action.pk]))
    avonshire.enter()
    assert headline(lead, today) == before and _listed(lead, lesson, "mine")
    assert Measure.objects.visible_to(lead).filter(action=action).exists()
    assert SearchEntry.objects.filter(record_id=action.pk).exists()


def _listed(person, lesson: Lesson, show: str) -> bool:
    return queries.lessons(person, show, timezone.localdate()).filter(pk=lesson.pk).exists()


def test_a_lesson_is_withdrawn_with_its_actions_and_given_back_with_them(avonshire, lead, points):
    lesson = lesson_on(lead, points[0])
    first, second = action_for(lead, lesson), action_for(lead, lesson, title="Write to each")
    withdrawal.withdraw(by=lead, record=second, reason=REASON, today=DAY)
    withdrawal.withdraw(by=lead, record=lesson, reason=REASON, today=DAY)
    page = page_of(avonshire, first)
    assert "Withdrawn with" in page and lesson.reference in page
    assert "Undo withdrawal" not in page and "Correct details" not in page
    with pytest.raises(Refused, match=f"along with Lesson {lesson.reference}. Undo it there"):
        withdrawal.restore(by=lead, record=first, today=DAY)
    with pytest.raises(Refused, match=f"Lesson {lesson.reference} is withdrawn. Undo that first"):
        withdrawal.restore(by=lead, record=second, today=DAY)
    withdrawal.restore(by=lead, record=lesson, today=DAY)
    # What had been withdrawn by itself stays so.
    assert set(lesson.actions.counted()) == {first}


# -- Merging -------------------------------------------------------------------------------------------


def test_two_lessons_are_merged_with_their_basis_and_actions_and_parted_again(avonshire, lead, points):
    one, other = lesson_on(lead, points[0]), lesson_on(lead, points[1], "Say the wait")
    commands.add_points(by=lead, lesson=other, points=points)
    action = action_for(lead, one)
    merge = reverse("learning:merge_lesson", args=[one.pk])
    client = avonshire.client("quality_lead")
    assert client.post(merge, {"into": other.reference, "reason": REASON}).status_code == 302
    avonshire.enter()
    action.refresh_from_db()
    assert action.lesson_id == other.pk
    assert {basis.point_id for basis in other.basis.all()} == {point.pk for point in points}
    assert "Merged into <a" in page_of(avonshire, one) and other.reference in page_of(avonshire, one)
    client.post(reverse("learning:restore_lesson", args=[one.pk]))
    avonshire.enter()
    action.refresh_from_db()
    assert action.lesson_id == one.pk
    assert [basis.point_id for basis in one.basis.all()] == [points[0].pk]
    assert other.basis.count() == 2


def test_what_a_merged_lesson_brings_is_hidden_in_the_other(avonshire, lead, points):
    name = "the quillfeather man"
    new = feedback.NewFeedback(
        source="complaint", points=[f"We asked {name} about the ramp."], received_on=DAY
    )
    piece = feedback.receive(by=avonshire.clock, new=new, today=DAY)
    one = lesson_on(lead, piece.points.get())
    other = lesson_on(lead, points[0], "What the quillfeather man knew")
    detections.redact_more(
        by=avonshire.clock, feedback=piece, words=name, kind="PERSON", reason="A neighbour"
    )
    assert "quillfeather" in other.title
    withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    other.refresh_from_db()
    assert "quillfeather" not in other.title
    assert "quillfeather" not in SearchEntry.objects.get(record_id=other.pk).title


def test_two_actions_are_merged_with_their_updates_and_parted_again(lead, points):
    lesson = lesson_on(lead, points[0])
    one, other = action_for(lead, lesson), action_for(lead, lesson, "Ring back in a day")
    update = commands.add_update(by=lead, action=one, on=DAY, note="We rang.")
    withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    assert list(other.updates.all()) == [update]
    assert set(lesson.actions.counted()) == {other}
    withdrawal.restore(by=lead, record=one, today=DAY)
    assert list(one.updates.all()) == [update] and not other.updates.exists()


def test_a_measure_stays_with_the_action_it_was_agreed_for(lead, points):
    lesson = lesson_on(lead, points[0])
    one, other = action_for(lead, lesson), action_for(lead, lesson, "Ring back in a day")
    measure = impact.set_up_measure(by=lead, action=one)
    stays = (
        f"The measure of {one.reference} stays with it. Merge {other.reference} into {one.reference} instead"
    )
    with pytest.raises(Refused, match=stays):
        withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    second = impact.set_up_measure(by=lead, action=other)
    with pytest.raises(Refused, match=r"each have a measure\. Withdraw one of the two first"):
        withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    withdrawal.withdraw(by=lead, record=second, reason=REASON, today=DAY)
    withdrawal.merge(by=lead, record=other, into=one, reason=REASON, today=DAY)
    assert set(one.measures.counted()) == {measure} and set(other.measures.all()) == {second}
    withdrawal.restore(by=lead, record=other, today=DAY)
    withdrawal.restore(by=lead, record=second, today=DAY)
    assert set(other.measures.counted()) == {second}


def test_a_record_is_not_merged_into_itself_or_into_one_that_is_withdrawn(lead, points):
    one, other = lesson_on(lead, points[0]), lesson_on(lead, points[1])
    with pytest.raises(Refused, match="Choose another lesson"):
        withdrawal.merge(by=lead, record=one, into=one, reason=REASON, today=DAY)
    withdrawal.withdraw(by=lead, record=other, reason=REASON, today=DAY)
    with pytest.raises(Refused, match=r"is withdrawn\. Choose another"):
        withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
