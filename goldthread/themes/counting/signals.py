"""Which themes' charts ask for attention this month, and how many would by chance alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.charts import rules
from goldthread.analysis.charts.chart_text import briefly
from goldthread.analysis.charts.false_signals import expected_false_signals
from goldthread.analysis.charts.xmr import XmrChart, xmr
from goldthread.council.models import Person
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import may_hear
from goldthread.themes.counting.counts import series_of

# Below this a chart's limits are only a trial, and below it again nothing but words.
LEAST_MONTHS = 12


@dataclass(frozen=True)
class Signal:
    """A theme whose last whole month asks for attention."""

    theme: Theme
    month: datetime.date
    says: str


@dataclass(frozen=True)
class Signals:
    """The signals of a month, over how many charts, and in words how many chance alone would give."""

    found: list[Signal]
    charts: int
    by_chance: str


def signals(person: Person, *, today: datetime.date) -> Signals:
    """Look at the last whole month of every theme in use."""
    themes = list(Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE))
    watched = [
        series
        for series in series_of(person, themes, today=today)
        if len(series.counts) >= LEAST_MONTHS and np.mean(series.counts) >= 1
    ]
    found, totals_only = [], not may_hear(person)
    for series in watched:
        chart = xmr(series.counts, series.months, direction="neutral")
        if chart.signal_on_last_point:
            month = series.months[-1]
            # A month's number would give back the two beside it in a quarter that is shown.
            says = (
                f"{_way(chart)} in {month:%B}"
                if totals_only
                else f"{series.counts[-1]} in {month:%B}, {briefly(chart)}"
            )
            found.append(Signal(series.theme, month, says))
    chance = expected_false_signals(len(watched), len(watched[0].counts), "count").sentence if watched else ""
    return Signals(found, len(watched), chance)


def _way(chart: XmrChart) -> str:
    return "more than is usual" if rules.SIDE[int(chart.code[chart.last])] > 0 else "fewer than is usual"
