"""Attribution: whether a change came with the action or was already on its way; apart from the verdict."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts import interrupted_time_series as its
from goldthread.analysis.verdicts.interrupted_time_series import Floats, Kind
from goldthread.analysis.verdicts.step import measure_step

CAME_WITH_ACTION = "came with the action"
ALREADY_MOVING = "already moving"
CAUSE_NOT_SHOWN = "cause not shown"

# A step that remains beside a drift is believed at this level; a drift before it at the lower one,
# so that the action is not given the credit for what was under way.
STEP_LEVEL, DRIFT_LEVEL = 0.95, 0.80


def attribute(
    y: Floats,
    times: NDArray[np.int64],
    after: NDArray[np.bool_],
    kind: Kind,
    size: Floats,
    counting_changed: Sequence[int] = (),
) -> str:
    """Return one of the three attributions for one series whose verdict has moved.

    A steady drift is added to the model. If the step is still there, the change came with the action.
    If the months before were drifting the same way, or the drift takes up more than half of the
    change, it was already moving. Otherwise the cause is not shown. y, times, after, size: (n,). counting_changed:
    months from which it is counted otherwise.
    """
    from scipy.special import stdtrit

    changed = tuple(counting_changed)
    plain = float(measure_step(y, times, after, kind, size=size, counting_changed=changed).fit.effect[0])
    with_drift = measure_step(y, times, after, kind, size=size, trend=True, counting_changed=changed)
    low, high = (float(end[0]) for end in with_drift.interval(STEP_LEVEL))
    if (plain < 0 and high < 0) or (plain > 0 and low > 0):
        return CAME_WITH_ACTION
    before = ~after
    design = its.slope_design(times[before], counting_changed=changed)
    slope = its.fit(y[before], design, kind, size=size[before])
    half = float(stdtrit(slope.df[0], 0.5 + DRIFT_LEVEL / 2) * slope.se[0])
    drift = float(slope.effect[0])
    drifting = drift + half < 0 if plain < 0 else drift - half > 0
    remains = float(with_drift.fit.effect[0])
    if drifting or (abs(plain - remains) > abs(plain) / 2 and (plain - remains) * plain > 0):
        return ALREADY_MOVING
    return CAUSE_NOT_SHOWN
