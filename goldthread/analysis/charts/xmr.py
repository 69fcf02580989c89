"""XmR chart of one series: is this month unlike the months before it?

One series in, one XmrChart out. `xmr_core.xmr_many` does the same for thousands of series at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import XmrChart
from goldthread.analysis.charts.own_limits import Limits, xmr_with_limits
from goldthread.analysis.charts.series import Bools, Floats, SeriesError, carried_from, ordered, segments
from goldthread.analysis.charts.xmr_core import FAIL, INCONSISTENT, PASS, xmr_many

ASSURANCE = {PASS: "consistent_pass", FAIL: "consistent_fail", INCONSISTENT: "inconsistent"}


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
    bounds: tuple[float, float] | None = None,
    limits: Limits | None = None,
    carry_from: object | None = None,
) -> XmrChart:
    """Return the XmR chart of one series.

    values: readings, None or NaN for a gap. dates: one each; sorted if they are not. direction: which
    way is better: "increase", "decrease" or "neutral". baseline: make the limits from the first so
    many readings (12 or more) of each segment. rebase: dates from which limits are recalculated. target: for
    the assurance icon. screen: None takes the preset's way. preset: "nhsr", "mdc_excel", "powerbi",
    or a rule set of one's own (goldthread.analysis.charts.rules.Rules). nhsr_quirks: see `xmr_core.xmr_many`. bounds:
    what no reading can be beyond, such as 0 and 100 for percentages: limits are drawn no further, unless a reading is.
    limits: a mean and limits that somebody set, to judge by instead. carry_from: a date, such as an action's, from which
    the limits of the readings before it are carried forward, up to the next rebase.
    Source: section 1 of the project's statistics notes, after NHSRplotthedots 0.2.2.

    Raises SeriesError for limits with a baseline, a rebase or carrying, and for what no chart can be made of: no
    readings, text, infinities, two readings on one date, a rebase date outside the readings.
    """
    rebase = tuple(rebase)
    if limits is not None and (baseline or rebase or carry_from is not None):
        raise SeriesError(
            "Limits of your own hold for all readings; leave out the baseline and the rebase date."
        )
    series = ordered(values, dates)
    group, rebase_notes = segments(series.dates, rebase)
    goal = _target(target)
    carried = carried_from(series.dates, carry_from, group)
    many = xmr_many(
        series.values[None, :],
        segments=group if group.any() else None,
        fix_after=baseline,
        direction=direction,
        target=goal,
        preset=preset,
        screen=screen,
        nhsr_quirks=nhsr_quirks,
        carried=carried,
    )
    mean, half = many.mean[0], many.half[0]
    lowest, highest = _ends(series.values, bounds)
    base = _base(series.values, group, baseline)
    if carried is not None:
        base &= ~carried
    chart = XmrChart(
        dates=series.dates,
        values=series.values,
        mean=mean,
        lower=np.maximum(mean - half, lowest),
        upper=np.minimum(mean + half, highest),
        near_lower=np.maximum(mean - half * 2 / 3, lowest),
        near_upper=np.minimum(mean + half * 2 / 3, highest),
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
    return chart if limits is None else xmr_with_limits(chart, limits)


def _ends(values: Floats, bounds: tuple[float, float] | None) -> tuple[float, float]:
    """Return how far limits may be drawn; a bound that a reading is beyond is none (-5% is a change, no share)."""
    if bounds is None:
        return -np.inf, np.inf
    low, high = bounds
    return (low if np.nanmin(values) >= low else -np.inf), (high if np.nanmax(values) <= high else np.inf)


def xmr_by(
    values: Iterable[object],
    dates: Iterable[object],
    facets: Iterable[str],
    *,
    target: float | Mapping[str, float] | None = None,
    **options,
) -> dict[str, XmrChart]:
    """Return one chart for each facet (team, source, ...), in the facets' order; options as for `xmr`.

    target: one for all, or by facet; a facet that it does not name has none. Raises SeriesError for a facet that there
    is not.
    """
    rows: dict[str, tuple[list, list]] = {}
    for value, date, facet in zip(values, dates, facets, strict=True):
        of_facet = rows.setdefault(str(facet), ([], []))
        of_facet[0].append(value)
        of_facet[1].append(date)
    if isinstance(target, Mapping):
        unknown = sorted(set(target) - set(rows))
        if unknown:
            raise SeriesError(f"There is no {unknown[0]!r} to give the target to; give targets by facet.")
        targets: Mapping[str, float | None] = target
    else:
        targets = dict.fromkeys(rows, target)
    return {
        name: xmr(v, d, facet=name, target=targets.get(name), **options)
        for name, (v, d) in sorted(rows.items())
    }


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
