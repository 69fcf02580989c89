"""Signals: themes whose last month is unusual (special cause), and how many are expected by chance alone.

They are read from the chart that the theme's own page shows (`theme_charts.py`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.analysis.charts.chart_data import XmrChart
from goldthread.analysis.charts.false_signals import expected_false_signals
from goldthread.council.models import Person
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting.counts import Filters, Series
from goldthread.themes.counting.regular import OneOffs, one_offs
from goldthread.themes.counting.theme_charts import ThemeChart, charts_of
from goldthread.themes.counting.tones import NEGATIVE, TONES, Tone

_ORDER = {"worse": 0, "": 1, "better": 2}


@dataclass(frozen=True)
class Signal:
    """A theme whose last whole month is unusual, how in words, and whether that is "better", "worse" or neither ("")."""

    theme: Theme
    month: datetime.date
    text: str
    way: str = ""

    @property
    def words(self) -> str:
        """Return whether it is better or worse in words; that it is unusual, where neither way is better."""
        return f"Unusual (special cause): {self.way} than usual." if self.way else "Unusual (special cause)."


@dataclass(frozen=True)
class Signals:
    """The signals of a month, worse ones first, over how many charts, and in words how many chance alone would give.

    tone: what is counted. left_out: in words, what is no monthly series and gives no signal; "" where nothing is.
    series, charts_by_theme: what they were read from, so that a list need not read it again.
    """

    signals: list[Signal]
    charts: int
    by_chance: str
    tone: Tone
    left_out: str
    series: Sequence[Series]
    charts_by_theme: Mapping[object, ThemeChart]


def find_signals(
    person: Person, *, today: datetime.date, tone: str = NEGATIVE, outside: OneOffs | None = None
) -> Signals:
    """Return the signals of the last whole month of every active theme, of its negative issues unless asked otherwise."""
    themes = list(Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE))
    outside = outside or one_offs(person, today=today)
    filters = Filters(tone=tone)
    series = filters.series(person, themes, today=today, outside=outside)
    charts = charts_of(person, series, filters, today=today, outside=outside)
    watched = [charts[theme.pk] for theme in themes if theme.pk in charts and charts[theme.pk].is_watched]
    totals_only = not may_read_feedback(person)
    if totals_only:
        watched = [chart for chart in watched if _may_be_told(chart)]
    signals = [_signal(chart, TONES[tone], totals_only) for chart in watched if chart.is_unusual]
    signals.sort(key=lambda signal: _ORDER[signal.way])
    chance = ""
    if watched:
        chance = expected_false_signals(len(watched), len(watched[0].series.counts), "count").sentence
    return Signals(signals, len(watched), chance, TONES[tone], outside.sentence, series, charts)


def signal_for_totals(
    person: Person, series: Series, filters: Filters, *, today: datetime.date
) -> Signal | None:
    """Return a theme's signal as readers of totals have it on the list, for its page, which shows them no such chart."""
    chart = charts_of(person, [series], filters, today=today).get(series.theme.pk)
    if series.theme.state != Theme.State.ACTIVE or chart is None or not _may_be_told(chart):
        return None
    return _signal(chart, TONES[filters.tone], totals_only=True) if chart.is_unusual else None


def _may_be_told(chart: ThemeChart) -> bool:
    """Return whether readers of totals may know of a chart's signal: that a rare theme had an issue in one month at
    all is a small number."""
    return isinstance(chart.chart, XmrChart)


def _signal(chart: ThemeChart, tone: Tone, totals_only: bool) -> Signal:
    month = chart.series.months[-1]
    if totals_only:
        # A month's number would give back the two beside it in a quarter that is shown.
        more = "more" if chart.is_higher else "fewer"
        text = f"{more} {tone.issues} than usual in {month:%B}"
    else:
        count = chart.series.counts[-1]
        issues = tone.issues[:-1] if count == 1 else tone.issues
        text = f"{count} {issues} in {month:%B}, {chart.in_brief()}"
    return Signal(chart.series.theme, month, text, chart.way)
