"""Counting a time that is allowed: working days, days or months, with extensions and pauses, and the working in words.

The day from which is counted is day 0. A pause takes out its first to its last day. An extension is counted from the
day that it extends. A period of months ends on the same date, or on the month's last where it has no such date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goldthread.dates import add_months, day_in_words, period_end
from goldthread.standards import bank_holidays
from goldthread.standards.bank_holidays import ENGLAND, England
from goldthread.standards.entries import Entry, table

WORKING_DAYS, DAYS, MONTHS = "working days", "days", "months"
UNITS = (WORKING_DAYS, DAYS, MONTHS)
_ONE_DAY = dt.timedelta(days=1)

Holidays = Container[dt.date]
# The first and the last day of a pause.
Pause = tuple[dt.date, dt.date]


@dataclass(frozen=True, kw_only=True)
class WorkingDay(Entry):
    """What a working day is. weekend: the days of the week that are none, Monday being 0."""

    name: str
    what_it_is: str
    weekend: frozenset[int]


@lru_cache
def working_day() -> WorkingDay:
    """Return what a working day is."""
    book = table("clocks")
    record = book.content["working_day"]
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return WorkingDay(
        name=record["name"],
        what_it_is=record["what_it_is"],
        weekend=frozenset(days.index(day) for day in record["weekend"]),
        **book.provenance(record),
    )


def is_working_day(day: dt.date, holidays: Holidays = ENGLAND) -> bool:
    """Return whether a day counts: no day of the weekend (`working_day`) and no holiday.

    holidays: England's bank holidays, Good Friday and Christmas Day among them (SI 2012/3094), unless others are given;
    England's raise OutsideYears for a year for which they are not
    known (`bank_holidays.WHERE_KNOWN` does not).
    """
    return day.weekday() not in working_day().weekend and day not in holidays


def add_working_days(
    start: dt.date, days: int, holidays: Holidays = ENGLAND, pauses: Sequence[Pause] = ()
) -> dt.date:
    """Return the day that is so many working days after start; the day of start does not count, nor one of a pause.

    Raises ValueError for fewer than no days, OutsideYears where the bank holidays of a year are not known.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards.")
    day = start
    while days:
        day += _ONE_DAY
        days -= is_working_day(day, holidays) and not _is_paused(day, pauses)
    return day


@dataclass(frozen=True)
class Length:
    """How long: a number of working days, days or months.

    first_day_counts: months begin with the day itself, and end on the day before the same date.
    """

    within: int
    unit: str
    first_day_counts: bool = False

    def __str__(self) -> str:
        """Return "3 working days", "1 month"."""
        return f"{self.within:,} {self.unit[:-1] if self.within == 1 else self.unit}"


def last_day(
    start: dt.date, length: Length, holidays: Holidays = ENGLAND, pauses: Sequence[Pause] = ()
) -> dt.date:
    """Return the last day of a length of time that is counted from start, without the days of pauses.

    pauses: in order and apart, as `merged` returns them.
    """
    if length.unit == WORKING_DAYS:
        return add_working_days(start, length.within, holidays, pauses)
    if length.unit == DAYS:
        return _add_days(start, length.within, pauses)
    if length.first_day_counts:
        end = period_end(start, length.within)
        return _add_days(start - _ONE_DAY, (end - start).days + 1, pauses)
    return _add_days(start, (add_months(start, length.within) - start).days, pauses)


@dataclass(frozen=True, kw_only=True)
class Count:
    """A day that something is due, and how it was found.

    other_readings: the days that follow where the rule is read in another way, each with why, the likeliest first.
    """

    start: dt.date
    due: dt.date
    working: tuple[str, ...]
    other_readings: tuple[tuple[dt.date, str], ...] = ()
    caution: str = ""

    @property
    def other_reading(self) -> dt.date | None:
        """Return the day by the likeliest other reading, None where there is none."""
        return self.other_readings[0][0] if self.other_readings else None

    @property
    def other_reading_why(self) -> str:
        """Return what that other reading is, "" where there is none."""
        return self.other_readings[0][1] if self.other_readings else ""


