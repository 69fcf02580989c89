"""Meetings in a calendar's export (.ics, RFC 5545): each with its day in London, series expanded within bounds.

Only what a council needs of a calendar is read: title, day, time, place and rule. Who was invited, what the invitation
says, and whatever else is in it is not read at all. What an Outlook or Exchange calendar writes is understood; what no
calendar of people writes, such as a meeting each second, is refused, so that no file can keep the service busy.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar

from goldthread.date_reading import LONDON
from goldthread.dates import day_in_words

MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 2000
MOST_MEETINGS = 600
PAST, AHEAD = datetime.timedelta(days=400), datetime.timedelta(days=370)
"""Only meetings between these, counted from today, are read."""
# A rule that comes to a day once in a thousand years takes a second or two to walk: a file full of them is not read.
_SECONDS = 3
_OLDEST = datetime.timedelta(days=20 * 366)
# What a rule may hold, by how often it repeats: what Outlook, Exchange and Google write. All of these come again
# within a few steps, so that walking them to the end of the window takes no time.
_PARTS: Mapping[str, frozenset[str]] = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYSETPOS", "BYMONTHDAY"}),
    "YEARLY": frozenset({"BYDAY", "BYSETPOS", "BYMONTHDAY", "BYMONTH"}),
}
_EVERY_RULE = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_DAY = re.compile(r"^(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)$")
_CADENCE = {
    ("WEEKLY", 1): "weekly",
    ("WEEKLY", 2): "fortnightly",
    ("WEEKLY", 4): "monthly",
    ("MONTHLY", 1): "monthly",
    ("MONTHLY", 3): "quarterly",
    ("YEARLY", 1): "yearly",
    ("MONTHLY", 12): "yearly",
}
_CANCELLED = re.compile(r"^\s*(?:cancel+ed|cancelled)\s*:\s*", re.I)
_SPACES = re.compile(r"\s+")


class NotRead(Exception):
    """A file that is not read, with the reason in words fit to show."""


@dataclass(frozen=True)
class CalendarMeeting:
    """One meeting of a calendar. key: by it the same meeting is known when the calendar is read again."""

    key: str
    title: str
    on: datetime.date
    starts_at: datetime.time | None
    place: str = ""
    is_cancelled: bool = False


@dataclass
class CalendarSeries:
    """The meetings of one entry of a calendar: one, or those of a series, in their order."""

    key: str
    title: str
    cadence: str
    meetings: list[CalendarMeeting] = field(default_factory=list)


@dataclass
class CalendarRead:
    """What was read of a calendar, and what was left out and why, in words."""

    series: list[CalendarSeries]
    left_out: list[str]


def read_calendar(content: bytes, today: datetime.date) -> CalendarRead:
    """Return the meetings of a calendar within the window; raises NotRead."""
    if len(content) > MOST_BYTES:
        raise NotRead(f"The file must be {MOST_BYTES // 1024**2} MB or smaller. Export fewer months.")
    if content.count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise NotRead(f"The calendar has more than {MOST_EVENTS:,} entries. Export fewer months.")
    if b"BEGIN:VCALENDAR" not in content[:2048].upper():
        raise NotRead("This is no calendar file (.ics). In Outlook: File, Save calendar, iCalendar format.")
    try:
        calendar = Calendar.from_ical(content)
        events = [each for each in calendar.walk("VEVENT")]
    except Exception:
        # Whatever is wrong with it, its message would quote the calendar.
        raise NotRead("The calendar could not be read. Export it again, as iCalendar (.ics).") from None
    all_cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    return _Reading(today, all_cancelled).read(events)


class _Reading:
    """One reading of a calendar: its window, and what is left out."""

    def __init__(self, today: datetime.date, all_cancelled: bool) -> None:
        self.since, self.until = today - PAST, today + AHEAD
        self.oldest = today - _OLDEST
        self.all_cancelled = all_cancelled
        self.private = self.without_day = self.outside = 0
        self.refused: list[str] = []

    def read(self, events: list[Any]) -> CalendarRead:
        """Return the series of the window, in the order of their first meetings."""
        changed: dict[str, dict[str, Any]] = {}
        for event in events:
            if "RECURRENCE-ID" in event:
                start = _moment(event.get("RECURRENCE-ID"))
                if start is not None:
                    changed.setdefault(_uid(event), {})[_stamp(start)] = event
        series = []
        began = time.monotonic()
        for event in events:
            if "RECURRENCE-ID" in event:
                continue
            if time.monotonic() - began > _SECONDS:
                raise NotRead("The calendar takes too long to read. Export fewer months.")
            found = self._series(event, changed.pop(_uid(event), {}))
            if found is not None and found.meetings:
                series.append(found)
        # Meetings of a series whose rule is not in the file: each stands by itself.
        for uid, by_stamp in changed.items():
            found = self._orphans(uid, by_stamp)
            if found is not None and found.meetings:
                series.append(found)
        if sum(len(each.meetings) for each in series) > MOST_MEETINGS:
            raise NotRead(f"The calendar has more than {MOST_MEETINGS} meetings. Export fewer months.")
        series.sort(key=lambda each: (each.meetings[0].on, each.title, each.key))
        return CalendarRead(series, [*self._left_out()])

    def _left_out(self) -> Iterator[str]:
        if self.private:
            yield f"{self.private} private {'entry' if self.private == 1 else 'entries'}"
        if self.without_day:
            yield f"{self.without_day} without a date that can be read"
        if self.outside:
            window = f"{day_in_words(self.since)} to {day_in_words(self.until)}"
            yield f"{self.outside} outside the days that are read, {window}"
        yield from self.refused

    def _series(self, event: Any, changed: dict[str, Any]) -> CalendarSeries | None:
        if str(event.get("CLASS", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
            self.private += 1
            return None
        start, title = _moment(event.get("DTSTART")), _title(event)
        if start is None or not self.oldest <= start.date() <= self.until:
            self.without_day += start is None
            self.outside += start is not None
            return None
        uid, rule = _uid(event), event.get("RRULE")
        if any(name == "RRULE" for name, _ in event.errors):
            self.refused.append(f"“{title}”: it repeats in a way that is not read here")
            return None
        series = CalendarSeries(_key(uid), title, "once")
        if rule is None:
            self._add(series, event, uid, "", start)
        else:
            series.cadence = _cadence(rule)
            try:
                starts = self._repeats(rule, start)
            except NotRead as why:
                self.refused.append(f"“{title}”: {why}")
                return None
            taken_out = {_stamp(each) for each in _moments(event.get("EXDATE"))}
            for each in starts:
                stamp = _stamp(each)
                instead = changed.pop(stamp, None)
                if instead is not None:
                    self._add(series, instead, uid, stamp, _moment(instead.get("DTSTART")) or each)
                else:
                    self._add(series, event, uid, stamp, each, taken_out=stamp in taken_out)
        # A meeting that was moved into the window, or that the rule does not name.
        for stamp, instead in changed.items():
            moved = _moment(instead.get("DTSTART"))
            if moved is not None:
                self._add(series, instead, uid, stamp, moved)
        if not series.meetings:
            self.outside += 1
        series.meetings.sort(key=lambda each: (each.on, each.key))
        return series

    def _orphans(self, uid: str, by_stamp: Mapping[str, Any]) -> CalendarSeries | None:
        first = next(iter(by_stamp.values()))
        if any(
            str(each.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL") for each in by_stamp.values()
        ):
            self.private += 1
            return None
        series = CalendarSeries(_key(uid), _title(first), "once")
        for stamp, event in by_stamp.items():
            start = _moment(event.get("DTSTART"))
            if start is not None:
                self._add(series, event, uid, stamp, start)
        series.meetings.sort(key=lambda each: (each.on, each.key))
        return series

    def _add(
        self,
        series: CalendarSeries,
        event: Any,
        uid: str,
        stamp: str,
        start: datetime.datetime,
        *,
        taken_out: bool = False,
    ) -> None:
        if not self.since <= start.date() <= self.until:
            return
        is_day = not isinstance(event.get("DTSTART").dt, datetime.datetime)
        series.meetings.append(
            CalendarMeeting(
                key=_key(uid, stamp),
                title=_title(event),
                on=start.date(),
                starts_at=None if is_day else start.time().replace(second=0, microsecond=0),
                place=_text(event, "LOCATION")[:120],
                is_cancelled=taken_out or self.all_cancelled or _is_cancelled(event),
            )
        )

    def _repeats(self, rule: Any, start: datetime.datetime) -> list[datetime.datetime]:
        """Return the starts of a series within the window, by London's clock; raises NotRead for no rule of people."""
        if isinstance(rule, list):
            raise NotRead("it repeats by several rules")
        parts = {str(name).upper(): value for name, value in rule.items()}
        freq = str(_one(parts.get("FREQ"))).upper()
        if freq not in _PARTS or set(parts) - _EVERY_RULE - _PARTS[freq]:
            raise NotRead("it repeats in a way that is not read here")
        _check_parts(parts)
        words = [f"FREQ={freq}"]
        for name in ("INTERVAL", "COUNT", "WKST", "BYDAY", "BYSETPOS", "BYMONTHDAY", "BYMONTH"):
            if name in parts:
                value = parts[name]
                words.append(
                    f"{name}={','.join(str(each) for each in (value if isinstance(value, list) else [value]))}"
                )
        last = datetime.datetime.combine(self.until, datetime.time.max)
        if "UNTIL" in parts:
            until = _local(_one(parts["UNTIL"]))
            if not isinstance(_one(parts["UNTIL"]), datetime.datetime):
                until = datetime.datetime.combine(until.date(), datetime.time.max)
            last = min(last, until)
        try:
            repeats = rrulestr(";".join(words), dtstart=start)
            first = datetime.datetime.combine(self.since, datetime.time.min)
            found = repeats.between(first, last, inc=True)
        except (ValueError, OverflowError, TypeError):
            raise NotRead("it repeats in a way that is not read here") from None
        if len(found) > MOST_MEETINGS:
            raise NotRead(f"it meets more than {MOST_MEETINGS} times")
        return found


