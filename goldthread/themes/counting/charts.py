"""A theme's chart as its page shows it: the drawing, its caption, and the table under it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.chart_text import chart_caption, chart_sentence, chart_table
from goldthread.analysis.charts.formatting import number, usual_range
from goldthread.analysis.charts.rare_events import quarterly_sentence
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.icons import Icon, variation_icon
from goldthread.analysis.drawing.small_charts import bar_chart
from goldthread.analysis.tables import suppression
from goldthread.council.models import Person
from goldthread.dates import month_end, month_start, quarter_from_number, quarter_number
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting import totals
from goldthread.themes.counting.counts import Series
from goldthread.themes.counting.models import Annotation
from goldthread.themes.counting.theme_charts import ThemeChart

MonthLink = Callable[[datetime.date], str]


@dataclass(frozen=True)
class DrawnChart:
    """A chart ready for its page: the drawing, wide and narrow, its caption, why this type, and its table.

    sentence: what its last month says, with which the caption begins. way: whether that is "better", "worse" or "usual".
    """

    svg: str
    narrow: str
    caption: str
    reason: str
    columns: list[Any]
    rows: list[list[Any]]
    annotations: list[str] = field(default_factory=list)
    icon: Icon | None = None
    title: str = ""
    sentence: str = ""
    way: str = "usual"


def annotations_of(person: Person, series: Series) -> list[Annotation]:
    """Return the annotations within the series, of this theme or of all."""
    if not series.months:
        return []
    annotations = Annotation.objects.visible_to(person).filter(on__gte=series.months[0])
    return [one for one in annotations if one.theme_id in (None, series.theme.pk)]


def draw(
    person: Person,
    made: ThemeChart | None,
    *,
    today: datetime.date,
    month_link: MonthLink,
    events: Sequence[tuple[datetime.date, str]] = (),
    focusable: bool = True,
) -> DrawnChart | None:
    """Return the drawing of a theme's chart, its caption and table; None where there is no chart.

    events: what happened besides the annotations, such as a change to the theme list. focusable: for a page, where
    each reading shows its value on hover and on focus.
    """
    if made is None:
        return None
    chart, series = made.chart, made.series
    annotations = annotations_of(person, series)
    marked = sorted([*((one.on, _marked(one)) for one in annotations), *events])
    caption = f"{chart_caption(chart, 'this theme', made.unit)} {today:%B %Y} is not over, so it is left out."
    if made.days:
        # A quarter that is not over would be compared with whole ones.
        until = _end_of_last_whole_quarter(series.months[-1])
        counted = [day for day in made.days if day <= until]
        caption += f" By quarter: {quarterly_sentence(counted, until)}" if counted else ""

    def drawing(*, compact: bool) -> str:
        return chart_svg(
            chart,
            series.theme.name,
            what="this theme",
            unit=made.unit,
            events=marked,
            compact=compact,
            focusable=focusable,
        )

    return DrawnChart(
        svg=drawing(compact=False),
        narrow=drawing(compact=True),
        caption=caption,
        reason=made.reason,
        columns=[
            "Month",
            {"text": made.unit.capitalize(), "numeric": True},
            "Normal variation",
            "Result",
        ],
        rows=_rows(chart, month_link),
        annotations=[f"{on:%B %Y}: {label}" for on, label in marked if on >= series.months[0]],
        icon=variation_icon(chart),
        title=made.title,
        sentence=chart_sentence(chart, "this theme", made.unit),
        way=(made.way or "usual") if made.is_unusual else "usual",
    )


def _marked(annotation: Annotation) -> str:
    return (
        f"{annotation.label}. Limits recalculated from the month after"
        if annotation.recalculates
        else annotation.label
    )


def _end_of_last_whole_quarter(month: datetime.date) -> datetime.date:
    """Return the last day of the last quarter that is over at the end of a month."""
    number = quarter_number(month)
    _, last = quarter_from_number(number)
    return month_end(last if last <= month else quarter_from_number(number - 1)[1])


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
