"""A measure's chart: which kind suits its numbers, the drawing, its caption and the same in a table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from goldthread.analysis.charts.chart_choice import CHARTS, choose_chart
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_caption, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.dates import months_between
from goldthread.impact.models import Measure, Reading
from goldthread.learning.models import MeasureKind

# Limits are frozen on the months before the action where there are enough of them to be firm.
LEAST_FROZEN = 12
_PARTED = (MeasureKind.PROPORTION, MeasureKind.RATE)
_BY_EVENTS = ("t", "g")


@dataclass(frozen=True)
class Drawing:
    """A chart that is ready for a page and for a telephone's, with its caption, why it is this chart, and a table."""

    svg: str
    narrow: str
    caption: str
    why: str
    rows: list[tuple]
    columns: list = field(
        default_factory=lambda: [
            "Month",
            *({"text": words, "numeric": True} for words in ("Reading", "Mean", "Lower", "Upper")),
            "In words",
        ]
    )


def draw(
    measure: Measure, readings: Sequence[Reading], events: Sequence[tuple] = (), *, uid: str = ""
) -> Drawing | None:
    """Return a measure's chart from its readings in order; None where no chart can be made of them.

    `uid` begins the drawing's ids, where one page holds the same chart twice.

    The action's month is marked. Limits rest on the months before it, and after a rebase the old ones
    stay visible. A month without a reading is a gap, and is never crossed.
    """
    known = [reading for reading in readings if reading.value is not None]
    if not known:
        return None
    months = months_between(known[0].month, known[-1].month)
    try:
        chart, why = _chart(measure, known, months)
    except SeriesError:
        return None
    marked = [(measure.acted_on, "the action began to work")] if measure.acted_on else []
    marked += [event for event in events if event[0] != measure.acted_on]
    if measure.recalculated_from:
        marked.append((measure.recalculated_from, "limits start afresh"))
    name = uid or f"m{measure.pk.hex[-8:]}"

    def drawn(*, compact: bool) -> str:
        return chart_svg(
            chart,
            measure.name,
            what="this measure",
            unit=measure.unit,
            events=marked,
            compact=compact,
            uid=f"{name}n" if compact else name,
        )

    return Drawing(
        svg=drawn(compact=False),
        narrow=drawn(compact=True),
        caption=chart_caption(chart, "this measure", measure.unit),
        why=why,
        rows=[
            (row["label"], *(_shown(row[name]) for name in ("value", "mean", "lower", "upper")), row["words"])
            for row in chart_table(chart)
        ],
    )


def _shown(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _chart(
    measure: Measure, known: list[Reading], months: list[datetime.date]
) -> tuple[XmrChart | ControlChart, str]:
    by_month = {reading.month: reading for reading in known}
    values = [float(by_month[m].value) if m in by_month else None for m in months]
    tops, bottoms = values, None
    if measure.kind in _PARTED:
        tops = [float(by_month[m].numerator) if m in by_month else None for m in months]
        bottoms = [float(by_month[m].denominator) if m in by_month else None for m in months]
    choice = choose_chart(tops, bottoms, measure.kind)
    rebase = (
        [measure.recalculated_from]
        if measure.recalculated_from in by_month and measure.recalculated_from != months[0]
        else []
    )
    before = sum(1 for m in months if measure.acted_on and m < measure.acted_on and m in by_month)
    frozen = before if before >= LEAST_FROZEN else None
    if choice.kind in ("up", "pp"):
        chart = control_chart(
            tops, bottoms, months, kind=choice.kind, baseline=frozen, rebase=rebase, multiply=measure.per
        )
        return chart, choice.why
    if choice.kind in (*_BY_EVENTS, "run"):
        why = choice.why
        if choice.kind in _BY_EVENTS:
            why = (
                f"{choice.why} Only monthly numbers are kept here, so a {CHARTS['run']} is drawn; "
                "read it by the quarter."
            )
        return control_chart(values, None, months, kind="run", rebase=rebase), why
    # Neither way is coloured good or bad: a signal is worth asking about, and the verdict judges.
    return xmr(values, months, direction="neutral", baseline=frozen, rebase=rebase), choice.why