def _check_parts(parts: Mapping[str, Any]) -> None:
    """Refuse a rule that never comes to a day, or takes no step: walking it would never end."""
    days = [str(each).upper() for each in _many(parts.get("BYDAY"))]
    numbers = {
        name: [int(each) for each in _many(parts.get(name))]
        for name in ("INTERVAL", "COUNT", "BYSETPOS", "BYMONTHDAY", "BYMONTH")
    }
    if (
        len(days) > 7
        or any(_DAY.match(day) is None for day in days)
        or any(not 1 <= each <= 400 for each in numbers["INTERVAL"])
        or any(not 1 <= each <= 5000 for each in numbers["COUNT"])
        or any(not 1 <= abs(each) <= 4 and each != -1 for each in numbers["BYSETPOS"])
        or any(not 1 <= each <= 12 for each in numbers["BYMONTH"])
        or any(not 1 <= each <= 31 and each != -1 for each in numbers["BYMONTHDAY"])
        or (numbers["BYSETPOS"] and (not days or any(len(day) > 2 for day in days)))
        or (days and numbers["BYMONTHDAY"])
        or (set(numbers["BYMONTHDAY"]) & {30, 31} and 2 in numbers["BYMONTH"])
        or (
            31 in numbers["BYMONTHDAY"]
            and numbers["BYMONTH"]
            and not set(numbers["BYMONTH"]) & {1, 3, 5, 7, 8, 10, 12}
        )
    ):
        raise NotRead("it repeats in a way that is not read here")


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _one(value: Any) -> Any:
    many = _many(value)
    return many[0] if many else ""


