"""Calendars: Exchange's and Outlook's are read by London's clock, nothing comes in twice, and hostile files are refused."""

from __future__ import annotations

import datetime

import pytest

from goldthread.meetings.meetings.calendar_import import (
    Chosen,
    guess_body,
    guess_kind,
    import_calendar,
    known_here,
)
from goldthread.meetings.meetings.calendar_reading import MOST_BYTES, NotRead, read_calendar
from goldthread.meetings.meetings.models import Meeting

TODAY = datetime.date(2026, 1, 20)
_ZONE = """BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
# As Exchange publishes one: a series with a day taken out, one moved and one cancelled, and somebody invited.
SERIES = """BEGIN:VEVENT
UID:circle-1@avonshire.example
SUMMARY:Quality circle
DESCRIPTION:Passcode 1234
ATTENDEE;CN="Pemberton, Margaret":mailto:margaret@avonshire.example
LOCATION:Room 2
DTSTART;TZID=GMT Standard Time:20250911T100000
DTEND;TZID=GMT Standard Time:20250911T113000
RRULE:FREQ=MONTHLY;UNTIL=20260312T100000Z;INTERVAL=1;BYDAY=2TH
EXDATE;TZID=GMT Standard Time:20260108T100000
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:circle-1@avonshire.example
RECURRENCE-ID;TZID=GMT Standard Time:20251009T100000
SUMMARY:Quality circle (moved)
DTSTART;TZID=GMT Standard Time:20251016T140000
END:VEVENT
BEGIN:VEVENT
UID:circle-1@avonshire.example
RECURRENCE-ID;TZID=GMT Standard Time:20251113T100000
SUMMARY:Canceled: Quality circle
DTSTART;TZID=GMT Standard Time:20251113T100000
END:VEVENT
"""


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar file with some entries."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{_ZONE}{''.join(events)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def entry(uid: str = "one", start: str = "20260205T093000Z", **lines: str) -> str:
    """Return one entry of a calendar."""
    more = "".join(f"{name.replace('_', '-')}:{value}\n" for name, value in lines.items())
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTART:{start}\n{more}END:VEVENT\n"


def test_a_series_is_read_with_what_was_moved_cancelled_and_taken_out():
    [series] = read_calendar(calendar(SERIES), TODAY).series
    assert (series.title, series.cadence) == ("Quality circle", "monthly")
    read = [(each.on.isoformat(), each.starts_at.hour, each.is_cancelled) for each in series.meetings]
    assert read == [
        ("2025-09-11", 10, False),
        ("2025-10-16", 14, False),
        ("2025-11-13", 10, True),
        ("2025-12-11", 10, False),
        ("2026-01-08", 10, True),
        ("2026-02-12", 10, False),
        ("2026-03-12", 10, False),
    ]
    assert {each.place for each in series.meetings} <= {"Room 2", ""}
    assert "Pemberton" not in repr(series) and "1234" not in repr(series)


@pytest.mark.parametrize(
    ("start", "on", "at"),
    [
        ("20260705T233000Z", "2026-07-06", datetime.time(0, 30)),  # summer time in London
        ("20260205T093000Z", "2026-02-05", datetime.time(9, 30)),
        ("20260205T093000", "2026-02-05", datetime.time(9, 30)),
    ],
)
def test_a_meeting_is_on_its_day_in_london(start, on, at):
    [series] = read_calendar(calendar(entry(start=start, SUMMARY="A")), TODAY).series
    assert (series.meetings[0].on.isoformat(), series.meetings[0].starts_at) == (on, at)


def test_an_all_day_entry_an_unknown_zone_and_a_private_one():
    day = "BEGIN:VEVENT\nUID:d\nSUMMARY:Away day\nDTSTART;VALUE=DATE:20260220\nEND:VEVENT\n"
    zone = "BEGIN:VEVENT\nUID:z\nSUMMARY:SAB\nDTSTART;TZID=Customized Time Zone:20260221T093000\nEND:VEVENT\n"
    read = read_calendar(calendar(day, zone, entry("p", SUMMARY="Dentist", CLASS="PRIVATE")), TODAY)
    away, sab = (each.meetings[0] for each in read.series)
    assert (away.on.day, away.starts_at) == (20, None)
    assert (sab.on.day, sab.starts_at) == (21, datetime.time(9, 30))
    assert read.left_out == ["1 private entry"] and "Dentist" not in repr(read)


def test_a_calendar_of_cancellations_cancels():
    [series] = read_calendar(calendar(entry(SUMMARY="A"), head="METHOD:CANCEL\n"), TODAY).series
    assert series.meetings[0].is_cancelled


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;COUNT=99999999999",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=4;BYDAY=1TH",
        "FREQ=MONTHLY;BYSETPOS=9;BYDAY=TH",
        "FREQ=WEEKLY;UNTIL=99999999",
        "FREQ=DAILY;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=abc",
    ],
)
def test_a_rule_that_no_calendar_of_people_has_is_left_out_and_said(rule):
    read = read_calendar(calendar(entry(SUMMARY="Odd", RRULE=rule), entry("two", SUMMARY="Even")), TODAY)
    assert [each.title for each in read.series] == ["Even"]
    assert read.left_out == ["“Odd”: it repeats in a way that is not read here"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no calendar file"),
        (b"PK\x03\x04", "no calendar file"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * MOST_BYTES, "MB or smaller"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 2001, "more than 2,000 entries"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 900, "could not be read"),
        (
            calendar(*(entry(str(n), SUMMARY="D", RRULE="FREQ=DAILY") for n in range(2))),
            "more than 600 meetings",
        ),
    ],
)
def test_a_hostile_file_is_refused_in_plain_words(content, why):
    with pytest.raises(NotRead, match=why):
        read_calendar(content, TODAY)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Quality Circle – Adults", "quality_circle"),
        ("Schwartz Round: hope", "schwartz_round"),
        ("Supervision: Ben T", "reflective_one_to_one"),
        ("Avonshire Voices board", "board"),
        ("Lunch", ""),
    ],
)
def test_the_kind_is_guessed_by_the_title(title, kind):
    assert guess_kind(title) == kind


@pytest.mark.django_db
def test_read_again_nothing_comes_in_twice_and_what_was_moved_follows(avonshire):
    by, today = avonshire.person("coproduction_lead"), TODAY

    def take(content: bytes, kind: str = "quality_circle") -> list[Meeting]:
        series = read_calendar(content, today).series
        chosen = [Chosen(each, kind) for each in series]
        return import_calendar(by=by, chosen=chosen, team=None, owner=None, today=today)

    first = take(calendar(SERIES))
    assert len(first) == 7 and {meeting.stage for meeting in first} == {"planned", "cancelled"}
    assert first[0].series == "Quality circle" and first[0].owner == by
    assert take(calendar(SERIES)) == []
    moved = calendar(SERIES.replace("20251016T140000", "20251017T150000"))
    [known] = known_here(by, read_calendar(moved, today).series).values()
    assert (known.new, known.changed, known.same) == (0, 1, 6)
    [changed] = take(moved)
    assert (changed.meets_on.isoformat(), changed.starts_at.hour) == ("2025-10-17", 15)
    assert Meeting.objects.filter(calendar_key__in=[each.calendar_key for each in first]).count() == 7


@pytest.mark.django_db
def test_of_kinds_with_themes_only_the_calendars_title_is_not_kept(avonshire):
    by = avonshire.person("coproduction_lead")
    supervision = [
        entry("a", "20260203T100000", SUMMARY="Supervision: Margaret Pemberton", RRULE="FREQ=WEEKLY;COUNT=3"),
        entry("b", "20260204T100000", SUMMARY="Supervision: Ben T"),
    ]
    series = read_calendar(calendar(*supervision), TODAY).series
    as_totals = [Chosen(each, "reflective_one_to_one") for each in series]
    [month] = import_calendar(by=by, chosen=as_totals, team=None, owner=None, today=TODAY)
    assert (month.title, month.sessions_planned, month.meets_on.day) == ("Reflective one to ones", 4, 1)
    assert import_calendar(by=by, chosen=as_totals, team=None, owner=None, today=TODAY) == []
    as_themes = [Chosen(each, "group_supervision") for each in series]
    kept = import_calendar(by=by, chosen=as_themes, team=None, owner=None, today=TODAY)
    assert {meeting.title for meeting in kept} == {"Group supervision"} and len(kept) == 4
    assert not any(meeting.place for meeting in kept)


@pytest.mark.django_db
def test_a_body_is_guessed_by_its_name(avonshire):
    from goldthread.meetings.bodies.models import Body

    avonshire.enter()
    bodies = list(Body.objects.filter(council=avonshire.council).order_by("name"))
    found = guess_body("Avonshire Voices: monthly", bodies)
    assert found is not None and found.name == "Avonshire Voices"
    assert guess_body("Lunch", bodies) is None
