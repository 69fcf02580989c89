"""Series of readings and dates, ordered and checked before a chart is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.date_reading import london_day, parse_date
from goldthread.dates import Period, month_from_number, month_number, months_between

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Beyond this, sums and squares of readings would no longer fit a double.
LARGEST = 1e150


class SeriesError(ValueError):
    """The readings, their dates or a choice about them cannot be used; the message says why."""


@dataclass(frozen=True)
class Series:
    """One series in date order.

    values: readings, NaN where there is none. dates: one date each, or the positions 1, 2, 3, ...
    when none were given. notes: what was put right on the way, in sentences.
    """

    values: Floats
    dates: tuple[dt.date, ...] | tuple[int, ...]
    notes: tuple[str, ...] = ()


def as_date(value: object) -> dt.date:
    """Return a date from a date, a datetime, a numpy date or text as `goldthread.date_reading` reads it.

    A month is its first day, and a moment with an offset its day in London. Raises SeriesError for anything else,
    a number or a missing date included.
    """
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[D]").item()  # None when it is "not a time"
    if isinstance(value, dt.datetime):
        return london_day(value)
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        try:
            return parse_date(value, month_only=True)
        except ValueError:
            pass
    raise SeriesError(f"{value!r} is not a date; give dates as year-month-day, such as 2025-03-01.")


def as_values(values: Iterable[object]) -> Floats:
    """Return readings as a 1-D array of doubles, NaN for None; SeriesError for what is not a number."""
    items = list(values)
    if not items:
        raise SeriesError("There are no readings.")
    try:
        array = np.array([np.nan if v is None else v for v in items], dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        raise SeriesError(f"A reading is not a number: {error}.") from None
    if array.ndim != 1:
        raise SeriesError(f"Readings must be one list, not {array.ndim}-dimensional.")
    check_size(array)
    return array


def check_size(values: Floats) -> None:
    """Raise SeriesError when a reading is infinite or too large to compute with."""
    with np.errstate(invalid="ignore"):
        if np.any(np.abs(values) > LARGEST):
            raise SeriesError("A reading is infinite or larger than 1e150, too large to draw limits for.")


def ordered(values: Iterable[object], dates: Iterable[object] | None = None) -> Series:
    """Return the readings in date order.

    Unsorted dates are sorted (and a note says so); two readings for one date, a missing date, or
    lists of different lengths raise SeriesError. A month without a reading is given as None or NaN.
    """
    readings = as_values(values)
    if np.isnan(readings).all():
        raise SeriesError("Every reading is missing.")
    if dates is None:
        return Series(readings, tuple(range(1, len(readings) + 1)))
    days = [as_date(d) for d in dates]
    if len(days) != len(readings):
        raise SeriesError(f"There are {len(readings)} readings but {len(days)} dates.")
    order = sorted(range(len(days)), key=days.__getitem__)
    in_order = tuple(days[i] for i in order)
    for before, after in pairwise(in_order):
        if before == after:
            raise SeriesError(f"Two readings have the date {before.isoformat()}; each date may appear once.")
    notes = [] if in_order == tuple(days) else ["The readings were not in date order and were sorted."]
    absent = months_without_a_row(in_order)
    if absent:
        periods = any(isinstance(d, Period) for d in in_order)
        first = f"the period from {absent[0]:%B %Y}" if periods else f"{absent[0]:%B %Y}"
        notes.append(
            f"There is no row for {first}: the chart passes over it. Give a blank reading to show a gap."
            if len(absent) == 1
            else f"There are no rows for {len(absent)} {'periods' if periods else 'months'}, the first being {first}: the chart passes over them. "
            "Give blank readings to show gaps."
        )
    return Series(readings[order], in_order, tuple(notes))


def months_without_a_row(dates: Sequence[dt.date]) -> list[dt.date]:
    """Return the months between first and last that have no date; none unless all dates begin months."""
    if any(d.day != 1 for d in dates):
        return []
    lengths = {d.months for d in dates if isinstance(d, Period)}
    if lengths:  # quarters or years, one after another
        each = lengths.pop()
        begun = {month_number(d) for d in dates}
        return [month_from_number(m) for m in range(min(begun), max(begun), each) if m not in begun]
    there = {month_number(d) for d in dates}
    steps = {b - a for a, b in pairwise(sorted(there))}
    if 1 not in steps:  # quarters or years, not months with holes
        return []
    return [m for m in months_between(min(dates), max(dates)) if month_number(m) not in there]


def with_every_month(
    values: Iterable[object], dates: Iterable[object], *, absent: float | None = None
) -> tuple[list[object], list[dt.date]]:
    """Return readings and dates with a row for every month from the first to the last.

    absent: the reading of a month without a row: None for a gap, or 0 where no row means that nothing
    happened. Dates must be first days of months; raises SeriesError otherwise.
    """
    rows = {as_date(d): v for v, d in zip(values, dates, strict=True)}
    if not rows:
        raise SeriesError("There are no readings.")
    if any(d.day != 1 for d in rows):
        raise SeriesError("To fill in months, every date must be the first day of a month.")
    months = months_between(min(rows), max(rows))
    return [rows.get(m, absent) for m in months], months


def segments(
    dates: Sequence[dt.date] | Sequence[int], rebase: Iterable[object]
) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return each reading's segment number (0, 1, ...) and notes, given where limits are recalculated.

    A rebase date without a reading takes the next date that has one, and a note says so; one before
    the first date or after the last raises SeriesError. Without dates, rebase gives positions from 1.
    """
    starts: set[int] = set()
    notes: list[str] = []
    dated = isinstance(dates[0], dt.date)
    for wanted in rebase:
        if dated:
            day: dt.date | int = as_date(wanted)
        elif isinstance(wanted, int | np.integer) and not isinstance(wanted, bool):
            day = int(wanted)
        else:
            raise SeriesError(f"Without dates, rebase takes positions from 1, not {wanted!r}.")
        if not dates[0] <= day <= dates[-1]:  # type: ignore[operator]
            raise SeriesError(f"The rebase date {day} lies outside the readings ({dates[0]} to {dates[-1]}).")
        at = next(i for i, d in enumerate(dates) if d >= day)  # type: ignore[operator]
        if dates[at] != day:
            notes.append(f"There is no reading on {day}; the limits are recalculated from {dates[at]}.")
        starts.add(at)
    marks = np.zeros(len(dates), dtype=np.intp)
    marks[sorted(starts)] = 1
    return np.cumsum(marks), tuple(notes)


def carried_from(
    dates: Sequence[dt.date] | Sequence[int], start: object | None, group: NDArray[np.intp]
) -> Bools | None:
    """Return which readings make no limits: those from a date (or position) on, up to the next recalculation.

    Limits must not run through an action: those of the months before it are carried forward, so that the months after
    it are judged by what was usual before. None where nothing is carried: no start, or one after the last reading.
    """
    if start is None:
        return None
    day: Any = as_date(start) if isinstance(dates[0], dt.date) else start
    after = np.array([d >= day for d in dates])
    if not after.any():
        return None
    return after & (group == group[int(after.argmax())])
