"""Beginning of a change: the month at which one step fits a series best, beside the action's own."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts.interrupted_time_series import Design, Floats
from goldthread.analysis.verdicts.own_movement import Scale, month_covariance

# A change clearly began later where the best step is so many months after the action's, and fits so much
# better (drop in the sum of squares over the residual variance).
LATE_MONTHS, LATE_GAIN = 3, 3.0
# The step is tried from the 4th reading to the last but two, with months that remember a little.
_FIRST_CUT, _LAST_CUT, _RHO = 3, 2, 0.3


def beginning(scale: Scale, design: Design) -> tuple[NDArray[np.int64], Floats]:
    """Return (months after the first month after the action, how much better than there), (S,) each."""
    months = len(design.times)
    steps, project = _one_step(
        design.times.tobytes(),
        np.delete(design.columns, design.target, axis=1).tobytes(),
        scale.exposure.tobytes(),
    )
    z = scale.z @ project.T
    drop = (z @ steps) ** 2
    best = drop.argmax(axis=1)
    top = drop[np.arange(len(z)), best]
    first_after = int(design.after.argmax())
    residual = np.maximum(((z**2).sum(axis=1) - top) / (months - 5), scale.least)
    began = design.times[best + _FIRST_CUT] - design.times[first_after]
    return began, (top - drop[:, first_after - _FIRST_CUT]) / residual


@lru_cache(maxsize=256)
def _one_step(times: bytes, others: bytes, exposure: bytes) -> tuple[Floats, Floats]:
    """Return unit steps at every month tried, (n, cuts), and what takes the other columns out of z, (n, n)."""
    t = np.frombuffer(times, dtype=np.int64)
    months = len(t)
    root = np.linalg.inv(np.linalg.cholesky(month_covariance(t, _RHO, np.frombuffer(exposure))))
    x = root @ np.frombuffer(others).reshape(months, -1)
    project = (np.eye(months) - x @ np.linalg.pinv(x)) @ root
    cuts = np.arange(_FIRST_CUT, months - _LAST_CUT)
    steps = project @ (np.arange(months)[:, None] >= cuts)
    return steps / np.sqrt(np.maximum((steps**2).sum(axis=0), 1e-9)), project
