"""Data of one XmR or control chart: readings, limits and signals, ready to be drawn or put into words.

Only data: `xmr.py`, `control_chart.py` and `rare_events.py` build it, `chart_text.py` says it in words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.control_core import KINDS, ControlMany
from goldthread.analysis.charts.series import Bools, Floats

POINT_TYPES = {
    0: "common_cause",
    1: "special_cause_improvement",
    -1: "special_cause_concern",
    2: "special_cause_neutral_high",
    -2: "special_cause_neutral_low",
}


@dataclass(frozen=True)
class XmrChart:
    """One XmR chart. Arrays have one entry for each date; a gap is NaN, and its code is -1.

    mean, lower, upper: centre line and process limits in force at each date (NaN where none can be
    drawn). near_lower, near_upper: where the outer third begins. segment: grows at each rebase. base:
    readings that the limits rest on. code: what the point is (goldthread.analysis.charts.rules). last: index
    of the last reading. notes: what was put right or should be known, in sentences. own_limits: somebody set them, and
    they are not calculated from the readings.
    """

    dates: tuple[dt.date, ...] | tuple[int, ...]
    values: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    segment: NDArray[np.intp]
    base: Bools
    short: Bools
    side: NDArray[np.int8]
    outside: Bools
    close: Bools
    code: NDArray[np.int8]
    point_type: NDArray[np.int8]
    last: int
    direction: str
    target: float | None
    assurance: str | None
    rules: r.Rules
    facet: str = "no facet"
    notes: tuple[str, ...] = ()
    own_limits: bool = False

    @property
    def signal_on_last_point(self) -> bool:
        """Return whether the last reading is unusual: the only signal for a headline."""
        return bool(self.code[self.last] > r.COMMON)

    @property
    def variation_icon(self) -> str:
        """NHS icon of the last reading: common_cause, improvement_high, concern_low, neutral_high, ..."""
        code = self.code[self.last]
        kind = {1: "improvement", -1: "concern", 2: "neutral", -2: "neutral"}.get(self.point_type[self.last])
        return f"{kind}_{'high' if r.SIDE[code] > 0 else 'low'}" if kind else "common_cause"

    @property
    def assurance_icon(self) -> str | None:
        """NHS icon of the target: pass, fail, inconsistent; None without a target."""
        return self.assurance.removeprefix("consistent_") if self.assurance else None

    @property
    def icons(self) -> list[dict[str, str]]:
        """The icons as the golden files list them."""
        icons = [{"f": self.facet, "type": "variation", "icon": self.variation_icon}]
        if self.assurance_icon:
            icons.append({"f": self.facet, "type": "assurance", "icon": self.assurance_icon})
        return icons

    def columns(self) -> dict[str, list]:
        """Return the chart as lists under NHSRplotthedots' column names; None where nothing can be said."""
        names = r.labels(self.rules)
        there = self.code >= 0
        limited = there & np.isfinite(self.upper)
        return {
            "y": _or_none(self.values),
            "x": [str(d) for d in self.dates] if isinstance(self.dates[0], dt.date) else list(self.dates),
            "f": [self.facet] * len(self.values),
            "rebase_group": self.segment.tolist(),
            "short_group_warning": self.short.tolist(),
            "fix_y": _or_none(np.where(self.base, self.values, np.nan)),
            "mean_col": _or_none(self.mean),
            "lpl": _or_none(self.lower),
            "upl": _or_none(self.upper),
            "outside_limits": _where(limited, self.outside.tolist()),
            "relative_to_mean": _where(there, self.side.tolist()),
            "close_to_limits": _where(limited, self.close.tolist()),
            "special_cause_type": _where(there, [names[c] for c in self.code]),
            "special_cause_flag": (self.code > r.COMMON).tolist(),
            "point_type": _where(there, [POINT_TYPES[int(p)] for p in self.point_type]),
            "target": [self.target] * len(self.values),
        }


@dataclass(frozen=True)
class ControlChart:
    """One control chart. Arrays have one entry for each date, under the same names as an XmrChart's.

    mean is the centre line (a median for g and run charts). code: 1 above the limits, 2 below, 0 within,
    -1 for a gap. run_signal: whether Anhøj's rules signal in the segment of each date. included: False for
    readings that were left out on request. direction: which way is better; of t and g charts, of how many events there
    are. own_limits: as for an XmrChart.
    """

    kind: str
    dates: tuple[dt.date, ...] | tuple[int, ...]
    values: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats
    segment: NDArray[np.intp]
    base: Bools
    included: Bools
    code: NDArray[np.int8]
    run_signal: Bools
    last: int
    many: ControlMany
    target: float | None = None
    notes: tuple[str, ...] = ()
    own_limits: bool = False
    direction: str = "neutral"

    @property
    def point_type(self) -> NDArray[np.int8]:
        """Return +1 improvement, -1 concern, +2 high and -2 low where neither way is better, 0 within the limits.

        Longer between events means fewer of them, so a t or g chart is read the other way round.
        """
        way = {"increase": 1, "decrease": -1}.get(self.direction, 2)
        if self.kind in ("t", "g") and way != 2:
            way = -way
        return (r.SIDE[self.code] * way).astype(np.int8)

    @property
    def assurance(self) -> str | None:
        """Compare the target with the limits at the last reading, as for an XmrChart; None where that cannot be."""
        low, high = float(self.lower[self.last]), float(self.upper[self.last])
        if self.target is None or self.direction == "neutral" or not np.isfinite(low + high):
            return None
        if low <= self.target <= high:
            return "inconsistent"
        missed = (self.target > high) == (self.direction == "increase")
        return "consistent_fail" if missed else "consistent_pass"

    @property
    def signal_on_last_point(self) -> bool:
        """Return whether the last reading lies outside the limits."""
        return bool(self.code[self.last] > r.COMMON)

    @property
    def name(self) -> str:
        """Return what is plotted, in words."""
        return KINDS[self.kind]

    def columns(self) -> dict[str, list]:
        """Return the chart as lists under qicharts2's column names."""
        return self.many.columns()


def _or_none(values: Floats) -> list[float | None]:
    return [None if np.isnan(v) else v for v in values.tolist()]


def _where(known: Bools, items: list) -> list:
    return [item if k else None for k, item in zip(known.tolist(), items, strict=True)]
