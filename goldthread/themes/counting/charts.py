"""A theme's chart: the type that suits its numbers, its caption, and the table under it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from goldthread.analysis.charts.chart_choice import choose_chart
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_caption, chart_table
from goldthread.analysis.charts.control_chart import control_chart
from goldthread.analysis.charts.formatting import number, usual_range
from goldthread.analysis.charts.rare_events import quarterly_sentence, t_chart
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.small_charts import bar_chart
from goldthread.analysis.tables import suppression
from goldthread.council.models import Person
from goldthread.dates import month_start
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting import totals
from goldthread.themes.counting.counts import Filters, Series
from goldthread.themes.counting.models import Annotation
from goldthread.themes.counting.regular import one_offs

_UNITS = {"count": "issues", "fault": "negative issues", "praise": "positive issues"}
MonthLink = Callable[[datetime.date], str]


@dataclass(frozen=True)
class DrawnChart:
    """A chart ready for its page: the drawing, wide and narrow, its caption, why this type, and its table."""

    svg: str
    narrow: str
    caption: str
    reason: str
    columns: list[Any]
    rows: list[list[Any]]
    annotations: list[str] = field(default_factory=list)


def annotations_of(person: Person, series: Series) -> list[Annotation]:
    """Return the annotations within the series, of this theme or of all."""
    if not series.months:
        return []
    annotations = Annotation.objects.visible_to(person).filter(on__gte=series.months[0])
    return [one for one in annotations if one.theme_id in (None, series.theme.pk)]


def days_of(person: Person, series: Series, filters: Filters, *, today: datetime.date) -> list[datetime.date]:
    """Return the day on which each point of a series was received, within its whole months; for rare themes only."""
    codings = Coding.objects.visible_to(person).filter(
        theme=series.theme,
        applies=True,
        point__withdrawn_on=None,
        month__gte=series.months[0],
        month__lte=series.months[-1],
    )
    codings = one_offs(person, today=today).leave_out(codings, person.council_id, "point__feedback")
    return sorted(filters.apply_with_tone(codings).values_list("point__heard_on", flat=True))


def draw(
    person: Person,
    series: Series,
    *,
    filters: Filters,
    out_of: Sequence[int] | None,
    today: datetime.date,
    month_link: MonthLink,
) -> DrawnChart | None:
    """Return a theme's chart, or None where no whole month has been coded yet.

    out_of: all points coded in each month, where the theme is shown as a share of them.
    """
    if not any(series.counts) or (out_of is not None and not any(out_of)):
        return None
    choice = choose_chart(series.counts, out_of, "count" if out_of is None else "proportion")
    chart, unit, reason = _chart(person, series, filters, out_of, choice.kind, choice.why, today)
    annotations = annotations_of(person, series)
    caption = f"{chart_caption(chart, 'this theme', unit)} {today:%B %Y} is not over, so it is left out."
    if isinstance(chart, ControlChart) and chart.kind == "t":
        caption += f" By quarter: {quarterly_sentence(days_of(person, series, filters, today=today), series.months[-1])}"

    def drawing(*, compact: bool) -> str:
        return chart_svg(
            chart,
            series.theme.name,
            what="this theme",
            unit=unit,
            events=[(one.on, one.label) for one in annotations],
            compact=compact,
        )

    return DrawnChart(
        svg=drawing(compact=False),
        narrow=drawing(compact=True),
        caption=caption,
        reason=reason,
        columns=[
            "Month",
            {"text": unit.capitalize(), "numeric": True},
            "Normal variation",
            "Result",
        ],
        rows=_rows(chart, month_link),
        annotations=[f"{one.on:%B %Y}: {one.label}" for one in annotations],
    )


def _chart(
    person: Person,
    series: Series,
    filters: Filters,
    out_of: Sequence[int] | None,
    kind: str,
    reason: str,
    today: datetime.date,
) -> tuple[XmrChart | ControlChart, str, str]:
    """Return the chart of the kind chosen, its unit, and the reason for it."""
    unit = _UNITS[filters.tone]
    if kind in ("t", "g"):
        days = days_of(person, series, filters, today=today)
        if len(days) > 1:
            return t_chart(days), "days since the one before", reason
        chart = control_chart(series.counts, dates=series.months, kind="run")
        return chart, unit, "A run chart, in words only, because there has been one issue."
    if kind == "pp" or (kind == "xmr" and out_of is not None):
        return (
            control_chart(series.counts, out_of, series.months, kind="pp", multiply=100),
            "% of all coded issues",
            reason
            if kind == "pp"
            else "A Laney p' chart, because this is a share of what was coded each month.",
        )
    if kind == "run":
        return control_chart(series.counts, dates=series.months, kind="run"), unit, reason
    return xmr(series.counts, series.months, direction="neutral"), unit, reason


def _rows(chart: XmrChart | ControlChart, month_link: MonthLink) -> list[list[Any]]:
    """Return the table's rows, newest first, each month a link to its issues."""
    rows = []
    for index, row in enumerate(chart_table(chart)):
        variation = "–"
        if row["lower"] is not None or row["upper"] is not None:
            low, high = usual_range(chart, index)
            variation = f"{number(low)} to {number(high)}"
        label = Markup('<a class="govuk-link" href="{}">{}</a>').format(
            month_link(month_start(row["date"])), row["label"]
        )
        rows.append([label, "–" if row["value"] is None else number(row["value"]), variation, row["words"]])
    return rows[::-1]


def draw_totals(theme: Theme, counted: totals.Totals) -> DrawnChart | None:
    """Return the bar chart for readers of totals: by quarter, or by financial year where quarters are too small."""
    quarters, years = counted.by_quarter, counted.years
    if not quarters and not years:
        return None
    by_quarter = bool(quarters) and quarters[-1] is counted.last_quarter
    names = [str(each) for each in (quarters if by_quarter else years)]
    counts = [each.count for each in quarters] if by_quarter else [each.total for each in years]
    rows = [[str(quarter), _total_in_words(quarter.count)] for quarter in quarters[::-1]]
    rows += [[f"Financial year {year}", _total_in_words(year.total)] for year in years[::-1]]
    latest = years[-1].quarters if years and not by_quarter else counted.quarters
    until = max(quarter.total.counted_on for quarter in latest)

    def drawing(*, compact: bool) -> str:
        return bar_chart(names, counts, theme.name, withheld="not shown", compact=compact)

    return DrawnChart(
        svg=drawing(compact=False),
        narrow=drawing(compact=True),
        caption=(
            f"Issues in each whole {'quarter' if by_quarter else 'financial year'}, as counted four weeks after its "
            f"end, last in {until:%B %Y}. Counts of 1 to 4 are not shown, because they could identify somebody."
        ),
        reason=(
            "Quarters, because single months are often too small to show without identifying somebody."
            if by_quarter
            else "Whole financial years, because quarters of this theme are often too small to show."
        ),
        columns=["Period", {"text": "Issues", "numeric": True}],
        rows=rows,
    )


def _total_in_words(count: int | None) -> str:
    return suppression.WITHHELD if count is None else number(count)


def breakdown_bars(title: str, rows: Sequence[tuple[str, int | None]]) -> str:
    """Return the bar chart of a breakdown by source, team or speaker."""
    return bar_chart(
        [label for label, _ in rows], [count for _, count in rows], title, withheld="not shown", compact=True
    )
