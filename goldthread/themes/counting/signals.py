"""Signals: themes whose last month is unusual (special cause), and how many are expected by chance alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.charts import rules
from goldthread.analysis.charts.chart_data import XmrChart
from goldthread.analysis.charts.chart_text import briefly
from goldthread.analysis.charts.false_signals import expected_false_signals
from goldthread.analysis.charts.xmr import xmr
from goldthread.council.models import Person
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting.counts import series_of
from goldthread.themes.counting.regular import one_offs

# Below this a chart's limits are only a trial, and below it again nothing but words.
LEAST_MONTHS = 12


@dataclass(frozen=True)
class Signal:
    """A theme whose last whole month is unusual, and how in words."""

    theme: Theme
    month: datetime.date
    text: str


@dataclass(frozen=True)
class Signals:
    """The signals of a month, over how many charts, and in words how many chance alone would give.

    left_out: in words, what is no monthly series and gives no signal; "" where nothing is.
    """

    signals: list[Signal]
    charts: int
    by_chance: str
    left_out: str = ""


def find_signals(person: Person, *, today: datetime.date) -> Signals:
    """Return the signals of the last whole month of every active theme."""
    themes = list(Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE))
    outside = one_offs(person, today=today)
    watched = [
        series
        for series in series_of(person, themes, today=today, outside=outside)
        if len(series.counts) >= LEAST_MONTHS and np.mean(series.counts) >= 1
    ]
    signals, totals_only = [], not may_read_feedback(person)
    for series in watched:
        chart = xmr(series.counts, series.months, direction="neutral")
        if chart.signal_on_last_point:
            month = series.months[-1]
            # A month's number would give back the two beside it in a quarter that is shown.
            text = (
                f"{_direction(chart)} in {month:%B}"
                if totals_only
                else f"{series.counts[-1]} in {month:%B}, {briefly(chart)}"
            )
            signals.append(Signal(series.theme, month, text))
    chance = expected_false_signals(len(watched), len(watched[0].counts), "count").sentence if watched else ""
    return Signals(signals, len(watched), chance, outside.sentence)


def _direction(chart: XmrChart) -> str:
    return "more than usual" if rules.SIDE[int(chart.code[chart.last])] > 0 else "fewer than usual"
