"""Withdrawing and merging: other teams' records, two people at once, chains of merges, and names hidden later."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.urls import reverse

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.records import people_named, redaction, withdrawal
from goldthread.council.records.base import Record
from goldthread.evidence import commands as evidence
from goldthread.evidence.models import Claim
from goldthread.feedback import commands as feedback
from goldthread.feedback.duplicates.commands import group_duplicates
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction import detections
from goldthread.impact import commands as impact
from goldthread.learning import commands as learning
from goldthread.learning.models import Action, Lesson

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 3)
REASON = "Entered twice by mistake"
NAME = "the quillfeather man"


@pytest.fixture
def lead(avonshire):
    """Return somebody who may record lessons and agree actions."""
    return avonshire.person("quality_lead")


@pytest.fixture
def point(avonshire) -> Point:
    """Return an issue of Avonshire."""
    avonshire.enter()
    return Point.objects.filter(council=avonshire.council, origin="feedback").order_by("created_at").first()


@pytest.fixture
def voice(avonshire) -> Feedback:
    """Return feedback that names somebody whom nobody has hidden yet."""
    new = feedback.NewFeedback(source="complaint", points=[f"We asked {NAME} about it."], received_on=DAY)
    return feedback.receive(by=avonshire.clock, new=new, today=DAY)


def lesson_on(lead, point: Point, title: str = "Say how long the wait is") -> Lesson:
    return learning.record_lesson(
        by=lead, title=title, what_we_learned="Nobody is told.", points=[point], recorded_on=DAY
    )


def action_for(lead, lesson: Lesson, **fields) -> Action:
    given = {"title": "Ring back", "owner": lead, "agreed_on": DAY, "due_on": DAY, "measure_name": "Calls"}
    return learning.agree_action(by=lead, lesson=lesson, **(given | fields))


def as_read_before(record: Record) -> Any:
    """Return a record as somebody else's request reads it, before anything more is done."""
    return type(record)._default_manager.get(pk=record.pk)


def hide_name(avonshire, voice: Feedback) -> None:
    detections.redact_more(
        by=avonshire.clock, feedback=voice, words=NAME, kind="PERSON", reason="A neighbour"
    )


def page_of(avonshire, record: Record, who: str = "quality_lead", client=None) -> str:
    page = (client or avonshire.client(who)).get(reverse(record.spec.page, args=[record.pk]))
    assert page.status_code == 200
    avonshire.enter()
    return html.unescape(page.content.decode())


def test_another_teams_action_is_not_withdrawn_or_moved_along_with_its_lesson(avonshire, lead, point):
    manager = avonshire.person("team_manager")
    team = avonshire.team("mental-health")
    assert team.pk not in manager.teams_for("learning.record")
    lesson, other = lesson_on(lead, point), lesson_on(lead, point, "Tell people the wait")
    action = action_for(lead, lesson, team=team)
    with pytest.raises(OutsideTeam):
        withdrawal.withdraw(by=manager, record=lesson, reason=REASON, today=DAY)
    with pytest.raises(OutsideTeam):
        withdrawal.merge(by=manager, record=lesson, into=other, reason=REASON, today=DAY)
    action.refresh_from_db()
    assert action.withdrawn_on is None and action.lesson_id == lesson.pk
    withdrawal.withdraw(by=lead, record=lesson, reason=REASON, today=DAY)
    with pytest.raises(OutsideTeam):
        withdrawal.restore(by=manager, record=lesson, today=DAY)


def test_two_people_cannot_merge_two_lessons_each_into_the_other(lead, point):
    one, other = lesson_on(lead, point), lesson_on(lead, point, "Tell people the wait")
    stale = as_read_before(other), as_read_before(one)
    withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    with pytest.raises(Refused, match=r"is withdrawn\. Choose another"):
        withdrawal.merge(by=lead, record=stale[0], into=stale[1], reason=REASON, today=DAY)


def test_a_merge_is_undone_only_after_a_later_one_of_the_same_chain(lead, point):
    first, second, third = (lesson_on(lead, point, title) for title in ("One", "Two", "Three"))
    action = action_for(lead, first)
    withdrawal.merge(by=lead, record=first, into=second, reason=REASON, today=DAY)
    withdrawal.merge(by=lead, record=second, into=third, reason=REASON, today=DAY)
    with pytest.raises(Refused, match=f"merged into Lesson {second.reference}, which is withdrawn"):
        withdrawal.restore(by=lead, record=first, today=DAY)
    withdrawal.restore(by=lead, record=second, today=DAY)
    withdrawal.restore(by=lead, record=first, today=DAY)
    action.refresh_from_db()
    assert action.lesson_id == first.pk and not second.actions.exists() and not third.actions.exists()


