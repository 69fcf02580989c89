"""The ombudsman's uphold figures: always with their denominator, never as a bare share.

The base is what was investigated in detail (upheld or not upheld), never what was received or closed at the
door (Local Government and Social Care Ombudsman, information for link officers, chapter 9).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldthread.council.models import Person
from goldthread.dates import financial_year, years_before
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review
from goldthread.standards.upheld import is_upheld

FEW = 12
"""Under so many investigations one decision moves the share by more than 8 points in 100."""


@dataclass(frozen=True)
class UpheldYear:
    """One financial year of the ombudsman's decisions about a council."""

    first_day: datetime.date
    upheld: int
    investigated: int

    @property
    def year(self) -> str:
        """Return the financial year as it is written: "2024 to 2025"."""
        return f"{self.first_day.year} to {self.first_day.year + 1}"

    @property
    def is_few(self) -> bool:
        """Return whether there are too few investigations to compare this year with another."""
        return self.investigated < FEW


def upheld_by_year(person: Person, *, today: datetime.date, years: int = 3) -> list[UpheldYear]:
    """Return the last financial years with an investigation in them, the newest first."""
    starts = [years_before(financial_year(today), back) for back in range(years)]
    reviews = Review.objects.visible_to(person).filter(kind=OMBUDSMAN, decided_on__gte=starts[-1])
    decisions: dict[datetime.date, list[bool]] = {start: [] for start in starts}
    # Read here and not counted by the database, so that one rule decides; a council has tens of them a year.
    for decided_on, outcome in reviews.values_list("decided_on", "outcome"):
        upheld = is_upheld(outcome)
        if upheld is not None:
            decisions.setdefault(financial_year(decided_on), []).append(upheld)
    totals = [UpheldYear(start, sum(decisions[start]), len(decisions[start])) for start in starts]
    return [year for year in totals if year.investigated]
