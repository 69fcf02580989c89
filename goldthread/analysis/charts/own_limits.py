"""Limits that somebody set: a chart judged by them instead of by limits calculated from its readings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.run_chart import anhoej
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr_core import DIRECTIONS, TIE


@dataclass(frozen=True)
class Limits:
    """A centre line and the limits on both sides of it, on the scale of what is drawn.

    lower, upper: None for a run chart, which has none.
    """

    mean: float
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        if (self.lower is None) != (self.upper is None):
            raise SeriesError("Limits of your own need a lower and an upper one.")
        ends = [x for x in (self.lower, self.mean, self.upper) if x is not None]
        if not np.all(np.isfinite(ends)):
            raise SeriesError("Limits of your own must be ordinary numbers.")
        if ends != sorted(ends) or (len(ends) == 3 and ends[0] == ends[2]):
            raise SeriesError("Limits of your own must rise from the lower to the mean to the upper.")


_NOTE = "The limits are those that were given, and are not calculated from the readings."
_RUN_NOTE = "The centre line is the one that was given, and is not calculated from the readings."


def xmr_with_limits(chart: XmrChart, limits: Limits) -> XmrChart:
    """Return an XmR chart judged by limits of one's own, which hold for every date.

    The outer third of each side begins two thirds of the way from the mean to its limit. Raises SeriesError where a
    limit is missing.
    """
    if limits.lower is None or limits.upper is None:
        raise SeriesError("An XmR chart needs a lower and an upper limit beside the mean.")
    values = chart.values[:, None]
    below, above = limits.mean - limits.lower, limits.upper - limits.mean
    # What `classify` multiplies by 2.66: half a moving range that would give the limit on the reading's own side.
    ranges = np.where(values < limits.mean, below, above) / 2.66
    tie = TIE * np.array([np.nanmax(np.abs(values))])
    side, outside, close, code = r.classify(values, np.array([limits.mean]), ranges, tie, chart.rules)
    direction = np.array([DIRECTIONS[chart.direction]], dtype=np.int8)
    size = len(chart.values)
    return replace(
        chart,
        mean=np.full(size, limits.mean),
        lower=np.full(size, limits.lower),
        upper=np.full(size, limits.upper),
        near_lower=np.full(size, limits.mean - below * 2 / 3),
        near_upper=np.full(size, limits.mean + above * 2 / 3),
        base=np.zeros(size, dtype=bool),
        side=side[:, 0],
        outside=outside[:, 0],
        close=close[:, 0],
        code=code[:, 0],
        point_type=r.point_types(code, direction)[:, 0],
        assurance=_assurance(chart.target, chart.direction, limits),
        own_limits=True,
        notes=(*chart.notes, _NOTE),
    )


def control_with_limits(chart: ControlChart, limits: Limits) -> ControlChart:
    """Return a control chart judged by limits of one's own; a run chart by its centre line alone."""
    size = len(chart.values)
    lower, upper = (np.nan if end is None else end for end in (limits.lower, limits.upper))
    if chart.kind == "run":
        lower = upper = np.nan
    elif limits.lower is None:
        raise SeriesError("This chart needs a lower and an upper limit beside the mean.")
    centre = np.full((1, size), limits.mean)
    values = chart.values[None, :]
    with np.errstate(invalid="ignore"):
        beyond = (values > upper) | (values < lower)
    runs = anhoej(values, centre, chart.included[None, :])
    many = replace(
        chart.many,
        centre=centre,
        lower=np.full((1, size), lower),
        upper=np.full((1, size), upper),
        near_lower=np.full((1, size), limits.mean - (limits.mean - lower) * 2 / 3),
        near_upper=np.full((1, size), limits.mean + (upper - limits.mean) * 2 / 3),
        base=np.zeros((1, size), dtype=bool),
        beyond=beyond,
        runs=(runs,),
    )
    code = np.select(
        [np.isnan(chart.values), beyond[0] & (chart.values > limits.mean), beyond[0]],
        [r.MISSING, r.ABOVE, r.BELOW],
        r.COMMON,
    ).astype(np.int8)
    return replace(
        chart,
        mean=centre[0],
        lower=many.lower[0],
        upper=many.upper[0],
        near_lower=many.near_lower[0],
        near_upper=many.near_upper[0],
        base=many.base[0],
        code=code,
        run_signal=many.runs_signal[0],
        many=many,
        own_limits=True,
        notes=(*chart.notes, _RUN_NOTE if chart.kind == "run" else _NOTE),
    )


def _assurance(target: float | None, direction: str, limits: Limits) -> str | None:
    """Compare the target with the limits; one that equals a limit decides nothing."""
    if target is None or direction == "neutral" or limits.lower is None or limits.upper is None:
        return None
    if limits.lower <= target <= limits.upper:
        return "inconsistent"
    missed = (target > limits.upper) == (direction == "increase")
    return "consistent_fail" if missed else "consistent_pass"