def test_the_timeline_names_nobody_who_was_hidden_later(avonshire, lead, voice):
    lesson = lesson_on(lead, voice.points.get())
    learning.edit_lesson(
        by=lead,
        lesson=lesson,
        version=lesson.version,
        reason=f"So said {NAME}",
        title="Say",
        what_we_learned="It.",
    )
    assert "quillfeather" in page_of(avonshire, lesson)
    hide_name(avonshire, voice)
    page = page_of(avonshire, lesson)
    assert "quillfeather" not in page and "Reason: So said" in page


def test_who_withdrew_a_record_is_shown_to_those_who_see_its_timeline(avonshire, lead, point):
    measure = impact.set_up_measure(by=lead, action=action_for(lead, lesson_on(lead, point)))
    withdrawal.withdraw(by=lead, record=measure, reason=REASON, today=DAY)
    assert f"By {lead.name} on" in page_of(avonshire, measure)
    page = page_of(avonshire, measure, "councillor")
    assert REASON in page and f"By {lead.name}" not in page


def test_issues_added_to_a_lesson_leave_a_correction_made_meanwhile(lead, point, voice):
    lesson = lesson_on(lead, point)
    read = as_read_before(lesson)
    learning.edit_lesson(
        by=lead,
        lesson=lesson,
        version=lesson.version,
        reason=REASON,
        title="Tell them",
        what_we_learned="It.",
    )
    learning.add_points(by=lead, lesson=read, points=[voice.points.get()])
    lesson.refresh_from_db()
    assert (lesson.title, lesson.what_we_learned) == ("Tell them", "It.")


def test_evidence_added_to_a_claim_leaves_a_correction_made_meanwhile(avonshire, lead, voice):
    claim = evidence.add_claim(by=lead, statement="assessing-needs", text=f"We heard {NAME}.")
    read: Claim = as_read_before(claim)
    hide_name(avonshire, voice)
    evidence.edit_claim(
        by=lead, claim=claim, version=claim.version, reason=REASON, text=f"We rang {NAME} back."
    )
    evidence.add_evidence(by=lead, claim=read, feedback=voice)
    claim.refresh_from_db()
    assert "back" in claim.text and "quillfeather" not in claim.text


def test_hiding_later_leaves_a_correction_made_meanwhile(avonshire, lead, voice, monkeypatch):
    lesson = lesson_on(lead, voice.points.get(), f"Tell {NAME}")
    read = as_read_before(lesson)
    learning.edit_lesson(
        by=lead,
        lesson=lesson,
        version=lesson.version,
        reason=REASON,
        title=f"Tell {NAME} the wait",
        what_we_learned="It.",
    )
    hide_name(avonshire, voice)
    names = people_named.named_in(voice)
    monkeypatch.setattr(redaction, "_made_from", lambda origin: [(read, names)])
    redaction.hide_again(by=avonshire.clock, origin=voice)
    lesson.refresh_from_db()
    assert lesson.title.endswith("the wait") and "quillfeather" not in lesson.title


def test_the_audit_log_shows_a_decision_on_duplicates(avonshire, lead):
    avonshire.enter()
    pieces = list(Feedback.objects.visible_to(lead).filter(duplicate=None)[:2])
    group = group_duplicates(by=lead, feedback=pieces, kind=DuplicateGroup.Kind.SEPARATE)
    page = avonshire.client("administrator").get(reverse("audit") + f"?record={group.pk}")
    assert page.status_code == 200 and "Grouped feedback as duplicates" in html.unescape(
        page.content.decode()
    )


def test_a_form_that_was_refused_is_not_said_to_be_saved_when_sent_again(avonshire, lead, point):
    lesson = lesson_on(lead, point)
    action = action_for(lead, lesson)
    withdrawal.withdraw(by=lead, record=lesson, reason=REASON, today=DAY)
    client = avonshire.client("quality_lead")
    for _ in range(2):
        client.post(reverse("learning:restore_action", args=[action.pk]), {"form_token": "a" * 32})
    page = page_of(avonshire, action, client=client)
    assert "Undo it there" in page and "It was saved once" not in page
