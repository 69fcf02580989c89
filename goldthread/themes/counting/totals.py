"""Totals for those who may not read feedback: counts of 1 to 4 could identify somebody, so they are withheld.

They see whole quarters of the calendar on every page, never a month: from a month and its quarter the other two
could be worked out. A total of several quarters, and how it divides, is shown only where none of them is withheld:
so nothing is there to subtract the others from, this year or next.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, suppress_rows
from goldthread.council.models import Person
from goldthread.dates import quarter_number
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.counts import Series, counts_by


def is_withheld(count: int) -> bool:
    """Return whether a count is too small to show by itself."""
    return 0 < count < SMALLEST_SHOWN


def count_or_none(count: int) -> int | None:
    """Return a count as a reader of totals may see it: None where it is withheld."""
    return None if is_withheld(count) else count


@dataclass(frozen=True)
class Quarter:
    """The points of one whole quarter of the calendar, from its first month to its last."""

    first: datetime.date
    last: datetime.date
    count: int

    def __str__(self) -> str:
        return f"{self.first:%b} to {self.last:%b %Y}"


@dataclass(frozen=True)
class Year:
    """The last whole quarters of a theme, four at most. total: None where a quarter is withheld."""

    quarters: Sequence[Quarter]

    @property
    def since(self) -> datetime.date:
        return self.quarters[0].first

    @property
    def until(self) -> datetime.date:
        return self.quarters[-1].last

    @property
    def total(self) -> int | None:
        counts = [quarter.count for quarter in self.quarters]
        return None if any(map(is_withheld, counts)) else sum(counts)


def quarters_of(series: Series) -> list[Quarter]:
    """Return a monthly series as whole quarters of the calendar."""
    by_quarter: dict[int, list[tuple[datetime.date, int]]] = {}
    for month, count in zip(series.months, series.counts, strict=True):
        by_quarter.setdefault(quarter_number(month), []).append((month, count))
    return [
        Quarter(rows[0][0], rows[-1][0], sum(count for _, count in rows))
        for rows in by_quarter.values()
        if len(rows) == 3
    ]


def last_year_of(series: Series) -> Year | None:
    """Return the last four whole quarters of a series, or as many as there are; None before the first."""
    whole = quarters_of(series)
    return Year(whole[-4:]) if whole else None


def suppressed_counts_by(
    person: Person, theme: Theme, field: str, over: Year
) -> list[tuple[str, int | None]] | None:
    """Return a theme's year by a field as a reader of totals may see it; None where it may not be seen.

    The year's total is known from its quarters, so where it had to be withheld too, nothing is shown.
    """
    if over.total is None:
        return None
    rows, total = suppress_rows(counts_by(person, theme, field, since=over.since, until=over.until))
    return None if total is None else rows
