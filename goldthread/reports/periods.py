"""The periods of reports: a whole quarter, a whole financial year, or a whole calendar year, which is never mixed with it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from goldthread.dates import add_months, financial_year, month_end, quarter_from_number, quarter_number

_QUARTERS, _YEARS = 6, 2
QUARTER, FINANCIAL_YEAR, CALENDAR_YEAR = "quarter", "financial year", "calendar year"


@dataclass(frozen=True)
class Period:
    """A whole quarter or year: its word in an address, its first and last day, and how many months it has."""

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
    def quarters(self) -> list[Period]:
        """Return the quarters of a year; none of a period that is a quarter itself."""
        if self.months == 3:
            return []
        return [Period("", add_months(self.since, after), 3) for after in range(0, self.months, 3)]

    @property
    def name(self) -> str:
        """Return "July to September 2026"; "April 2025 to March 2026"."""
        year = "" if self.since.year == self.until.year else f" {self.since.year}"
        return f"{self.since:%B}{year} to {self.until:%B %Y}"

    @property
    def kind(self) -> str:
        if self.months == 3:
            return QUARTER
        return CALENDAR_YEAR if self.since.month == 1 else FINANCIAL_YEAR


def periods(today: datetime.date, kinds: Sequence[str] = (QUARTER, FINANCIAL_YEAR)) -> list[Period]:
    """Return the whole periods of some kinds that can be chosen, in the order of the kinds, the newest of each first."""
    last = quarter_number(today) - 1
    quarters = [quarter_from_number(number)[0] for number in range(last, last - _QUARTERS, -1)]
    back = range(1, _YEARS + 1)
    offered = {
        QUARTER: [Period(f"{first:%Y-%m}", first, 3) for first in quarters],
        FINANCIAL_YEAR: [
            Period(f"{first:%Y}-{first.year + 1}", first, 12)
            for first in (add_months(financial_year(today), -12 * years) for years in back)
        ],
        CALENDAR_YEAR: [
            Period(f"{today.year - years}", datetime.date(today.year - years, 1, 1), 12) for years in back
        ],
    }
    return [period for kind in kinds for period in offered[kind]]


def period_between(since: datetime.date, until: datetime.date) -> Period:
    """Return the period of a first and last day."""
    return Period("", since, (until.year - since.year) * 12 + until.month - since.month + 1)


def period_of(slug: str, today: datetime.date, kinds: Sequence[str] = (QUARTER, FINANCIAL_YEAR)) -> Period:
    """Return the period of that word; the newest of the first kind where there is no such."""
    offered = periods(today, kinds)
    return next((period for period in offered if period.slug == slug), offered[0])
