"""Pages of lessons and actions: from an issue to a lesson, an action, and its three separate states."""

from __future__ import annotations

import datetime
import html
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.feedback.models import Point
from goldthread.learning import commands
from goldthread.learning.choices import LessonKind
from goldthread.learning.models import Action, Lesson

pytestmark = pytest.mark.django_db


def _get(cast, who: str, address: str, status: int = 200) -> str:
    response = cast.client(who).get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    cast.enter()
    return html.unescape(response.content.decode())


def _post(cast, who: str, address: str, data: dict, status: int = 302) -> str:
    response = cast.client(who).post(address, data)
    assert response.status_code == status, response.content.decode()[:3000]
    cast.enter()
    return html.unescape(response.content.decode())


def _date(name: str, day: datetime.date) -> dict[str, int]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


@pytest.fixture
def lesson(avonshire) -> Lesson:
    """Return a lesson of Avonshire with an action, based on feedback."""
    avonshire.enter()
    lessons = Lesson.objects.filter(
        council=avonshire.council, actions__isnull=False, basis__point__origin="feedback"
    )
    return lessons.order_by("number").first()


@pytest.fixture
def point(avonshire) -> Point:
    """Return an issue of Avonshire."""
    avonshire.enter()
    return Point.objects.filter(council=avonshire.council, origin="feedback").order_by("-id").first()


def test_the_list_shows_each_lesson_with_the_state_of_its_actions(avonshire, lesson):
    page = _get(avonshire, "quality_lead", reverse("learning:list"))
    newest = Lesson.objects.filter(council=avonshire.council).order_by("-recorded_on", "-id").first()
    assert newest.title in page and newest.reference in page
    assert "Done" in page and ("Embedded" in page or "Not checked" in page)


@pytest.mark.parametrize("show", ["open", "overdue", "unchecked", "mine", "idle"])
def test_the_list_is_filtered_by_the_state_of_actions(avonshire, show):
    today, lead = timezone.localdate(), avonshire.person("quality_lead")
    matches = {
        "open": lambda a: not a.done_on and not a.stopped_on,
        "overdue": lambda a: not a.done_on and not a.stopped_on and a.due_on < today,
        "unchecked": lambda a: a.done_on and not a.embedded_checked_on,
        "mine": lambda a: a.owner_id == lead.pk,
    }
    expected = {
        str(lesson.pk)
        for lesson in Lesson.objects.filter(council=avonshire.council).prefetch_related("actions")
        if (
            not lesson.actions.all() and not lesson.no_action_because and lesson.kind != LessonKind.KEEP
            if show == "idle"
            else any(matches[show](action) for action in lesson.actions.all())
        )
    }
    page = _get(avonshire, "quality_lead", f"{reverse('learning:list')}?show={show}")
    shown = set(re.findall(r"/lessons/([0-9a-f-]{36})/", page))
    assert shown == expected if len(expected) <= 25 else shown < expected


def test_a_lesson_shows_its_basis_and_its_actions(avonshire, lesson):
    page = _get(avonshire, "quality_lead", reverse("learning:lesson", args=[lesson.pk]))
    for basis in lesson.basis.select_related("point"):
        assert basis.point.text[:50] in page
    for action in lesson.actions.all():
        assert action.title in page
    assert "Agree an action" in page


def test_an_assessor_reads_a_lesson_and_not_its_feedback(avonshire, lesson):
    page = _get(avonshire, "assessor", reverse("learning:lesson", args=[lesson.pk]))
    assert lesson.title in page
    assert "that you do not have permission to open" in page
    for basis in lesson.basis.filter(point__origin="feedback").select_related("point"):
        assert basis.point.text[:50] not in page
    assert "Agree an action" not in page


def test_pages_need_their_permission(avonshire, brackenmoor, lesson, client):
    avonshire.enter()
    action = lesson.actions.first()
    closed = {
        "councillor": [reverse("learning:list"), reverse("learning:lesson", args=[lesson.pk])],
        "director": [reverse("learning:record_lesson"), reverse("learning:agree_action", args=[lesson.pk])],
        "practitioner": [reverse("learning:stop_action", args=[action.pk])],
        "assessor": [reverse("learning:complete_action", args=[action.pk])],
    }
    for who, addresses in closed.items():
        for address in addresses:
            _get(avonshire, who, address, 403)
    for name, pk in (
        ("lesson", lesson.pk),
        ("agree_action", lesson.pk),
        ("action", action.pk),
        ("complete_action", action.pk),
    ):
        _get(brackenmoor, "quality_lead", reverse(f"learning:{name}", args=[pk]), 404)
    response = client.get(reverse("learning:list"))
    assert response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


