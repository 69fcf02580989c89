"""Margin: the change that must be surpassed before it is called one, whatever the interval says."""

from __future__ import annotations

import numpy as np

from goldthread.analysis.verdicts.interrupted_time_series import Floats, Kind

# The change worth having, if none was written down: a quarter of a count, ten percentage points, a
# quarter of a point of a score.
WORTHWHILE: dict[Kind, float] = {"count": 0.25, "proportion": 0.10, "score": 0.25}
# A tenth of a count: a level that falls by half a per cent a month, with no action at all, is that much
# lower between the middles of two years. Of shares five points, or a quarter of the way to none or all
# where that is less, since 95% could otherwise never be called higher. Of scores, which have no scale
# of their own, three fifths of the change worth having.
COUNT, POINTS, OF_THE_WAY, OF_WORTHWHILE = 0.10, 0.05, 0.25, 0.6


def margin(kind: Kind, way: int, level: Floats, worthwhile: float | None = None) -> Floats:
    """Return the margin at each level before the action, (S,), as Brake.margin. way: -1 a fall, 1 a rise.

    level: (S,) shares (otherwise only its shape counts). worthwhile: of a score.
    """
    if kind == "count":
        return np.full(np.shape(level), COUNT)
    if kind == "proportion":
        return np.minimum(POINTS, OF_THE_WAY * (level if way < 0 else 1 - level))
    return np.full(np.shape(level), OF_WORTHWHILE * (WORTHWHILE[kind] if worthwhile is None else worthwhile))
