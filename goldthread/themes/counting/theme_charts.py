"""The chart of a theme: its type, limits, rules and signal, made here only.

Home, the list of themes and the theme's own page read the same chart, so that none calls a month unusual that another
draws as normal variation: of a theme that is rare, days between its issues are charted, and no month's count.
"""

from __future__ import annotations

import datetime
import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import OuterRef, Subquery

from goldthread.analysis.charts import rules
from goldthread.analysis.charts.chart_choice import Choice, choose_chart
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import briefly
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.formatting import is_judged
from goldthread.analysis.charts.rare_events import t_chart
from goldthread.analysis.charts.xmr import xmr
from goldthread.council.models import Person
from goldthread.dates import add_months, month_start
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import Filters, Series
from goldthread.themes.counting.models import Annotation
from goldthread.themes.counting.regular import OneOffs, one_offs
from goldthread.themes.counting.tones import TONES, Tone

BETWEEN_EVENTS = ("t", "g")


@dataclass(frozen=True)
class ThemeChart:
    """A theme's chart, the unit of its readings, the reason for its type, and which issues it counts.

    days: on which its issues were received, for rare themes only. rebase: the months from which its limits are made anew,
    by an annotation that says why.
    """

    series: Series
    chart: XmrChart | ControlChart
    unit: str
    reason: str
    tone: Tone
    days: Sequence[datetime.date] = ()
    rebase: tuple[datetime.date, ...] = ()

    @property
    def title(self) -> str:
        """Return what its readings are: "negative issues by month", or days between them for a rare theme."""
        issues = self.tone.issues
        if self._is_between_events:
            return f"days between {issues}"
        return f"{issues} as a share, by month" if self.unit.startswith("%") else f"{issues} by month"

    @property
    def is_watched(self) -> bool:
        """Return whether its latest reading is judged at all: whether limits are drawn."""
        return is_judged(self.chart, self.chart.last) and math.isfinite(self.chart.upper[self.chart.last])

    @property
    def is_unusual(self) -> bool:
        """Return whether the last whole month is unusual on the chart as it is drawn."""
        if not self.is_watched or not self.chart.signal_on_last_point:
            return False
        last = self.chart.dates[self.chart.last]
        return isinstance(last, datetime.date) and month_start(last) == self.series.months[-1]

    @property
    def is_higher(self) -> bool:
        """Return whether its unusual month has more than usual: of a rare theme, issues closer together."""
        side = int(rules.SIDE[int(self.chart.code[self.chart.last])])
        return (side < 0) if self._is_between_events else (side > 0)

    @property
    def way(self) -> str:
        """Return "better" or "worse" for an unusual month; "" where neither way is."""
        return {1: "better", -1: "worse"}.get(int(self.chart.point_type[self.chart.last]), "")

    @property
    def _is_between_events(self) -> bool:
        return isinstance(self.chart, ControlChart) and self.chart.kind in BETWEEN_EVENTS

    def in_brief(self) -> str:
        """Say in a few words how the last month is unusual."""
        if isinstance(self.chart, XmrChart):
            return briefly(self.chart)
        return (
            "sooner after the one before than usual"
            if self.is_higher
            else "longer after the one before than usual"
        )


def charts_of(
    person: Person,
    all_series: Sequence[Series],
    filters: Filters,
    *,
    today: datetime.date,
    outside: OneOffs | None = None,
) -> dict[uuid.UUID, ThemeChart]:
    """Return each theme's chart by the theme's key, from its series; none for a theme without a count."""
    counted = [series for series in all_series if any(series.counts)]
    choices = {series.theme.pk: _choice(tuple(series.counts)) for series in counted}
    rare = [series for series in counted if choices[series.theme.pk].kind in BETWEEN_EVENTS]
    days = days_of(person, rare, filters, today=today, outside=outside) if rare else {}
    rebase = _recalculated(person) if counted else {}
    return {
        series.theme.pk: _chart(
            series,
            filters,
            choices[series.theme.pk],
            days.get(series.theme.pk, []),
            _within(rebase, series.theme, series.months),
        )
        for series in counted
    }


def _recalculated(person: Person) -> dict[uuid.UUID | None, list[datetime.date]]:
    """Return by theme, None for all, the months from which annotations recalculate limits: each the month after."""
    months: dict[uuid.UUID | None, list[datetime.date]] = defaultdict(list)
    rows = Annotation.objects.visible_to(person).filter(recalculates=True).values_list("theme", "on")
    for theme, on in rows:
        months[theme].append(add_months(month_start(on), 1))
    return months


def _within(
    rebase: dict[uuid.UUID | None, list[datetime.date]], theme: Theme, dates: Sequence[datetime.date]
) -> tuple[datetime.date, ...]:
    """Return the months of a theme from which limits are made anew, of those that lie within a chart's dates."""
    months = {*rebase.get(None, []), *rebase.get(theme.pk, [])}
    return tuple(sorted(month for month in months if dates[0] < month <= dates[-1]))


