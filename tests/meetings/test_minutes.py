"""Minutes: split, chosen from, answered, put in easy read, attached to, gone through, and deleted when their time is over."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.notes.commands import add_note
from goldthread.council.records.models import RestrictedText
from goldthread.feedback.models import Point
from goldthread.learning.assurance.commands import Decision, go_through_actions
from goldthread.learning.models import Action
from goldthread.meetings.meetings import commands, forgetting, queries
from goldthread.meetings.meetings.minutes import draft_easy_read, split_minutes
from goldthread.meetings.meetings.models import Meeting
from goldthread.responses.commands import answer_ask
from goldthread.responses.models import Ask

TODAY = timezone.localdate()
MINUTES = """Present: eleven members.

Agenda

1. The bus does not stop at the clinic any more.
2. Letters are too small to read.

Mrs Margaret Pemberton said that nobody rang her back."""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (
            MINUTES,
            [
                "Present: eleven members.",
                "The bus does not stop at the clinic any more.",
                "Letters are too small to read.",
                "Mrs Margaret Pemberton said that nobody rang her back.",
            ],
        ),
        (
            "The first matter.\nStill the first.\n---\nThe second matter.",
            ["The first matter.\nStill the first.", "The second matter."],
        ),
        ("- Buses are late again\n• Letters are small", ["Buses are late again", "Letters are small"]),
    ],
)
def test_minutes_are_split_where_one_matter_ends(text, parts):
    assert split_minutes(text) == parts


def test_the_draft_in_easy_read_is_one_sentence_a_line():
    draft = draft_easy_read("Letters say the bus. The account comes back in March.", "We ring back.")
    assert draft.splitlines() == [
        "We met.",
        "Letters say the bus.",
        "The account comes back in March.",
        "We ring back.",
    ]
    assert draft_easy_read("", "") == ""


@pytest.fixture
def by(avonshire):
    """Return a coproduction lead."""
    return avonshire.person("coproduction_lead")


def _note(by, **changed) -> Meeting:
    fields = {"kind": "staff_forum", "title": "Rotas", "meets_on": TODAY, "today": TODAY, "came_staff": 9}
    return commands.note_meeting(by=by, **(fields | changed))


@pytest.mark.django_db
def test_what_staff_raise_is_owed_an_answer_and_the_meeting_is_answered_by_the_last(avonshire, by):
    meeting = _note(by, raised=["The rota is late.", "The line rings out."])
    asks = list(Ask.objects.filter(point__origin_id=meeting.pk).order_by("point__position"))
    assert [(ask.kind, ask.owner, ask.group) for ask in asks] == [("staff_idea", by, "Staff forum")] * 2
    for ask, stage in zip(asks, ("written_up", "answered"), strict=True):
        answer_ask(by=by, ask=ask, answer="It comes out earlier.", answered_on=TODAY, outcome="will_do")
        meeting.refresh_from_db()
        assert meeting.stage == stage
    commands.raise_matters(by=by, meeting=meeting, raised=["And the lift is broken."])
    assert meeting.stage == "written_up"
    assert not Ask.objects.filter(point__origin_id=_note(by, kind="trend_meeting", raised=["Falls."]).pk)


@pytest.mark.django_db
def test_names_in_minutes_are_hidden_and_the_original_stands_apart_until_its_time_is_over(avonshire, by):
    meeting = _note(
        by, minutes=MINUTES, raised=["Nobody rings back."], decisions="We ring back the same day."
    )
    kept = RestrictedText.objects.filter(origin="meeting", origin_id=meeting.pk, field="minutes")
    assert "Pemberton" not in meeting.minutes and "Pemberton" in kept.get().text
    later = TODAY + datetime.timedelta(days=366 * 3)
    assert meeting not in forgetting.due(avonshire.council, TODAY)
    assert meeting in forgetting.due(avonshire.council, later)
    forgetting.forget(by=avonshire.clock, meetings=[meeting], on=later)
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.decisions) == ("", "We ring back the same day.") and not kept.exists()
    assert Point.objects.get(origin_id=meeting.pk).text.startswith("Deleted on")
    assert meeting not in forgetting.due(avonshire.council, later)


@pytest.mark.django_db
def test_a_minute_in_easy_read_counts_once_somebody_read_it_beside_the_minutes(by):
    meeting = _note(by, decisions="We ring back.")
    commands.write_easy_read(by=by, meeting=meeting, easy_read="We ring you.", is_checked=False, today=TODAY)
    assert (meeting.easy_read, meeting.easy_read_on) == ("We ring you.", None)
    commands.write_easy_read(
        by=by, meeting=meeting, easy_read="We ring you back.", is_checked=True, today=TODAY
    )
    assert (meeting.easy_read_by, meeting.easy_read_on) == (by, TODAY)
    with pytest.raises(Refused, match="no minutes are kept"):
        commands.write_easy_read(
            by=by, meeting=_note(by, kind="schwartz_round"), easy_read="We met.", is_checked=True, today=TODAY
        )


@pytest.mark.django_db
def test_nothing_hangs_on_a_meeting_with_themes_only(by):
    with pytest.raises(Refused, match="nothing is attached"):
        add_note(by=by, record=_note(by, kind="schwartz_round"), text="Mrs Pemberton spoke.")
    assert add_note(by=by, record=_note(by), text="The hall was cold.")


@pytest.mark.django_db
def test_held_of_planned_counts_what_was_cancelled_and_what_nobody_confirmed(by):
    week = datetime.timedelta(days=7)
    plan = {"kind": "quality_circle", "title": "Circle", "series": "Circle of Tuesdays", "team": None}
    for n in (1, 2):
        _note(by, kind="quality_circle", series="Circle of Tuesdays", meets_on=TODAY - n * week)
    cancelled = commands.plan_meeting(by=by, meets_on=TODAY - 3 * week, **plan)
    commands.cancel_meeting(by=by, meeting=cancelled, cancelled_on=TODAY, reason="Too few could come.")
    commands.plan_meeting(by=by, meets_on=TODAY - 4 * week, **plan)
    ahead = commands.plan_meeting(by=by, meets_on=TODAY + week, **plan)
    held = queries.held_of_planned(queries.of_series(by, ahead, TODAY), TODAY)
    assert held.in_words == "2 of 4 held, 1 cancelled, 1 not confirmed"
    [series] = [each for each in queries.all_series(by, TODAY) if each.name == "Circle of Tuesdays"]
    assert series.held == held and series.came == [("Staff", 18)]
    month = _note(by, kind="protected_time", came_staff=None, sessions_planned=8, sessions_held=7)
    totals = queries.held_of_planned(queries.of_series(by, month, TODAY), TODAY)
    assert (totals.held, totals.planned) == (7, 8)


@pytest.mark.django_db
def test_actions_are_gone_through_at_assurance_meetings_only_and_the_later_word_stands(avonshire):
    quality = avonshire.person("quality_lead")
    action = Action.objects.filter(council=avonshire.council, stopped_on=None).order_by("number")[0]
    meeting = _note(quality, kind="assurance_meeting")
    for decided, note in (("on_track", ""), ("not_shown", "Mrs Pemberton was asked.")):
        go_through_actions(by=quality, meeting=meeting, decisions=[Decision(action, decided, note)])
    [row] = meeting.action_reviews.all()
    assert row.decided == "not_shown" and "Pemberton" not in row.note
    with pytest.raises(Refused, match="no actions are gone through"):
        go_through_actions(by=quality, meeting=_note(quality), decisions=[Decision(action, "on_track")])
