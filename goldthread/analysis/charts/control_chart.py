"""Control chart of one series: counts, rates, shares or rare events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart
from goldthread.analysis.charts.control_core import control_many
from goldthread.analysis.charts.own_limits import Limits, control_with_limits
from goldthread.analysis.charts.series import (
    Floats,
    SeriesError,
    as_date,
    as_values,
    carried_from,
    ordered,
    segments,
)
from goldthread.analysis.charts.xmr_core import DIRECTIONS


def control_chart(
    values: Iterable[object],
    denominators: Iterable[object] | None = None,
    dates: Iterable[object] | None = None,
    *,
    kind: str,
    baseline: int | None = None,
    rebase: Iterable[object] = (),
    exclude: Iterable[object] = (),
    screen: bool = False,
    multiply: float = 1,
    target: float | None = None,
    quirks: bool = False,
    limits: Limits | None = None,
    direction: str = "neutral",
    carry_from: object | None = None,
) -> ControlChart:
    """Return the chart of one series; options as for `control_many`, dates as for `xmr`.

    rebase, exclude: dates, or positions from 1 where there are no dates. For kind "t" the values are days
    between events; `goldthread.analysis.charts.rare_events` makes them from dates. quirks: as qicharts2 0.8.1, with
    Laney's sigma_z below 1 where it is, and runs that go on over gaps. limits: a mean and limits that somebody set, as
    drawn, to judge by instead. direction: which way is better, "increase", "decrease" or "neutral"; of t and g charts
    that of how many events there are. carry_from: as for `xmr`. Raises SeriesError.
    """
    series = ordered(values, dates)
    bottom = None
    if denominators is not None:
        given = list(denominators)
        bottom = as_values(given) if dates is None else ordered_like(given, dates)
    return build(
        series.values,
        series.dates,
        bottom,
        kind=kind,
        baseline=baseline,
        rebase=rebase,
        exclude=exclude,
        screen=screen,
        multiply=multiply,
        target=target,
        quirks=quirks,
        limits=limits,
        direction=direction,
        carry_from=carry_from,
        notes=series.notes,
    )


def ordered_like(values: Iterable[object], dates: Iterable[object]) -> Floats:
    """Return values in the order of their dates, which may hold no two alike."""
    readings, days = as_values(values), [as_date(d) for d in dates]
    if len(readings) != len(days):
        raise SeriesError(f"There are {len(days)} dates but {len(readings)} denominators.")
    return readings[sorted(range(len(days)), key=days.__getitem__)]


def build(
    values: Floats,
    dates: tuple[dt.date, ...] | tuple[int, ...],
    bottom: Floats | None,
    *,
    kind: str,
    baseline: int | None = None,
    rebase: Iterable[object] = (),
    exclude: Iterable[object] = (),
    screen: bool = False,
    multiply: float = 1,
    target: float | None = None,
    quirks: bool = False,
    limits: Limits | None = None,
    direction: str = "neutral",
    carry_from: object | None = None,
    notes: tuple[str, ...] = (),
) -> ControlChart:
    """Return the chart of readings that are already in order; dates may repeat (two events on a day)."""
    if bottom is not None and len(bottom) != len(values):
        raise SeriesError(f"There are {len(values)} readings but {len(bottom)} denominators.")
    rebase = tuple(rebase)
    if direction not in DIRECTIONS:
        raise SeriesError(f"Direction must be increase, decrease or neutral, not {direction!r}.")
    if limits is not None and (baseline or rebase or carry_from is not None):
        raise SeriesError(
            "Limits of your own hold for all readings; leave out the baseline and the rebase date."
        )
    group, rebase_notes = segments(dates, rebase)
    many = control_many(
        values[None, :],
        None if bottom is None else bottom[None, :],
        kind=kind,
        part=[int(i) for i in np.flatnonzero(np.diff(group)) + 1],
        freeze=baseline,
        exclude=_positions(exclude, dates),
        screen=screen,
        multiply=multiply,
        floor_sigma=not quirks,
        across_gaps=quirks,
        carried=carried_from(dates, carry_from, group),
    )
    code = np.select(
        [np.isnan(many.values[0]), many.beyond[0] & (many.values[0] > many.centre[0]), many.beyond[0]],
        [r.MISSING, r.ABOVE, r.BELOW],
        r.COMMON,
    ).astype(np.int8)
    if (code == r.MISSING).all():
        raise SeriesError("There is no reading to draw: every one is missing or has no denominator.")
    chart = ControlChart(
        kind=kind,
        dates=dates,
        values=many.values[0],
        mean=many.centre[0],
        lower=many.lower[0],
        upper=many.upper[0],
        near_lower=many.near_lower[0],
        near_upper=many.near_upper[0],
        segment=group,
        base=many.base[0],
        included=many.include[0],
        code=code,
        run_signal=many.runs_signal[0],
        last=int(np.flatnonzero(code != r.MISSING)[-1]),
        many=many,
        target=target,
        direction=direction,
        notes=(*notes, *rebase_notes),
    )
    return chart if limits is None else control_with_limits(chart, limits)


def _positions(exclude: Iterable[object], dates: tuple) -> list[int]:
    positions: list[int] = []
    for wanted in exclude:
        day = as_date(wanted) if isinstance(dates[0], dt.date) else wanted
        if day not in dates:
            raise SeriesError(f"{day} cannot be left out: there is no reading for it.")
        positions.extend(i for i, d in enumerate(dates, start=1) if d == day)
    return positions