def test_from_an_issue_to_a_lesson_to_an_action_with_its_measure(avonshire, point):
    begin = f"{reverse('learning:record_lesson')}?point={point.pk}"
    page = _get(avonshire, "quality_lead", begin)
    assert re.search(rf'value="{point.pk}" checked', page) and point.text[:60] in page
    today = timezone.localdate()
    written = {
        "title": "Nobody says how long the wait is",
        "what_we_learned": "People wait, and are not told.",
    }
    _post(
        avonshire,
        "quality_lead",
        reverse("learning:record_lesson"),
        written | {"point": [str(point.pk)]} | _date("recorded_on", today),
    )
    recorded = Lesson.objects.get(council=avonshire.council, title=written["title"])
    assert [basis.point_id for basis in recorded.basis.all()] == [point.pk]
    owner = avonshire.person("team_manager")
    due = today + datetime.timedelta(days=60)
    agreed = {
        "title": "Tell everyone the wait when they first ring",
        "owner": str(owner.pk),
        "measure_name": "Complaints about not being told",
        "measure_kind": "count",
        "direction": "decrease",
        "smallest_change": "30",
        "embed_test": "Listen to ten calls.",
    }
    dates = _date("agreed_on", today) | _date("due_on", due)
    dates |= _date("embed_check_on", due + datetime.timedelta(days=90))
    _post(avonshire, "quality_lead", reverse("learning:agree_action", args=[recorded.pk]), agreed | dates)
    action = Action.objects.get(lesson=recorded)
    assert (action.owner_id, action.due_on, action.smallest_change) == (owner.pk, due, 30)
    page = _get(avonshire, "quality_lead", reverse("learning:action", args=[action.pk]))
    assert "Done?" in page and "Embedded?" in page and "Impact" in page
    assert "Complaints about not being told" in page and "30%" in page


def test_a_search_for_more_points_keeps_what_was_typed_and_ticked(avonshire, point):
    sent = {"title": "A title half done", "point": [str(point.pk)], "words": "waited", "search": "1"}
    page = _post(avonshire, "quality_lead", reverse("learning:record_lesson"), sent, 200)
    assert 'value="A title half done"' in page and re.search(rf'value="{point.pk}" checked', page)
    assert "There is a problem" not in page
    others = re.findall(r'name="point" type="checkbox" value="([0-9a-f-]{36})" aria', page)
    assert others
    for text in Point.objects.filter(pk__in=others).values_list("text", flat=True):
        assert "waited" in text.lower()
    assert not Lesson.objects.filter(title="A title half done").exists()


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("point", "Select at least one issue or finding"),
        ("title", "Enter title"),
        ("what_we_learned", "Enter what we learned"),
    ],
)
def test_an_incomplete_lesson_is_refused_and_nothing_typed_is_lost(avonshire, point, missing, message):
    sent = {"title": "Kept", "what_we_learned": "Also kept.", "point": [str(point.pk)]}
    sent |= _date("recorded_on", timezone.localdate())
    sent.pop(missing)
    page = _post(avonshire, "quality_lead", reverse("learning:record_lesson"), sent, 200)
    assert message in page
    assert all(words in page for words in sent.values() if isinstance(words, str) and len(words) > 3)


def test_another_councils_point_cannot_be_chosen(avonshire, brackenmoor):
    avonshire.enter()
    theirs = Point.objects.filter(council=avonshire.council).first()
    page = _get(brackenmoor, "quality_lead", f"{reverse('learning:record_lesson')}?point={theirs.pk}&point=x")
    assert theirs.text[:40] not in page and "Nothing selected yet" in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"measure_name": ""}, "Enter measure"),
        ({"smallest_change": "3"}, "must be 5 or more"),
        ({"direction": ""}, "Select direction of improvement"),
        ({"due_on-year": "2001"}, "must be on or after the date the action was agreed"),
    ],
)
def test_an_action_that_cannot_be_agreed_shows_why(avonshire, lesson, change, message):
    today = timezone.localdate()
    sent = {
        "title": "Ring back within a day",
        "owner": str(avonshire.person("team_manager").pk),
        "measure_name": "Calls not returned",
        "measure_kind": "count",
        "direction": "decrease",
        "smallest_change": "25",
    }
    sent |= _date("agreed_on", today) | _date("due_on", today + datetime.timedelta(days=30)) | change
    before = Action.objects.count()
    page = _post(avonshire, "quality_lead", reverse("learning:agree_action", args=[lesson.pk]), sent, 200)
    assert message in page and "Ring back within a day" in page
    assert Action.objects.count() == before


def test_an_action_is_completed_checked_updated_and_stopped(avonshire, lesson):
    today = timezone.localdate()
    action = Action.objects.filter(
        council=avonshire.council, done_on=None, stopped_on=None, agreed_on__lte=today
    ).first()
    # A practitioner updates their own team's action.
    action.team = avonshire.person("practitioner").memberships.get().team
    action.save(update_fields=["team"])
    complete = reverse("learning:complete_action", args=[action.pk])
    page = _post(avonshire, "quality_lead", complete, _date("done_on", today) | {"note": ""}, 200)
    assert "Enter what was done" in page
    check = reverse("learning:check_embedded", args=[action.pk])
    checked = _date("checked_on", today) | {"embedded": "partly", "note": "Six files of ten had it."}
    assert "Mark the action complete before" in _post(avonshire, "quality_lead", check, checked, 200)
    _post(avonshire, "quality_lead", complete, _date("done_on", today) | {"note": "Every call is returned."})
    _post(avonshire, "quality_lead", check, checked)
    update = reverse("learning:add_update", args=[action.pk])
    _post(avonshire, "practitioner", update, _date("on", today) | {"note": "It is easier than we thought."})
    page = _get(avonshire, "quality_lead", reverse("learning:action", args=[action.pk]))
    for words in (
        "Every call is returned.",
        "Partly embedded",
        "Six files of ten had it.",
        "easier than we",
    ):
        assert words in page
    stop = reverse("learning:stop_action", args=[action.pk])
    reason = _date("on", today) | {"because": "There is no money for it."}
    assert "already done or stopped" in _post(avonshire, "quality_lead", stop, reason, 200)


