"""Small numbers in readings: counts of people from 1 to 4, and what gives one back. Stated for one and for the database."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.db.models import F, Q

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small
from goldthread.learning.models import MeasureKind

# Types of number that are saved as numerator and denominator.
PARTED = (MeasureKind.PROPORTION, MeasureKind.RATE)


class Parts(Protocol):
    """What this rule reads of a reading."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def has_small_count(kind: str, reading: Parts) -> bool:
    """Return whether a reading of a kind of measure holds a small count, or gives one back by subtraction.

    A part of a whole also gives the rest: 48 of 50 say that 2 were not. 3 per cent, a mean or a time is no count.
    """
    counts = [reading.value] if kind == MeasureKind.COUNT else []
    if kind in PARTED:
        counts = [reading.numerator, reading.denominator]
        if (
            kind == MeasureKind.PROPORTION
            and reading.numerator is not None
            and reading.denominator is not None
        ):
            counts.append(reading.denominator - reading.numerator)
    return any(count is not None and is_small(float(count)) for count in counts)


def _small(count: str) -> Q:
    """Return the condition that a count of a reading is 1 to 4."""
    return Q(**{f"{count}__gt": 0, f"{count}__lt": SMALLEST_SHOWN})


HAS_SMALL_COUNT = (
    (Q(measure__kind=MeasureKind.COUNT) & _small("value"))
    | (Q(measure__kind__in=PARTED) & (_small("numerator") | _small("denominator")))
    | Q(
        measure__kind=MeasureKind.PROPORTION,
        denominator__gt=F("numerator"),
        denominator__lt=F("numerator") + SMALLEST_SHOWN,
    )
)
"""The same as a condition on readings."""
