"""Three months before and after: the tempting wrong comparison, with its false alarms."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from goldthread.analysis.figures import FiguresError, Reading, action_span, monthly
from goldthread.analysis.verdicts.interrupted_time_series import Kind

# How often a fall of more than 20% shows with no effect at all, when the action followed a bad spell, as
# measured when the method was chosen. The worlds of bench/verdict_simulation.py give 39% to 68%
# (docs/accuracy.md), so this is, if anything, mild.
FALSE_ALARMS = (0.37, 0.59)


@dataclass(frozen=True)
class BeforeAfter:
    """Three months either side. before, after: mean count a month, share of all, or mean score; change:
    the part by which it moved, None where there was nothing before."""

    kind: Kind
    before: float
    after: float
    change: float | None

    def sentence(self) -> str:
        """The comparison and, in the same breath, how often it is wrong."""
        low, high = FALSE_ALARMS
        return (
            f"Three months after against three months before: {self._moved()}. Do not rely on it. When an action "
            f"follows a bad spell, as most do, a fall of more than 20% shows up {low:.0%} to {high:.0%} of the "
            "time even if the action did nothing, because bad spells end by themselves."
        )

    def _moved(self) -> str:
        if self.kind == "proportion":
            return f"from {self.before:.0%} to {self.after:.0%}"
        levels = f"from {self.before:,.1f} to {self.after:,.1f}"
        if self.kind == "score" or self.change is None:
            return levels
        way = "lower" if self.change < 0 else "higher"
        return (
            f"{levels} a month, {abs(self.change):.0%} {way}"
            if self.change
            else f"{levels} a month, the same"
        )

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {**asdict(self), "false_alarms": FALSE_ALARMS, "sentence": self.sentence()}


def compare_before_after(
    readings: Iterable[Reading | tuple],
    action_month: dt.date | str | Sequence[dt.date | str],
    kind: Kind = "count",
) -> BeforeAfter:
    """Compare the three months after the action month, or months, with the three before.

    Raises FiguresError when one of the six has no reading.
    """
    rows = {month: (value, size) for month, value, size in monthly(readings, kind) if not math.isnan(value)}
    start, end = action_span(action_month)
    sides = []
    for wanted in (range(start - 3, start), range(end + 1, end + 4)):
        if any(m not in rows for m in wanted):
            raise FiguresError(
                "The comparison needs a reading in each of three months before and after the action."
            )
        value, size = (sum(column) for column in zip(*(rows[m] for m in wanted), strict=True))
        sides.append((value, size))
    before, after = (value / size if kind == "proportion" else value / 3 for value, size in sides)
    rates = [value / size for value, size in sides]
    change = rates[1] / rates[0] - 1 if rates[0] > 0 else None
    return BeforeAfter(kind, before, after, change)