def share_chart(person: Person, series: Series, filters: Filters, out_of: Sequence[int]) -> ThemeChart | None:
    """Return the chart of a theme as a share of what was coded each month, or None where nothing was."""
    if not any(series.counts) or not any(out_of):
        return None
    tone = TONES[filters.tone]
    choice = choose_chart(series.counts, out_of, "proportion")
    if choice.kind == "run":
        chart = control_chart(series.counts, dates=series.months, kind="run", direction=tone.direction)
        return ThemeChart(series, chart, tone.issues, choice.why, tone)
    chart = control_chart(
        series.counts,
        out_of,
        series.months,
        kind="pp",
        multiply=100,
        direction=tone.direction,
        rebase=_within(_recalculated(person), series.theme, series.months),
    )
    coded = "all coded issues" if tone.direction == "neutral" else f"all coded {tone.issues}"
    reason = "A Laney p' chart, because this is a share of what was coded each month."
    return ThemeChart(series, chart, f"% of {coded}", choice.why if choice.kind == "pp" else reason, tone)


def days_of(
    person: Person,
    all_series: Iterable[Series],
    filters: Filters,
    *,
    today: datetime.date,
    outside: OneOffs | None = None,
) -> dict[uuid.UUID, list[datetime.date]]:
    """Return for each theme the days on which its issues were received, in order, within its whole months.

    As in the monthly counts, feedback sent more than once, or as a campaign, is one in a month.
    """
    series = list(all_series)
    group = (
        DuplicateMember.objects.filter(feedback=OuterRef("point__origin_id"))
        .exclude(group__kind=DuplicateGroup.Kind.SEPARATE)
        .values("group")[:1]
    )
    codings = Coding.objects.visible_to(person).filter(
        theme__in=[one.theme.pk for one in series],
        applies=True,
        point__withdrawn_on=None,
        month__gte=min(one.months[0] for one in series),
        month__lte=max(one.months[-1] for one in series),
    )
    outside = outside or one_offs(person, today=today)
    codings = outside.leave_out(codings, person.council_id, "point__feedback")
    rows = (
        filters.apply_with_tone(codings)
        .annotate(duplicates=Subquery(group))
        .order_by("point__heard_on", "pk")
    )
    days: dict[uuid.UUID, list[datetime.date]] = defaultdict(list)
    counted = set()
    for theme, month, day, duplicates in rows.values_list("theme", "month", "point__heard_on", "duplicates"):
        if duplicates is not None and (theme, month, duplicates) in counted:
            continue
        counted.add((theme, month, duplicates))
        days[theme].append(day)
    return days


def _chart(
    series: Series,
    filters: Filters,
    choice: Choice,
    days: list[datetime.date],
    rebase: tuple[datetime.date, ...],
) -> ThemeChart:
    tone = TONES[filters.tone]
    if choice.kind in BETWEEN_EVENTS:
        if len(days) > 1:
            within = tuple(month for month in rebase if days[1] < month <= days[-1])
            chart = _between(tuple(days), tone.direction, within)
            return ThemeChart(series, chart, "days since the one before", choice.why, tone, days, within)
        chart = _run(tuple(series.counts), tuple(series.months), tone.direction, ())
        why = "A run chart, in words only, because there has been one issue."
        return ThemeChart(series, chart, tone.issues, why, tone)
    make = _run if choice.kind == "run" else _xmr
    chart = make(tuple(series.counts), tuple(series.months), tone.direction, rebase)
    return ThemeChart(series, chart, tone.issues, choice.why, tone, rebase=rebase)


# Home and the list make every theme's chart each time. Numbers alone are the key: nothing of one council's can come out
# for another's, and a count that changes is another key.
_MOST = 2048


@lru_cache(maxsize=_MOST)
def _choice(counts: tuple[int, ...]) -> Choice:
    return choose_chart(counts, None, "count")


_Months = tuple[datetime.date, ...]


@lru_cache(maxsize=_MOST)
def _xmr(
    counts: tuple[int, ...], months: _Months, direction: str, rebase: _Months
) -> XmrChart | ControlChart:
    return xmr(counts, months, direction=direction, rebase=rebase)


@lru_cache(maxsize=_MOST)
def _run(
    counts: tuple[int, ...], months: _Months, direction: str, rebase: _Months
) -> XmrChart | ControlChart:
    return control_chart(counts, dates=months, kind="run", direction=direction, rebase=rebase)


@lru_cache(maxsize=_MOST)
def _between(days: _Months, direction: str, rebase: _Months) -> XmrChart | ControlChart:
    return t_chart(days, direction=direction, rebase=rebase)


def chart_of(person: Person, theme: Theme, filters: Filters, *, today: datetime.date) -> ThemeChart | None:
    """Return one theme's chart, or None where no whole month of it has been coded yet."""
    return charts_of(person, filters.series(person, [theme], today=today), filters, today=today).get(theme.pk)
