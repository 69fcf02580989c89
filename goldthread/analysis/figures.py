"""Monthly readings, checked before anything is compared."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goldthread.date_reading import FIRST_YEAR, LAST_YEAR, parse_date
from goldthread.dates import month_from_number, month_number

# Larger than any count a council keeps; beyond it squares of squares no longer fit a double.
LARGEST = 1e12


class FiguresError(ValueError):
    """Figures, months or a choice about them cannot be used; the message says what is wrong."""


class Reading(NamedTuple):
    """One whole month of a measure.

    month: any date in the month, or "2025-04". value: the count, the number of files that passed, or
    the score; None where the month has no reading. denominator: for a count, what it may grow with
    (people served; optional); for a proportion, how many files there were (needed); not for a score.
    """

    month: dt.date | str
    value: float | None
    denominator: float | None = None


def parse_month(month: dt.date | str | int) -> int:
    """Return a month as a whole number (see `dates.month_number`), so that months can be subtracted.

    Accepts a date, such a number, or text as `goldthread.date_reading` reads it: "2025-04", "Sept 2025", "04/2025",
    "1st April 2025"; a day is allowed and not used. Raises FiguresError for anything else, and for a date or text
    outside the years 1900 to 2200.
    """
    if isinstance(month, int) and not isinstance(month, bool):
        return month
    if isinstance(month, dt.date | str):
        try:
            return month_number(parse_date(month, month_only=True))
        except ValueError as error:
            if "outside the years" in str(error):
                text = repr(month) if isinstance(month, str) else f"{month:%B} {month.year}"
                raise FiguresError(
                    f"{text} is not in the years {FIRST_YEAR} to {LAST_YEAR}; correct the year."
                ) from None
    raise FiguresError(f"{month!r} is not a month; give months as year-month, such as 2025-04.")


def month_name(number: int) -> str:
    """Return a month given as a number in words: "April 2025"."""
    return month_from_number(number).strftime("%B %Y")


def action_span(action_month: dt.date | str | Sequence[dt.date | str]) -> tuple[int, int]:
    """Return the first and last month of the action, as numbers."""
    months = [action_month] if isinstance(action_month, str | dt.date) else list(action_month)
    if not months:
        raise FiguresError("There is no action month.")
    numbers = [parse_month(m) for m in months]
    return min(numbers), max(numbers)


def number(value: object, what: str) -> float:
    """Return a finite float from a number or its text; None and "" give NaN (a gap).

    Raises FiguresError, naming `what`, for text that is no number, infinity, more than 1e12, or less than 1e-12 but for 0.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return math.nan
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise FiguresError(f"{what} is {value!r}, which is not a number.") from None
    if abs(result) > LARGEST:
        raise FiguresError(f"{what} is {value!r}: infinite or too large to compare (more than 1e12).")
    if 0 < abs(result) < 1 / LARGEST:
        raise FiguresError(f"{what} is {value!r}: too near 0 to compare (less than 1e-12).")
    return result


def whole(value: object, what: str) -> int:
    """Return a whole number of 0 or more; FiguresError, naming `what`, for anything else."""
    result = number(value, what)
    if math.isnan(result) or result < 0 or result != int(result):
        text = "missing" if math.isnan(result) else f"{result:g}"
        raise FiguresError(f"{what} is {text}; it must be a whole number, 0 or more.")
    return int(result)


def monthly(readings: Iterable[Reading | tuple], kind: str) -> list[tuple[int, float, float]]:
    """Return (month number, value, denominator) in month order, NaN for a gap, 1 for no denominator.

    kind is "count", "proportion" or "score". A month given without a reading, or with a denominator
    of 0, is a gap. Raises FiguresError for two readings of one month, a negative count, a proportion
    without its denominator or above it.
    """
    if kind not in ("count", "proportion", "score"):
        raise FiguresError(f"kind is {kind!r}; it must be count, proportion or score.")
    rows: dict[int, tuple[float, float]] = {}
    with_denominator = without = 0
    for row in readings:
        reading = Reading(*row)
        month = parse_month(reading.month)
        name = month_name(month)
        if month in rows:
            raise FiguresError(f"{name} has two readings; each month may have one.")
        value = number(reading.value, f"The value for {name}")
        size = number(reading.denominator, f"The denominator for {name}")
        if not math.isnan(value) and kind != "score":
            if value < 0:
                raise FiguresError(f"The value for {name} is {value:g}; a {kind} cannot be below 0.")
            with_denominator, without = with_denominator + (size == size), without + (size != size)
        if size < 0:
            raise FiguresError(f"The denominator for {name} is {size:g}; it cannot be below 0.")
        if kind == "proportion" and value > size:
            raise FiguresError(f"{name} has {value:g} out of {size:g}; the part is more than the whole.")
        if size == 0:
            value = math.nan
        rows[month] = (value, 1.0 if kind == "score" or math.isnan(size) or size == 0 else size)
    if kind == "proportion" and without:
        raise FiguresError(
            "A proportion needs its denominator (how many there were) in every month with a value."
        )
    if with_denominator and without:
        raise FiguresError("Some months have a denominator and some do not; give it for all or for none.")
    return [(month, *rows[month]) for month in sorted(rows)]
