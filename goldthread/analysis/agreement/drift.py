"""Drift of one auditor: whether their first grades lean from those agreed, and whether that changes over rounds.

Only one auditor's own figures against what was agreed; nothing here sets auditors beside each other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.analysis.charts import rules
from goldthread.analysis.charts.chart_data import XmrChart
from goldthread.analysis.charts.formatting import FEWEST_FOR_LIMITS
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.analysis.verdicts.margin import OF_WORTHWHILE, WORTHWHILE

# A mean difference of less than this part of a grade is called none, by the margin of verdicts on scores.
MARGIN = OF_WORTHWHILE * WORTHWHILE["score"]


@dataclass(frozen=True)
class RoundMarks:
    """An auditor's files of one round that were agreed: on which day, and of each the first grade less the agreed one."""

    day: dt.date
    differences: tuple[int, ...]

    @property
    def mean(self) -> float:
        """Return by how many grades the first is higher than the agreed one, on average."""
        return sum(self.differences) / len(self.differences)


@dataclass(frozen=True)
class Drift:
    """How an auditor's first grades lie to the agreed ones.

    rounds: oldest first. files: in all of them. mean: first less agreed, in grades. interval: of the mean, 95%, t; None
    where there are too few files or all differ alike. chart: of the rounds' means, None with too few rounds to judge.
    """

    rounds: tuple[RoundMarks, ...]
    files: int
    mean: float | None
    interval: tuple[float, float] | None
    chart: XmrChart | None

    @property
    def leans(self) -> str:
        """Return "higher" or "lower" where the first grades differ by more than chance and margin; else ""."""
        if self.files < FEWEST_OF_A_SHARE or self.mean is None or abs(self.mean) < MARGIN:
            return ""
        low, high = self.interval or (self.mean, self.mean)
        return "higher" if low > 0 else "lower" if high < 0 else ""

    @property
    def has_changed(self) -> bool | None:
        """Return whether the latest round is unusual for this auditor; None where there are too few rounds."""
        return (
            None
            if self.chart is None
            else int(self.chart.code[self.chart.last]) not in (rules.COMMON, rules.MISSING)
        )

    def sentences(self) -> tuple[str, str]:
        """Return what the files say of the level, and what the rounds say of a change in it."""
        return self._level(), self._change()

    def _level(self) -> str:
        files = f"{self.files} {'file' if self.files == 1 else 'files'}"
        if self.files < FEWEST_OF_A_SHARE or self.mean is None:
            return f"Too few to judge: {files} with a first and an agreed grade, and {FEWEST_OF_A_SHARE} are needed."
        if self.interval is None:
            if self.mean == 0:
                return f"On all {files} the first grade is the one agreed."
            return f"On all {files} the first grade is {_grades(self.mean)} than the one agreed."
        low, high = self.interval
        likely = f"likely {_signed(low)} to {_signed(high)}"
        if self.leans:
            return f"On {files} the first grades are {_grades(self.mean)} than those agreed ({likely})."
        return f"On {files} no leaning is shown: the first less the agreed grade is {_signed(self.mean)} on average ({likely})."

    def _change(self) -> str:
        count = f"{len(self.rounds)} {'round' if len(self.rounds) == 1 else 'rounds'}"
        if self.chart is None:
            return (
                f"Whether this has changed cannot be said: {count}, and {FEWEST_FOR_LIMITS} are needed to tell a change "
                "from normal variation."
            )
        if self.has_changed:
            return f"The latest of {count} is unusual (special cause) for this auditor: worth a talk, and no verdict."
        return f"Over {count} there is normal variation only: no drift is shown."


def drift(rounds: Iterable[RoundMarks]) -> Drift:
    """Return an auditor's drift.

    rounds: in any order, two of one day in the order given; those without differences are left out. A change is told from
    normal variation by the chart rules of every other measure (XmR, 10 readings or more), on each round's mean.
    """
    kept = tuple(sorted((each for each in rounds if each.differences), key=lambda each: each.day))
    differences = [d for each in kept for d in each.differences]
    mean = sum(differences) / len(differences) if differences else None
    chart = None
    if len(kept) >= FEWEST_FOR_LIMITS:
        chart = xmr([each.mean for each in kept], direction="neutral")
    return Drift(kept, len(differences), mean, _interval(differences), chart)


def _interval(differences: list[int]) -> tuple[float, float] | None:
    n = len(differences)
    if n < FEWEST_OF_A_SHARE or len(set(differences)) == 1:
        return None
    from scipy.special import stdtrit

    mean = sum(differences) / n
    se = math.sqrt(sum((d - mean) ** 2 for d in differences) / (n - 1) / n)
    half = float(stdtrit(n - 1, 0.975)) * se
    return mean - half, mean + half


def _signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if text == "0.0" else f"{'+' if value > 0 else '−'}{text}"


def _grades(value: float) -> str:
    size = f"{abs(value):.1f}"
    return f"{size} {'of a grade' if abs(value) < 0.95 else 'grades'} {'higher' if value > 0 else 'lower'}"
