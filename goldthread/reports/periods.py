"""The periods of a board page: a whole quarter, or a whole financial year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from goldthread.dates import add_months, financial_year, month_end, quarter_from_number, quarter_number

_QUARTERS, _YEARS = 6, 2


@dataclass(frozen=True)
class Period:
    """A whole quarter or financial year: its word in an address, its first and last day, and how many months it has."""

    slug: str = field(compare=False)
    since: datetime.date
    months: int

    @property
    def until(self) -> datetime.date:
        return month_end(add_months(self.since, self.months - 1))

    @property
    def before(self) -> Period:
        """Return the period of the same length before it."""
        return Period("", add_months(self.since, -self.months), self.months)

    @property
    def name(self) -> str:
        """Return "July to September 2026"; "April 2025 to March 2026"."""
        year = "" if self.since.year == self.until.year else f" {self.since.year}"
        return f"{self.since:%B}{year} to {self.until:%B %Y}"

    @property
    def kind(self) -> str:
        return "quarter" if self.months == 3 else "financial year"


def periods(today: datetime.date) -> list[Period]:
    """Return the periods that can be chosen: the last whole quarters, the newest first, then whole financial years."""
    last = quarter_number(today) - 1
    quarters = [quarter_from_number(number)[0] for number in range(last, last - _QUARTERS, -1)]
    years = [add_months(financial_year(today), -12 * back) for back in range(1, _YEARS + 1)]
    return [
        *(Period(f"{first:%Y-%m}", first, 3) for first in quarters),
        *(Period(f"{first:%Y}-{first.year + 1}", first, 12) for first in years),
    ]


def period_between(since: datetime.date, until: datetime.date) -> Period:
    """Return the period of a first and last day."""
    return Period("", since, (until.year - since.year) * 12 + until.month - since.month + 1)


def period_of(slug: str, today: datetime.date) -> Period:
    """Return the period of that word; the last whole quarter where there is no such."""
    offered = periods(today)
    return next((period for period in offered if period.slug == slug), offered[0])