def _cadence(rule: Any) -> str:
    if isinstance(rule, list):
        return "once"
    freq, every = str(_one(rule.get("FREQ"))).upper(), _one(rule.get("INTERVAL")) or 1
    return _CADENCE.get((freq, every), "once")


def _moment(value: Any) -> datetime.datetime | None:
    """Return a day or moment of a calendar by London's clock; None where it is none."""
    moment = getattr(value, "dt", None)
    return _local(moment) if isinstance(moment, datetime.date) else None


def _local(moment: datetime.date) -> datetime.datetime:
    """Return a moment by London's clock; one without a zone, or in one that nobody knows, is London's already."""
    if not isinstance(moment, datetime.datetime):
        return datetime.datetime.combine(moment, datetime.time.min)
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(LONDON).replace(tzinfo=None)


def _moments(value: Any) -> Iterator[datetime.datetime]:
    for dates in _many(value):
        for each in getattr(dates, "dts", ()):
            moment = _moment(each)
            if moment is not None:
                yield moment


def _uid(event: Any) -> str:
    return str(event.get("UID", "")) or f"{event.get('SUMMARY', '')}{event.get('DTSTART', '')}"


def _stamp(moment: datetime.datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M")


def _key(uid: str, stamp: str = "") -> str:
    """Return what is kept of an entry's identity: it may hold an address of e-mail, so that only its hash is."""
    return hashlib.sha256(f"{uid}\n{stamp}".encode()).hexdigest()


def _text(event: Any, name: str) -> str:
    value = _one(event.get(name))
    return _SPACES.sub(
        " ", "".join(char for char in str(value) if char.isprintable() or char.isspace())
    ).strip()


def _title(event: Any) -> str:
    return _CANCELLED.sub("", _text(event, "SUMMARY"))[:200] or "Meeting without a title"


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED" or bool(
        _CANCELLED.match(_text(event, "SUMMARY"))
    )
