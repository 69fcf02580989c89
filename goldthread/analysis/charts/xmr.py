"""The chart that councils use most: is this month unlike the months before it, or is it the usual ups and downs?

One series in, one XmrChart out. `xmr_core.xmr_many` does the same for thousands of series at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.series import Bools, Floats, SeriesError, ordered, segments
from goldthread.analysis.charts.xmr_core import FAIL, INCONSISTENT, PASS, xmr_many

POINT_TYPES = {
    0: "common_cause",
    1: "special_cause_improvement",
    -1: "special_cause_concern",
    2: "special_cause_neutral_high",
    -2: "special_cause_neutral_low",
}
ASSURANCE = {PASS: "consistent_pass", FAIL: "consistent_fail", INCONSISTENT: "inconsistent"}


@dataclass(frozen=True)
class XmrChart:
    """One XmR chart. Arrays have one entry for each date; a gap is NaN, and its code is -1.

    mean, lower, upper: centre line and process limits in force at each date (NaN where none can be
    drawn). near_lower, near_upper: where the outer third begins. segment: grows at each rebase. base:
    readings that the limits rest on. code: what the point is (goldthread.analysis.charts.rules). last: index
    of the last reading. notes: what was put right or should be known, in sentences.
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

    @property
    def signal_on_last_point(self) -> bool:
        """Whether the last reading is worth asking about: the only signal for a headline."""
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

    def sentence(self, what: str = "this", unit: str = "") -> str:
        """Say in plain English what the last reading is; see goldthread.analysis.charts.chart_text."""
        from goldthread.analysis.charts.chart_text import sentence

        return sentence(self, what, unit)

    def caption(self, what: str = "this", unit: str = "") -> str:
        """Return the sentence, the usual range, the target and whose rules these are."""
        from goldthread.analysis.charts.chart_text import caption

        return caption(self, what, unit)


def xmr(
    values: Iterable[object],
    dates: Iterable[object] | None = None,
    *,
    direction: str = "increase",
    baseline: int | None = None,
    rebase: Iterable[object] = (),
    target: float | None = None,
    screen: bool | None = None,
    preset: str | r.Rules = "nhsr",
    facet: str = "no facet",
    nhsr_quirks: bool = False,
) -> XmrChart:
    """Return the XmR chart of one series.

    values: readings, None or NaN for a gap. dates: one each; sorted if they are not. direction: which
    way is better: "increase", "decrease" or "neutral". baseline: make the limits from the first so
    many readings (12 or more) of each segment. rebase: dates at which limits start afresh. target: for
    the assurance icon. screen: None takes the preset's way. preset: "nhsr", "mdc_excel", "powerbi",
    or a rule set of one's own (goldthread.analysis.charts.rules.Rules).
    Source: section 1 of the project's statistics notes, after NHSRplotthedots 0.2.2.

    Raises SeriesError for what no chart can be made of: no readings, text, infinities, two readings on
    one date, a rebase date outside the readings.
    """
    series = ordered(values, dates)
    group, rebase_notes = segments(series.dates, rebase)
    goal = _target(target)
    many = xmr_many(
        series.values[None, :],
        segments=group if group.any() else None,
        fix_after=baseline,
        direction=direction,
        target=goal,
        preset=preset,
        screen=screen,
        nhsr_quirks=nhsr_quirks,
    )
    mean, half = many.mean[0], many.half[0]
    base = _base(series.values, group, baseline)
    return XmrChart(
        dates=series.dates,
        values=series.values,
        mean=mean,
        lower=mean - half,
        upper=mean + half,
        near_lower=mean - half * 2 / 3,
        near_upper=mean + half * 2 / 3,
        segment=group,
        base=base,
        short=many.short[0],
        side=many.side[0],
        outside=many.outside[0],
        close=many.close[0],
        code=many.code[0],
        point_type=many.point_type[0],
        last=int(many.last[0]),
        direction=direction,
        target=goal,
        assurance=ASSURANCE.get(int(many.assurance[0])),
        rules=many.rules,
        facet=facet,
        notes=(*series.notes, *rebase_notes),
    )


def xmr_by(
    values: Iterable[object], dates: Iterable[object], facets: Iterable[str], **options
) -> dict[str, XmrChart]:
    """Return one chart for each facet (team, source, ...), in the facets' order; options as for `xmr`."""
    rows: dict[str, tuple[list, list]] = {}
    for value, date, facet in zip(values, dates, facets, strict=True):
        of_facet = rows.setdefault(str(facet), ([], []))
        of_facet[0].append(value)
        of_facet[1].append(date)
    return {name: xmr(v, d, facet=name, **options) for name, (v, d) in sorted(rows.items())}


def _target(target: float | None) -> float | None:
    if target is None:
        return None
    try:
        goal = float(target)
    except (TypeError, ValueError):
        raise SeriesError(f"The target {target!r} is not a number.") from None
    if not np.isfinite(goal):
        raise SeriesError("The target must be an ordinary number.")
    return goal


def _base(values: Floats, group: NDArray[np.intp], baseline: int | None) -> Bools:
    """Return which readings the limits rest on."""
    base = ~np.isnan(values)
    if baseline:
        for number in np.unique(group):
            own = group == number
            base[own] &= np.cumsum(base[own]) <= baseline
    return base


def _or_none(values: Floats) -> list[float | None]:
    return [None if np.isnan(v) else v for v in values.tolist()]


def _where(known: Bools, items: list) -> list:
    return [item if k else None for k, item in zip(known.tolist(), items, strict=True)]
