"""Choice of the chart that suits a series, with its reason in a sentence.

The rule never tests for spread and then chooses: such a test misses half of the cases that matter. It
takes the chart that holds up either way. Source: section 2 of the project's statistics notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.charts.formatting import FEWEST_FOR_LIMITS, number
from goldthread.analysis.charts.series import Floats, SeriesError, as_values
from goldthread.analysis.charts.xmr_core import FEWEST_FOR_FIRM_LIMITS

MEASURES = ("count", "proportion", "rate", "score", "time")
CHARTS = {
    "xmr": "XmR chart",
    "up": "Laney u' chart",
    "pp": "Laney p' chart",
    "t": "days between events",
    "g": "cases between events",
    "run": "run chart",
}
STEADY_DENOMINATORS = 0.25


@dataclass(frozen=True)
class Choice:
    """kind: "xmr", "up", "pp", "t", "g" or "run". why: a sentence. trial: limits would still move."""

    kind: str
    why: str
    trial: bool = False

    @property
    def title(self) -> str:
        """The chart's name."""
        return CHARTS[self.kind]


def choose_chart(
    values: Iterable[object], denominators: Iterable[object] | None = None, kind: str = "count"
) -> Choice:
    """Return the chart for one series and why.

    values: readings by month, None for a gap; for kind "count", "rate" and "proportion" the counts
    themselves. denominators: what they are out of or per, where known. kind: "count", "proportion",
    "rate", "score" or "time". Raises SeriesError for no readings, negative counts or unknown kinds.
    """
    if kind not in MEASURES:
        raise SeriesError(f"There is no kind {kind!r}; choose from {', '.join(MEASURES)}.")
    readings = as_values(values)
    bottom = None if denominators is None else as_values(denominators)
    if bottom is not None and len(bottom) != len(readings):
        raise SeriesError(f"There are {len(readings)} readings but {len(bottom)} denominators.")
    there = ~np.isnan(readings) if bottom is None else ~np.isnan(readings) & (bottom > 0)
    known = readings[there]
    n = len(known)
    if n == 0:
        raise SeriesError("Every reading is missing.")
    if n < FEWEST_FOR_LIMITS:
        plural = "reading is" if n == 1 else "readings are"
        return Choice("run", f"A run chart, in words only: {n} {plural} too few for limits.")
    trial = n < FEWEST_FOR_FIRM_LIMITS
    if kind in ("score", "time"):
        return _with_trial("xmr", f"An XmR chart, which suits a {kind} of any shape", n, trial)
    if np.any(known < 0):
        raise SeriesError("A count is below 0.")
    if _rare(known):
        what = f"{number(round(float(known.mean()), 2))} a month, none in {int((known == 0).sum())} of {n} months"
        if bottom is None:
            return _with_trial("t", f"Days between events, because they are rare ({what})", n, trial)
        return _with_trial("g", f"Cases between events, because they are rare ({what})", n, trial)
    if bottom is None:
        reason = (
            "the counts are taken over the same ground each time"
            if kind == "count"
            else ("no denominators are given")
        )
        return _with_trial("xmr", f"An XmR chart, because {reason}", n, trial)
    if _steady(bottom[there]):
        return _with_trial(
            "xmr", "An XmR chart, because the denominators stay within a quarter of their mean", n, trial
        )
    laney = "pp" if kind == "proportion" else "up"
    reason = f"A {CHARTS[laney]}, because the denominators vary ({_span(bottom[there])})"
    return _with_trial(laney, reason, n, trial)


def _rare(counts: Floats) -> bool:
    return bool(counts.mean() < 1 or (counts == 0).mean() > 0.5)


def _steady(bottom: Floats) -> bool:
    mean = bottom.mean()
    return bool(np.all(np.abs(bottom - mean) <= STEADY_DENOMINATORS * mean))


def _span(bottom: Floats) -> str:
    return f"{number(float(bottom.min()))} to {number(float(bottom.max()))}"


def _with_trial(kind: str, why: str, n: int, trial: bool) -> Choice:
    if trial:
        return Choice(kind, f"{why}; with {n} readings its limits are trial limits.", True)
    return Choice(kind, f"{why}.")
