"""Charts of measures: the type that suits the numbers, the SVG, its caption and its table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from goldthread.analysis.charts.chart_choice import CHARTS, choose_chart
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_caption, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.formatting import percent_bounds
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.dates import months_between
from goldthread.impact.models import Measure, Reading
from goldthread.impact.small_numbers import PARTED

# Limits are fixed on the months before the action where there are enough of them to be firm.
LEAST_BASELINE = 12
_BETWEEN_EVENTS = ("t", "g")


@dataclass(frozen=True)
class MeasureChart:
    """A chart for a page and for a narrow screen, with its caption, the reason for its type, and its table."""

    svg: str
    narrow: str
    caption: str
    why: str
    rows: list[tuple]
    columns: list = field(
        default_factory=lambda: [
            "Month",
            *({"text": name, "numeric": True} for name in ("Reading", "Mean", "Lower", "Upper")),
            "In words",
        ]
    )


def measure_chart(
    measure: Measure, readings: Sequence[Reading], events: Sequence[tuple] = (), *, uid: str = ""
) -> MeasureChart | None:
    """Return a measure's chart from its readings in order; None where no chart can be made of them.

    `uid` begins the ids in the SVG, where one page holds the same chart twice.

    The action's month is annotated, and each month from which it is counted otherwise. Limits are calculated from the months before it, and the old ones stay visible
    after they are recalculated. A month without a reading is a gap that no line crosses.
    """
    known = [reading for reading in readings if reading.value is not None]
    if not known:
        return None
    months = months_between(known[0].month, known[-1].month)
    try:
        chart, why = _chart(measure, known, months)
    except SeriesError:
        return None
    annotations = [(measure.acted_on, "action took effect")] if measure.acted_on else []
    changes = [change.month for change in measure.counting_changes.all() if change.withdrawn_on is None]
    if measure.acted_on in changes:
        annotations = [(measure.acted_on, "action took effect, counted otherwise")]
    annotations += [(month, "counted otherwise") for month in changes if month != measure.acted_on]
    marked = {month for month, _ in annotations}
    annotations += [event for event in events if event[0] not in marked]
    if measure.recalculated_from:
        annotations.append((measure.recalculated_from, "limits recalculated"))
    name = uid or f"m{measure.pk.hex[-8:]}"

    def svg(*, compact: bool) -> str:
        return chart_svg(
            chart,
            measure.name,
            what="this measure",
            unit=measure.unit,
            events=annotations,
            compact=compact,
            uid=f"{name}n" if compact else name,
        )

    return MeasureChart(
        svg=svg(compact=False),
        narrow=svg(compact=True),
        caption=chart_caption(chart, "this measure", measure.unit),
        why=why,
        rows=[
            (
                row["label"],
                *(_rounded(row[name]) for name in ("value", "mean", "lower", "upper")),
                row["words"],
            )
            for row in chart_table(chart)
        ],
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _chart(
    measure: Measure, known: list[Reading], months: list[datetime.date]
) -> tuple[XmrChart | ControlChart, str]:
    by_month = {reading.month: reading for reading in known}
    values = [float(by_month[m].value) if m in by_month else None for m in months]
    numerators, denominators = values, None
    if measure.kind in PARTED:
        numerators = [float(by_month[m].numerator) if m in by_month else None for m in months]
        denominators = [float(by_month[m].denominator) if m in by_month else None for m in months]
    choice = choose_chart(numerators, denominators, measure.kind)
    rebase = (
        [measure.recalculated_from]
        if measure.recalculated_from in by_month and measure.recalculated_from != months[0]
        else []
    )
    before = sum(1 for m in months if measure.acted_on and m < measure.acted_on and m in by_month)
    baseline = before if before >= LEAST_BASELINE else None
    if choice.kind in ("up", "pp"):
        chart = control_chart(
            numerators,
            denominators,
            months,
            kind=choice.kind,
            baseline=baseline,
            rebase=rebase,
            multiply=measure.per,
        )
        return chart, choice.why
    if choice.kind in (*_BETWEEN_EVENTS, "run"):
        why = choice.why
        if choice.kind in _BETWEEN_EVENTS:
            why = (
                f"{choice.why} Only monthly numbers are available, so this is a {CHARTS['run']}; "
                "read it by the quarter."
            )
        return control_chart(values, None, months, kind="run", rebase=rebase), why
    # Neither direction is coloured good or bad: a signal needs looking into, and the result says what it means.
    chart = xmr(
        values,
        months,
        direction="neutral",
        baseline=baseline,
        rebase=rebase,
        bounds=percent_bounds(measure.unit),
    )
    return chart, choice.why
