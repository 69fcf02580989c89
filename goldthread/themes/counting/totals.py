"""Totals for those who may not read feedback: counts of 1 to 4 could identify somebody, so they are withheld.

They see quarters and financial years as they were counted on one day (`freezing.py`): what is coded later changes
nothing that they have seen, so nothing is there to subtract. Whether a theme is shown by quarter in a year is decided
before any of its quarters is shown; a theme too small for that is shown by whole financial years alone. Financial
years do not overlap, so no year can be subtracted from the next. Where one quarter of a year shown by quarter turns
out small, the year's total is withheld unless it leaves several possibilities for every small quarter.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small, suppress_rows
from goldthread.council.models import Person, Team
from goldthread.dates import financial_year, quarter_from_number, quarter_number
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.models import ThemeQuarter

NO_TEAM = "No team recorded"


def count_or_none(count: int) -> int | None:
    """Return a count as a reader of totals may see it: None where it is withheld."""
    return None if is_small(count) else count


@dataclass(frozen=True)
class Quarter:
    """One whole quarter of the calendar as counted on a day. shown: whether its theme is shown by quarter then."""

    total: ThemeQuarter

    @property
    def first(self) -> datetime.date:
        return self.total.first

    @property
    def last(self) -> datetime.date:
        return quarter_from_number(quarter_number(self.total.first))[1]

    @property
    def count(self) -> int | None:
        """The count as a reader of totals may see it."""
        return count_or_none(self.total.count) if self.total.by_quarter else None

    def __str__(self) -> str:
        return f"{self.first:%b} to {self.last:%b %Y}"


@dataclass(frozen=True)
class Year:
    """A whole financial year: its four quarters."""

    quarters: Sequence[Quarter]

    def __str__(self) -> str:
        return f"{self.since.year}/{(self.since.year + 1) % 100:02}"

    @property
    def since(self) -> datetime.date:
        return self.quarters[0].first

    @property
    def until(self) -> datetime.date:
        return self.quarters[-1].last

    @property
    def counted_on(self) -> datetime.date:
        return max(quarter.total.counted_on for quarter in self.quarters)

    @property
    def total(self) -> int | None:
        """The year's count as a reader of totals may see it."""
        total = sum(quarter.total.count for quarter in self.quarters)
        small = [q.total.count for q in self.quarters if q.total.by_quarter and is_small(q.total.count)]
        # The small quarters' sum follows from the total: it must leave more than one possibility for each of them.
        if small and (len(small) == 1 or sum(small) in (len(small), len(small) * (SMALLEST_SHOWN - 1))):
            return None
        return count_or_none(total)


@dataclass(frozen=True)
class Totals:
    """What readers of totals see of one theme: its quarters and whole financial years, oldest first."""

    quarters: Sequence[Quarter]
    years: Sequence[Year]

    @property
    def last_year(self) -> Year | None:
        return self.years[-1] if self.years else None

    @property
    def last_quarter(self) -> Quarter | None:
        return self.quarters[-1] if self.quarters else None

    @property
    def by_quarter(self) -> Sequence[Quarter]:
        """The quarters of those years in which the theme is shown by quarter."""
        return [quarter for quarter in self.quarters if quarter.total.by_quarter]


def totals_of(person: Person, themes: Iterable[Theme]) -> dict[uuid.UUID, Totals]:
    """Return each theme's totals by its key."""
    rows = ThemeQuarter.objects.visible_to(person).filter(theme__in=list(themes)).order_by("first")
    quarters: dict[uuid.UUID, list[Quarter]] = {theme.pk: [] for theme in themes}
    for row in rows:
        quarters[row.theme_id].append(Quarter(row))
    return {key: Totals(each, _years(each)) for key, each in quarters.items()}


def _years(quarters: Sequence[Quarter]) -> list[Year]:
    """Return the financial years of which all four quarters are counted."""
    by_year: dict[datetime.date, list[Quarter]] = {}
    for quarter in quarters:
        by_year.setdefault(financial_year(quarter.first), []).append(quarter)
    return [Year(each) for each in by_year.values() if len(each) == 4]


def suppressed_counts_by(person: Person, field: str, over: Year) -> list[tuple[str, int | None]] | None:
    """Return a theme's year by `source`, `team` or `speaker` as a reader of totals may see it, most first.

    The year's total is known, so where it had to be withheld too, the answer is None: nothing may be shown.
    """
    if over.total is None:
        return None
    counts = counts_by(person, field, over.quarters)
    rows, total = suppress_rows(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
    return None if total is None else rows


def counts_by(person: Person, field: str, quarters: Iterable[Quarter]) -> dict[str, int]:
    """Return the counts of some quarters by `source`, `team` (its name) or `speaker`."""
    counts: dict[str, int] = {}
    for quarter in quarters:
        for value, count in getattr(quarter.total, f"by_{field}").items():
            counts[value] = counts.get(value, 0) + count
    if field == "team":
        names = {str(key): name for key, name in Team.objects.visible_to(person).values_list("pk", "name")}
        return {names.get(value, NO_TEAM): count for value, count in counts.items()}
    return counts


def all_coded(person: Person, over: Year) -> list[Quarter]:
    """Return the same quarters of all coded issues, whichever their theme."""
    rows = ThemeQuarter.objects.visible_to(person).filter(
        theme=None, first__gte=over.since, first__lte=over.until
    )
    return [Quarter(row) for row in rows]
