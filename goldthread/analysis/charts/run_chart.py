"""Run chart rules (Anhøj): longest run and fewest crossings.

Needs no limits and no bell curve, so it also serves where there is too little for a control chart.
Source: Anhøj and Olesen 2014, as qicharts2 0.8.1 computes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.charts.series import Bools, Floats

Counts = NDArray[np.intp]


@dataclass(frozen=True)
class Runs:
    """Anhøj's figures for n series; every array is (n,). Where no point is useful, nothing is signalled.

    useful: readings off the centre line. longest: length of the longest run on one side. longest_max: the
    longest that chance explains. crossings, crossings_min: of the centre line, likewise. signal: either rule.
    """

    useful: Counts
    longest: Counts
    longest_max: Counts
    crossings: Counts
    crossings_min: Counts

    @property
    def signal(self) -> Bools:
        """Return whether a run is too long or crossings are too few, (n,)."""
        return (self.useful > 0) & ((self.longest > self.longest_max) | (self.crossings < self.crossings_min))


def longest_run_max(useful: int) -> int:
    """Return the longest run that chance explains among so many useful readings: round(log2 n) + 3."""
    return round(np.log2(useful)) + 3 if useful > 0 else 0


@lru_cache(maxsize=4096)
def crossings_min(chances: int) -> int:
    """Return the fewest crossings that chance explains: the lower 5% point of Binomial(chances, 1/2)."""
    from scipy.special import bdtr

    return int(np.searchsorted(bdtr(np.arange(chances + 1), chances, 0.5), 0.05)) if chances > 0 else 0


def anhoej(y: Floats, centre: Floats, include: Bools | None = None, *, across_gaps: bool = False) -> Runs:
    """Apply Anhøj's rules to n series.

    y: (n, T), NaN for a gap. centre: (n,) or (n, T). include: (n, T), False leaves a reading out.
    Readings on the centre line are passed over. A run ends at a gap, and the line cannot be crossed in one;
    across_gaps joins what lies before and after, as qicharts2 does.
    """
    n, t = y.shape
    middle = centre if centre.ndim == 2 else centre[:, None]
    with np.errstate(invalid="ignore"):
        deviation = y - middle
        tie = 1e-12 * np.fmax.reduce(np.abs(y), axis=1, initial=0)[:, None]
        side = (deviation > tie).astype(np.int8) - (deviation < -tie)
    if include is not None:
        side = np.where(include, side, 0).astype(np.int8)
    there = ~np.isnan(y)
    piece = np.zeros((n, t), dtype=np.intp) if across_gaps else np.cumsum(~there, axis=1)
    # Useful readings to the left, in order; what is left of each row is zeros.
    order = np.argsort(side == 0, axis=1, kind="stable")
    side, piece = np.take_along_axis(side, order, 1), np.take_along_axis(piece, order, 1)
    useful = (side != 0).sum(axis=1)
    both = (side[:, 1:] != 0) & (side[:, :-1] != 0)
    joined = both & (piece[:, 1:] == piece[:, :-1])
    same = joined & (side[:, 1:] == side[:, :-1])
    run = (useful > 0).astype(np.intp)
    longest = run.copy()
    for i in range(t - 1):
        run = np.where(same[:, i], run + 1, 1)
        np.maximum(longest, run, out=longest, where=side[:, i + 1] != 0)
    chances = joined.sum(axis=1)
    return Runs(
        useful=useful,
        longest=longest,
        longest_max=_each(longest_run_max, useful),
        crossings=chances - same.sum(axis=1),
        crossings_min=_each(crossings_min, chances),
    )


def _each(rule, counts: Counts) -> Counts:
    values, where = np.unique(counts, return_inverse=True)
    return np.array([rule(int(v)) for v in values], dtype=np.intp)[where]
