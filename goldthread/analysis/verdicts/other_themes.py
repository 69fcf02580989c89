"""Other themes of the same council, summed: what moves with all of them is not the action's doing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.figures import Reading, monthly
from goldthread.analysis.verdicts.interrupted_time_series import Fit, Floats
from goldthread.analysis.verdicts.step import measure_step

# Fewer themes do not stand for the council, and fewer months do not show a step.
LEAST_OTHERS, LEAST_BEFORE, LEAST_AFTER = 3, 9, 6


@dataclass(frozen=True)
class OthersStep:
    """Step of the other themes' sum at the same action. effect: log rate ratio. se, df: of it."""

    effect: float
    se: float
    df: float

    def chance_not_beyond(self, fit: Fit, way: int) -> Floats:
        """Return the chance that a measure did not move further than they did, (S,). way: -1 a fall, 1 a rise.

        Two independent steps with t distributed errors of unequal variance: Welch and Satterthwaite's degrees of
        freedom.
        """
        from scipy.special import stdtr

        own, theirs = fit.se**2, self.se**2
        variance = own + theirs
        df = variance**2 / (own**2 / fit.df + theirs**2 / self.df)
        return stdtr(df, -way * (fit.effect - self.effect) / np.sqrt(variance))


# The monthly counts of each, or their sum by month where that is what was kept.
Others = Sequence[Iterable[Reading | tuple]] | Mapping[dt.date | str, float]


def sum_of_others(others: Others) -> dict[int, float]:
    """Return the monthly sum of other themes' counts, for months in which all have one; none of fewer than three.

    A sum that was kept is that of as many as it takes. Raises FiguresError for readings that are no counts.
    """
    if isinstance(others, Mapping):
        return {m: v for m, v, _ in monthly(others.items(), "count") if not math.isnan(v)}
    if len(others) < LEAST_OTHERS:
        return {}
    rows = [{m: v for m, v, _ in monthly(series, "count") if not math.isnan(v)} for series in others]
    shared = set(rows[0]).intersection(*rows[1:])
    return {month: sum(row[month] for row in rows) for month in sorted(shared)}


def others_step(
    total: Mapping[int, float], y: Floats, times: NDArray[np.int64], after: NDArray[np.bool_], size: Floats
) -> OthersStep | None:
    """Return the step of the others' sum in the months of a measure, or None where they can say nothing.

    total: of `sum_of_others`. y, times, after, size: (n,) of the measure. They can say nothing with fewer than nine
    months before or six after, or where they are fewer than the measure itself and so vary more.
    """
    known = np.array([int(month) in total for month in times], dtype=bool)
    if (known & ~after).sum() < LEAST_BEFORE or (known & after).sum() < LEAST_AFTER:
        return None
    theirs = np.array([total[int(month)] for month in times[known]])
    if theirs.mean() < y[known].mean():
        return None
    fit = measure_step(theirs, times[known], after[known], "count", size=size[known]).fit
    return OthersStep(float(fit.effect[0]), float(fit.se[0]), float(fit.df[0]))