def count(
    start: dt.date,
    length: Length,
    *,
    extensions: Iterable[Length] = (),
    pauses: Iterable[Pause] = (),
    holidays: Holidays = ENGLAND,
    starts: str = "Received on",
) -> Count:
    """Count a length of time and its extensions from a day; `starts` says what the day is.

    Raises ValueError for a pause that ends before it begins, OutsideYears where bank holidays are not known.
    """
    out, extensions = merged(pauses), tuple(extensions)
    due = start
    ends: list[str] = []
    for leg in (length, *extensions):
        begin, due = due, last_day(due, leg, holidays, out)
        ends.append(_leg_in_words(leg, begin, due, holidays, extends=bool(ends)))
    working = [f"{starts} {weekday(start)}: day 0."]
    working += [_pause_in_words(*pause) for pause in out if start <= pause[1] and pause[0] <= due]
    counted_days = WORKING_DAYS in {leg.unit for leg in (length, *extensions)}
    caution = bank_holidays.caution(start, due) if counted_days and isinstance(holidays, England) else ""
    return Count(
        start=start,
        due=due,
        working=(*working, *ends),
        other_readings=tuple(_other_readings(start, due, length, extensions, holidays, out)),
        caution=caution,
    )


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return pauses in order, those that touch made one; raises ValueError for one that ends before it begins."""
    result: list[Pause] = []
    for first, last in sorted(pauses):
        if last < first:
            raise ValueError(
                f"The pause from {day_in_words(first)} ends before it begins, on {day_in_words(last)}. "
                "Give its first day, then its last."
            )
        if result and first <= result[-1][1] + _ONE_DAY:
            result[-1] = result[-1][0], max(last, result[-1][1])
        else:
            result.append((first, last))
    return tuple(result)


def weekday(day: dt.date) -> str:
    """Return a day with its day of the week: "Wednesday 16 April 2025"."""
    return f"{day:%A} {day_in_words(day)}"


def _other_readings(
    start: dt.date,
    due: dt.date,
    length: Length,
    extensions: tuple[Length, ...],
    holidays: Holidays,
    pauses: tuple[Pause, ...],
) -> Iterator[tuple[dt.date, str]]:
    """Yield the days that follow from other readings of months: the first day counted or not, or one whole period."""
    if length.unit != MONTHS:
        return
    seen = {due}
    other = Length(length.within, MONTHS, not length.first_day_counts)
    day = start
    for leg in (other, *extensions):
        day = last_day(day, leg, holidays, pauses)
    if day not in seen:
        seen.add(day)
        if other.first_day_counts:
            yield day, f"{length} that begin with the day itself end on the day before the same date."
        else:
            yield day, f"{length} after the day end on the same date."
    if extensions and all(leg.unit == MONTHS for leg in extensions):
        whole = Length(sum(leg.within for leg in (length, *extensions)), MONTHS, length.first_day_counts)
        if (day := last_day(start, whole, holidays, pauses)) not in seen:
            yield day, f"{whole} as one period, and not the extension counted from the day that it extends."


def _leg_in_words(leg: Length, begin: dt.date, end: dt.date, holidays: Holidays, *, extends: bool) -> str:
    how = ""
    if leg.unit == WORKING_DAYS:
        how = _left_out(begin, end, holidays)
    elif leg.unit == MONTHS and leg.first_day_counts:
        how = ", the first day counted"
    elif leg.unit == MONTHS:
        same = add_months(begin, leg.within).day == begin.day
        how = ", to the same date" if same else ", to the last day of a month that has no such date"
    return f"{'Extended by ' if extends else ''}{leg}{how}: {weekday(end)}."


def _left_out(begin: dt.date, end: dt.date, holidays: Holidays) -> str:
    """Return what days between were no working days: ", without Saturdays and Sundays and Good Friday 18 April"."""
    between = [begin + _ONE_DAY * n for n in range(1, (end - begin).days + 1)]
    weekend = working_day().weekend
    parts = ["Saturdays and Sundays"] if any(day.weekday() in weekend for day in between) else []
    for day in between:
        if day.weekday() not in weekend and day in holidays:
            name = bank_holidays.in_year(day.year).get(day, "") if bank_holidays.is_known(day) else ""
            parts.append(f"{name or 'a holiday on'} {day.day} {day:%B}")
    return f", without {', '.join(parts)}" if parts else ""


def _pause_in_words(first: dt.date, last: dt.date) -> str:
    days = (last - first).days + 1
    if days == 1:
        return f"Paused on {day_in_words(first)}: 1 day does not count."
    return f"Paused from {day_in_words(first)} to {day_in_words(last)}: {days:,} days do not count."


def _add_days(start: dt.date, days: int, pauses: Sequence[Pause]) -> dt.date:
    """Return the day that is so many days after start, the days of pauses not counted; pauses are in order."""
    day = start + _ONE_DAY * days
    for first, last in pauses:
        begin = max(first, start + _ONE_DAY)
        if begin <= last and begin <= day:
            day += _ONE_DAY * ((last - begin).days + 1)
    return day


def _is_paused(day: dt.date, pauses: Sequence[Pause]) -> bool:
    return any(first <= day <= last for first, last in pauses)
