"""Meetings: planned, held, written up; what is raised becomes issues, and kinds that keep themes only hold no names."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.feedback.models import Point
from goldthread.meetings.meetings import commands
from goldthread.meetings.meetings.commands import Matter
from goldthread.meetings.meetings.kinds import KINDS
from goldthread.meetings.meetings.models import Meeting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_WEEK = TODAY - datetime.timedelta(days=7)


@pytest.fixture
def by(avonshire):
    """Return a coproduction lead, who records meetings of the whole council."""
    return avonshire.person("coproduction_lead")


def _plan(by, **changed) -> Meeting:
    fields = {"kind": "board", "title": "Voices: buses", "meets_on": LAST_WEEK, "team": None} | changed
    return commands.plan_meeting(by=by, **fields)


def _points(meeting: Meeting) -> list[Point]:
    return list(Point.objects.filter(origin="meeting", origin_id=meeting.pk).order_by("position"))


def test_what_was_raised_becomes_issues_each_with_its_speaker_and_without_names(by):
    meeting = _plan(by)
    raised = [Matter("We wait for the bus."), Matter("Mrs Margaret Pemberton rang nobody back.", "carer")]
    commands.write_up_meeting(by=by, meeting=meeting, today=TODAY, raised=raised, came_people=9)
    commands.raise_matters(by=by, meeting=meeting, raised=["The letters are too small."])
    points = _points(meeting)
    assert [point.speaker for point in points] == ["person", "carer", "person"]
    assert [point.position for point in points] == [1, 2, 3]
    assert points[0].text == "We wait for the bus." and "Pemberton" not in points[1].text
    assert {(point.source, point.heard_on, point.reference) for point in points} == {
        ("board", LAST_WEEK, meeting.reference)
    }


def test_it_comes_back_to_whoever_writes_it_up_until_it_is_written_up(by):
    meeting = _plan(by)
    assert (meeting.owner, meeting.due_on, meeting.steps()) == (by, LAST_WEEK, {"Meeting": LAST_WEEK})
    assert [state.text for state in meeting.states(TODAY)] == ["Not confirmed"]
    commands.write_up_meeting(by=by, meeting=meeting, today=TODAY, came_staff=4, is_complete=False)
    assert (meeting.stage, meeting.due_on) == ("held", LAST_WEEK + datetime.timedelta(days=7))
    commands.write_up_meeting(by=by, meeting=meeting, today=TODAY, decisions="We ring back the same day.")
    assert (meeting.stage, meeting.due_on, meeting.written_up_on) == ("written_up", None, TODAY)
    assert meeting.came == 4


def test_a_cancelled_meeting_is_kept_and_is_not_written_up(by):
    meeting = _plan(by, meets_on=TODAY + datetime.timedelta(days=3))
    with pytest.raises(Refused, match="still to come"):
        commands.write_up_meeting(by=by, meeting=meeting, today=TODAY)
    commands.cancel_meeting(by=by, meeting=meeting, cancelled_on=TODAY, reason="Nobody could come.")
    with pytest.raises(Refused, match="cancelled"):
        commands.write_up_meeting(by=by, meeting=meeting, today=TODAY)
    commands.plan_again(by=by, meeting=meeting, meets_on=TODAY)
    assert (meeting.stage, meeting.cancelled_on, meeting.due_on) == ("planned", None, TODAY)


THEMES_ONLY = [kind.slug for kind in KINDS.values() if kind.themes_only and not kind.totals_only]


@pytest.mark.parametrize("kind", THEMES_ONLY)
@pytest.mark.parametrize(
    ("field", "text", "quoted"),
    [
        ("raised", "Mrs Margaret Pemberton was left without a call.", "Pemberton"),
        ("raised", "It was like F-12 all over again.", "F-12"),
        ("raised", "Ring 01632 960 123 about it.", "01632 960 123"),
        ("differently", "We write to ann.other@avonshire.example first.", "ann.other@avonshire.example"),
        ("decisions", "Her NHS number is 943 476 5919.", "943 476 5919"),
    ],
)
def test_a_kind_with_themes_only_refuses_a_name_and_a_case(by, kind, field, text, quoted):
    fields = {"raised": ["Waiting."], "came_staff": 9} | {field: [text] if field == "raised" else text}
    with pytest.raises(Refused) as refused:
        commands.note_meeting(by=by, kind=kind, title="", meets_on=TODAY, today=TODAY, **fields)
    assert quoted in str(refused.value) and refused.value.field == field


@pytest.mark.parametrize("came", [0, 1, 4, None])
def test_under_five_people_no_theme_is_kept(by, came):
    with pytest.raises(Refused, match="Fewer than 5 people"):
        commands.note_meeting(
            by=by,
            kind="schwartz_round",
            title="",
            meets_on=TODAY,
            today=TODAY,
            raised=["Grief."],
            came_staff=came,
        )
    meeting = commands.note_meeting(
        by=by, kind="schwartz_round", title="", meets_on=TODAY, today=TODAY, came_staff=5, raised=["Grief."]
    )
    assert [point.text for point in _points(meeting)] == ["Grief."]


def test_neither_minutes_nor_a_later_correction_bring_a_name_into_one_with_themes_only(by):
    meeting = _plan(by, kind="case_discussion", title="Case discussion")
    with pytest.raises(Refused, match="Leave the minutes out"):
        commands.write_up_meeting(by=by, meeting=meeting, today=TODAY, came_staff=6, minutes="All of it.")
    with pytest.raises(Refused, match="Pemberton"):
        _plan(by, kind="group_supervision", title="Supervision: Margaret Pemberton")
    other = _plan(by, title="Review of Mrs Margaret Pemberton's plan")
    commands.write_up_meeting(by=by, meeting=other, today=TODAY, came_staff=6, minutes="All of it.")
    stands = {"title": "Review", "meets_on": LAST_WEEK, "team": None, "reason": "wrong kind"}
    with pytest.raises(Refused, match="has minutes"):
        commands.edit_meeting(by=by, meeting=other, version=other.version, kind="case_discussion", **stands)


@pytest.mark.parametrize("kind", ["reflective_one_to_one", "protected_time"])
def test_a_kind_with_totals_only_keeps_nothing_that_was_said(by, kind):
    month = {"kind": kind, "title": "", "meets_on": TODAY, "today": TODAY, "sessions_planned": 20}
    with pytest.raises(Refused, match="only totals are kept"):
        commands.note_meeting(by=by, **month, sessions_held=18, came_staff=20, raised=["Workload."])
    with pytest.raises(Refused, match="only totals are kept"):
        commands.note_meeting(by=by, **month, sessions_held=18, differently="More time.")
    with pytest.raises(Refused, match="More were held"):
        commands.note_meeting(by=by, **month, sessions_held=21)
    assert commands.note_meeting(by=by, **month, sessions_held=18).stage == "written_up"


@pytest.mark.slow(reason="opens two pages as somebody of a team")
def test_a_team_manager_records_and_sees_their_own_team_only(avonshire, by):
    manager = avonshire.person("team_manager")
    with pytest.raises(OutsideTeam):
        _plan(manager)
    own = _plan(manager, team=manager.memberships.exclude(team=None)[0].team)
    others = _plan(by, team=avonshire.team("mental-health"))
    seen = Meeting.objects.visible_to(manager)
    assert own in seen and others not in seen
    client = avonshire.client("team_manager")
    assert client.get(reverse("meetings:meeting", args=[own.pk])).status_code == 200
    assert client.get(reverse("meetings:meeting", args=[others.pk])).status_code == 404


@pytest.mark.slow(reason="signs in to two councils")
def test_another_council_and_a_councillor_see_none_of_it(avonshire, brackenmoor, by):
    meeting = _plan(by)
    page = reverse("meetings:meeting", args=[meeting.pk])
    assert avonshire.client("councillor").get(page).status_code == 403
    assert brackenmoor.client("quality_lead").get(page).status_code in (403, 404)


def test_a_note_takes_one_screen(avonshire):
    client = avonshire.client("coproduction_lead")
    boxes = {"meets_on-day": TODAY.day, "meets_on-month": TODAY.month, "meets_on-year": TODAY.year}
    sent = boxes | {
        "kind": "staff_forum",
        "came": "14",
        "who": "came_staff",
        "raised": "The rota comes out too late.\n\nNobody answers the duty phone.",
        "differently": "The rota comes out on the first.",
    }
    page = client.get(reverse("meetings:note")).content.decode()
    assert "One-minute note" in page
    done = client.post(reverse("meetings:note"), sent, follow=True).content.decode()
    assert "The rota comes out too late." in done and "Written up" in done
    assert "The rota comes out on the first." in done