def test_an_action_shows_the_result_of_its_measure(avonshire):
    measured = Action.objects.filter(council=avonshire.council, measures__isnull=False).first()
    page = _get(avonshire, "quality_lead", reverse("learning:action", args=[measured.pk]))
    impact = page.split('id="impact"')[1].split("Measure agreed at the start")[0]
    assert "No readings" not in impact
    assert reverse("impact:measure", args=[measured.measures.get().pk]) in impact


def test_a_lesson_may_need_no_action(avonshire, point):
    from goldthread.learning import commands

    recorded = commands.record_lesson(
        by=avonshire.person("quality_lead"),
        title="It was one driver",
        what_we_learned="One driver was rude once and has left.",
        points=[point],
        recorded_on=timezone.localdate(),
    )
    address = reverse("learning:no_action", args=[recorded.pk])
    short = _post(avonshire, "quality_lead", address, {"because": " He left.. "}, 200)
    assert '<a href="#id_because">Enter why no action is needed, in 10 characters or more.' in short
    _post(avonshire, "quality_lead", address, {"because": "He has left, and nobody else did it."})
    page = _get(avonshire, "quality_lead", reverse("learning:lesson", args=[recorded.pk]))
    assert "He has left, and nobody else did it." in page


def test_points_are_added_to_a_lesson_once(avonshire, lesson, point):
    address = reverse("learning:add_points", args=[lesson.pk])
    assert "Select at least one issue or finding" in _post(avonshire, "quality_lead", address, {}, 200)
    for _ in range(2):
        _post(avonshire, "quality_lead", address, {"point": [str(point.pk), str(uuid.uuid4())]})
    assert lesson.basis.filter(point=point).count() == 1


def test_adding_to_a_lesson_is_undone_and_what_it_was_based_on_stays(avonshire, lesson, point):
    address = reverse("learning:add_points", args=[lesson.pk])
    before = set(lesson.basis.values_list("point", flat=True))
    other = Point.objects.filter(council=avonshire.council, origin="feedback").exclude(
        pk__in={*before, point.pk}
    )[0]
    client, known = avonshire.client("quality_lead"), next(iter(before))
    sent = client.post(address, {"point": [str(known), str(other.pk)]})
    page = client.get(sent.url).content.decode()
    assert "1 issue added to lesson" in page and "gt-undo" in page
    key = re.search(r'name="changed" value="([^"]+)"', page)[1]
    undo = reverse("learning:undo_add", args=[lesson.pk])
    assert 'class="gt-undo"' not in avonshire.client("psw").get(sent.url).content.decode(), (
        "whoever did it undoes it"
    )
    said = client.post(undo, {"changed": key}, follow=True).content.decode()
    assert "1 issue taken out of lesson" in said
    avonshire.enter()
    assert set(lesson.basis.values_list("point", flat=True)) == before
    assert "cannot be undone any more" in client.post(undo, {"changed": key}, follow=True).content.decode()
    for wrong in ("", "x", str(uuid.uuid4())):
        assert "cannot be undone" in client.post(undo, {"changed": wrong}, follow=True).content.decode()


def test_undoing_leaves_a_lesson_something_to_be_based_on(avonshire, lesson, point):
    lead = avonshire.person("quality_lead")
    commands.add_points(by=lead, lesson=lesson, points=[point])
    others = [basis.point for basis in lesson.basis.exclude(point=point)]
    if others:
        commands.remove_points(by=lead, lesson=lesson, points=others)
    with pytest.raises(Refused, match="based on one issue or finding at least"):
        commands.remove_points(by=lead, lesson=lesson, points=[point])
    assert lesson.basis.filter(point=point).exists()


def test_what_is_ticked_for_a_lesson_stays_ticked_where_it_is_refused(avonshire, lesson, settings):
    # Without a finder of personal data a lesson's words cannot be written anew.
    settings.PRIVACY_FINDER = "nowhere.find"
    avonshire.enter()
    based = lesson.basis.values("point")
    other = (
        Point.objects.filter(council=avonshire.council, origin="feedback")
        .exclude(pk__in=based)
        .order_by("id")
    )[0]
    address = reverse("learning:add_points", args=[lesson.pk])
    page = _post(avonshire, "quality_lead", address, {"point": [str(other.pk)]}, 200)
    assert "could not look for names and addresses" in page
    assert re.search(rf'value="{other.pk}"[^>]* checked', page)
    assert not lesson.basis.filter(point=other).exists()
