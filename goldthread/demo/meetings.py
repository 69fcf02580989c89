"""Avonshire's meetings: of every kind, what was raised, answered and decided, and what is planned; all invented."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from goldthread.council.database import tenant
from goldthread.council.relations import commands as relations
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.learning.assurance.commands import Decision, go_through_actions
from goldthread.learning.assurance.models import Decided
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings import calendar_import, commands
from goldthread.meetings.meetings.calendar_reading import CalendarMeeting, CalendarSeries
from goldthread.meetings.meetings.commands import Matter
from goldthread.meetings.meetings.models import Meeting
from goldthread.reports.models import BoardReport
from goldthread.responses.commands import answer_ask
from goldthread.responses.models import Ask

_OF_ITS_OWN = frozenset(
    [
        "by",
        "team",
        "body",
        "month",
        "day",
        "raised",
        "answers",
        "earlier",
        "missed",
        "easy_read",
        "pack",
        "gone_through",
    ]
)
_COUNTS = ("came_people", "came_carers", "came_staff", "came_leaders", "came_councillors", "came_partners")


def add(story: Story) -> None:
    """Add each meeting with the earlier ones of its series, then what is planned."""
    meetings = content.toml("meetings")
    for entry in meetings["meetings"]:
        _earlier(story, entry)
        meeting = _held(story, entry)
        if entry.get("pack"):
            _link_pack(story, meeting)
        if "gone_through" in entry:
            _go_through(story, meeting, entry["gone_through"])
        _answer(story, meeting, entry)
    _plan(story, meetings["planned"])


def _common(story: Story, entry: dict[str, Any]) -> dict[str, Any]:
    with tenant.inside(story.clock.council_id):
        body = Body.objects.filter(council=story.clock.council_id, name=entry.get("body", "")).first()
    return {"by": story.people[entry["by"]], "team": story.teams.get(entry.get("team", "")), "body": body}


def _held(story: Story, entry: dict[str, Any]) -> Meeting:
    fields = {name: value for name, value in entry.items() if name not in _OF_ITS_OWN}
    meeting = commands.note_meeting(
        **_common(story, entry),
        meets_on=story.day(entry.get("month", 0), entry["day"]),
        today=story.today,
        raised=[Matter(text, speaker) for text, speaker in entry.get("raised", [])],
        **fields,
    )
    if "easy_read" in entry:
        commands.write_easy_read(
            by=story.people["tom-wheelhouse"],
            meeting=meeting,
            easy_read=entry["easy_read"],
            is_checked=True,
            today=story.today,
        )
    return meeting


def _earlier(story: Story, entry: dict[str, Any]) -> None:
    """Add what the series held before, with its counts only, and what was cancelled of it."""
    given = {name: entry[name] for name in ("kind", "series", "cadence") if name in entry}
    common, series = _common(story, entry), entry.get("series", "")
    counts = {name: max(entry[name] - 2, 5) for name in _COUNTS if name in entry}
    counts |= {name: entry[name] - 1 for name in ("sessions_planned", "sessions_held") if name in entry}
    for month in entry.get("earlier", []):
        day = story.day(month, entry["day"])
        commands.note_meeting(**common, **given, title=series, meets_on=day, today=story.today, **counts)
    for month in entry.get("missed", []):
        day = story.day(month, entry["day"])
        meeting = commands.plan_meeting(**common, **given, title=series, meets_on=day)
        commands.cancel_meeting(
            by=common["by"], meeting=meeting, cancelled_on=day, reason="Too few could come."
        )


def _link_pack(story: Story, meeting: Meeting) -> None:
    with tenant.inside(story.clock.council_id):
        packs = BoardReport.objects.filter(council=story.clock.council_id, kind="themes_partners")
        pack = packs.order_by("number").first()
    if pack is not None:
        relations.link_records(
            by=story.people["grace-adeyinka"], record=meeting, other=pack, reason="trend pack of this meeting"
        )


def _go_through(story: Story, meeting: Meeting, count: int) -> None:
    before = [each for each in story.actions.values() if each.agreed_on <= meeting.meets_on]
    actions = sorted(before, key=lambda each: each.number)[:count]
    decided = (Decided.SHOWN, Decided.ON_TRACK, Decided.NOT_SHOWN, Decided.CHANGE)
    notes = ("A sample of ten files.", "", "Nobody has looked yet.", "The date is too far off.")
    decisions = [Decision(*each) for each in zip(actions, decided, notes, strict=False)]
    go_through_actions(by=story.people["grace-adeyinka"], meeting=meeting, decisions=decisions)


def _answer(story: Story, meeting: Meeting, entry: dict[str, Any]) -> None:
    with tenant.inside(story.clock.council_id):
        asks = Ask.objects.filter(point__origin="meeting", point__origin_id=meeting.pk)
        asks = list(asks.order_by("point__position"))
    for ask, answer in zip(asks, entry.get("answers", []), strict=False):
        answer_ask(
            by=story.people["ian-prettejohn"],
            ask=ask,
            answer=answer,
            answered_on=story.today,
            outcome="will_do",
        )


def _plan(story: Story, entry: dict[str, Any]) -> None:
    title = entry["title"]
    meetings = [
        CalendarMeeting(
            key=hashlib.sha256(f"{title}{ahead}".encode()).hexdigest(),
            title=title,
            on=story.today + datetime.timedelta(days=ahead),
            starts_at=datetime.time(10),
        )
        for ahead in entry["ahead"]
    ]
    calendar_import.import_calendar(
        by=story.people[entry["by"]],
        chosen=[
            calendar_import.Chosen(CalendarSeries(title, title, "monthly", meetings), entry["kind"], None)
        ],
        team=story.teams[entry["team"]],
        owner=story.people[entry["by"]],
        today=story.today,
    )
