"""Whether a published figure may be compared with ours, and what ours is of the same period; else why it may not.

Compared only where unit and period match, ours covers the whole period, and a person has said that both count the same.
A mean of monthly means is not the year's mean, so of scores and times ours is compared month by month, or where the
measure has one reading a year.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from goldthread.analysis.charts.formatting import figure, number
from goldthread.analysis.tables.intervals import percentage_text, wilson
from goldthread.dates import add_months, months_between
from goldthread.impact.comparators.models import Comparator
from goldthread.impact.models import Measure, Reading
from goldthread.impact.small_numbers import PARTED
from goldthread.learning.models import MeasureKind

_A_YEAR_APART = 11


@dataclass(frozen=True)
class Compared:
    """A published figure, and beside it ours of the same period, or why the two are not compared."""

    comparator: Comparator
    ours: str = ""
    says: str = ""
    why_not: str = ""

    @property
    def is_compared(self) -> bool:
        """Return whether the two may stand beside each other."""
        return not self.why_not


def compare(measure: Measure, readings: Sequence[Reading], comparator: Comparator) -> Compared:
    """Return a published figure with ours of its period, or why they are not compared."""
    if not comparator.counts_same:
        return Compared(comparator, why_not=f"It counts something else. {comparator.differs}".strip())
    if _plain(comparator.unit) != _plain(measure.unit):
        ours, theirs = measure.unit or "no unit", comparator.unit or "no unit"
        return Compared(comparator, why_not=f"The unit is another: ours is {ours}, theirs {theirs}.")
    if measure.kind == MeasureKind.COUNT:
        return Compared(
            comparator,
            why_not="A number is not compared with another place's: it follows from how many live there.",
        )
    if not comparator.is_whole_months:
        return Compared(
            comparator, why_not="Its period is not of whole months, and ours is counted by month."
        )
    known = [each for each in readings if each.value is not None]
    months = months_between(comparator.starts, comparator.ends)
    within = [each for each in known if comparator.starts <= each.month <= comparator.ends]
    if not within:
        return Compared(comparator, why_not="We have no reading of its period.")
    if len(within) == 1 and (len(months) == 1 or _is_annual(known)):
        return _beside(measure, comparator, within[0].numerator, within[0].denominator, within[0].value)
    if measure.kind not in PARTED:
        return Compared(
            comparator, why_not="Ours is by month, and a mean of months is not the mean of its period."
        )
    if len(within) < len(months):
        return Compared(
            comparator,
            why_not=f"We have readings of {len(within)} of the {len(months)} months of its period.",
        )
    top = sum((each.numerator or Decimal(0) for each in within), Decimal(0))
    bottom = sum((each.denominator or Decimal(0) for each in within), Decimal(0))
    return _beside(measure, comparator, top, bottom, None)


def _beside(
    measure: Measure,
    comparator: Comparator,
    top: Decimal | None,
    bottom: Decimal | None,
    value: Decimal | None,
) -> Compared:
    if measure.kind in PARTED and not bottom:
        return Compared(comparator, why_not="Ours has no denominator in its period.")
    theirs = float(comparator.value)
    if measure.kind == MeasureKind.PROPORTION and top is not None and bottom:
        ours = percentage_text(int(top), int(bottom))
        low, high = (100 * end for end in wilson(int(top), int(bottom)))
        says = (
            f"{comparator.place} is above our likely range."
            if theirs > high
            else f"{comparator.place} is below our likely range."
            if theirs < low
            else f"{comparator.place} is within our likely range: no difference can be told."
        )
        return Compared(comparator, ours=ours, says=says)
    if measure.kind in PARTED and top is not None and bottom:
        rate = figure(float(top / bottom * measure.per), measure.unit)
        return Compared(comparator, ours=f"{rate} ({number(float(top))} of {number(float(bottom))})")
    return Compared(comparator, ours=figure(float(value or 0), measure.unit))


def _is_annual(readings: Sequence[Reading]) -> bool:
    """Return whether a measure is read once a year: no two readings stand less than eleven months apart."""
    months = [each.month for each in readings]
    return all(add_months(earlier, _A_YEAR_APART) <= later for earlier, later in pairwise(months))


def _plain(unit: str) -> str:
    """Return a unit as it is compared: "per cent" is "%", and so is "% of people" of the same measure."""
    text = " ".join(unit.lower().split())
    if text.startswith(("%", "per cent", "percent", "percentage")):
        return "%"
    return text


def of_measure(
    measure: Measure, readings: Sequence[Reading], comparators: Sequence[Comparator]
) -> list[Compared]:
    """Return every published figure of a measure, the latest period first, those compared before the others."""
    compared = [compare(measure, readings, each) for each in comparators]
    return sorted(
        compared,
        key=lambda each: (not each.is_compared, -_days(each.comparator.ends), each.comparator.place),
    )


def _days(day: datetime.date) -> int:
    return day.toordinal()
