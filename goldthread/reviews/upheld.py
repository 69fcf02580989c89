"""How many of the ombudsman's investigations were upheld: always with what it is out of, never as a bare share.

The base is what was investigated in detail (upheld or not upheld), never what was received or closed at the
door (Local Government and Social Care Ombudsman, information for link officers, chapter 9).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from goldthread.council.models import Person
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review

FEW = 12
"""Under so many investigations one decision moves the share by more than 8 points in 100."""

_UPHELD = Q(outcome__istartswith="upheld")
_NOT_UPHELD = Q(outcome__iregex=r"^not[ _-]upheld")


@dataclass(frozen=True)
class Upheld:
    """One financial year of the ombudsman's decisions about a council."""

    first_day: datetime.date
    upheld: int
    investigated: int

    @property
    def year(self) -> str:
        """Return the financial year as people write it: "2024 to 2025"."""
        return f"{self.first_day.year} to {self.first_day.year + 1}"

    @property
    def is_few(self) -> bool:
        """Say whether there are too few investigations to compare this year with another."""
        return self.investigated < FEW


def financial_year(day: datetime.date) -> datetime.date:
    """Return the first day of the financial year that a day is in, 1 April to 31 March."""
    return datetime.date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def upheld_by_year(person: Person, *, today: datetime.date, years: int = 3) -> list[Upheld]:
    """Return the last financial years with an investigation in them, the newest first."""
    this = financial_year(today).year
    starts = [datetime.date(this - back, 4, 1) for back in range(years)]
    counts = {}
    for start in starts:
        within = Q(decided_on__gte=start, decided_on__lt=start.replace(year=start.year + 1))
        counts[f"upheld_{start.year}"] = Count("pk", filter=within & _UPHELD)
        counts[f"all_{start.year}"] = Count("pk", filter=within & (_UPHELD | _NOT_UPHELD))
    decisions = Review.objects.visible_to(person).filter(kind=OMBUDSMAN, decided_on__gte=starts[-1])
    found = decisions.aggregate(**counts)
    made = [Upheld(start, found[f"upheld_{start.year}"], found[f"all_{start.year}"]) for start in starts]
    return [year for year in made if year.investigated]
