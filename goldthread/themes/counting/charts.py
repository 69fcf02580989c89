"""A theme's chart: the kind that suits its numbers, what it says in plain English, and the table under it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Coalesce
from markupsafe import Markup

from goldthread.analysis.charts.chart_choice import choose_chart
from goldthread.analysis.charts.chart_text import chart_table, number, usual_range
from goldthread.analysis.charts.control_chart import ControlChart, control_chart
from goldthread.analysis.charts.rare_events import quarterly_sentence, t_chart
from goldthread.analysis.charts.xmr import XmrChart, xmr
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.small_charts import bars
from goldthread.analysis.tables import suppression
from goldthread.council.models import Person
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting import totals
from goldthread.themes.counting.counts import Narrowing, Series
from goldthread.themes.counting.models import KnownEvent

_UNITS = {"count": "points", "fault": "points finding fault", "praise": "points of praise"}
MonthLink = Callable[[datetime.date], str]


@dataclass(frozen=True)
class Drawn:
    """A chart ready for its page: the drawing, wide and narrow, its caption, why this kind, and its table."""

    svg: str
    narrow: str
    caption: str
    why: str
    columns: list[Any]
    rows: list[list[Any]]
    after: list[str] = field(default_factory=list)


def events_of(person: Person, series: Series) -> list[KnownEvent]:
    """Return what is known to have happened while the series ran, to this theme or to all."""
    if not series.months:
        return []
    known = KnownEvent.objects.visible_to(person).filter(on__gte=series.months[0])
    return [event for event in known if event.theme_id in (None, series.theme.pk)]


def days_of(person: Person, series: Series, narrowed: Narrowing) -> list[datetime.date]:
    """Return the day on which each point of a series came, within its whole months; for rare themes only."""
    codings = Coding.objects.visible_to(person).filter(
        theme=series.theme, stands=True, month__gte=series.months[0], month__lte=series.months[-1]
    )
    day = Coalesce("point__feedback__received_on", "point__finding__review__decided_on", "month")
    return sorted(narrowed.toned(codings).values_list(day, flat=True))


def draw(
    person: Person,
    series: Series,
    *,
    narrowed: Narrowing,
    out_of: Sequence[int] | None,
    today: datetime.date,
    month_link: MonthLink,
) -> Drawn | None:
    """Return a theme's chart, or None where no whole month has been coded yet.

    `out_of`: all points coded in each month, where the theme is shown as a share of them.
    """
    if not any(series.counts) or (out_of is not None and not any(out_of)):
        return None
    choice = choose_chart(series.counts, out_of, "count" if out_of is None else "proportion")
    chart, unit, why = _chart(person, series, narrowed, out_of, choice.kind, choice.why)
    events = events_of(person, series)
    caption = f"{chart.caption('this theme', unit)} {today:%B %Y} is not over, so it is left out."
    if isinstance(chart, ControlChart) and chart.kind == "t":
        caption += f" By quarter: {quarterly_sentence(days_of(person, series, narrowed), series.months[-1])}"

    def drawn(*, compact: bool) -> str:
        return chart_svg(
            chart,
            series.theme.name,
            what="this theme",
            unit=unit,
            events=[(event.on, event.label) for event in events],
            compact=compact,
        )

    return Drawn(
        svg=drawn(compact=False),
        narrow=drawn(compact=True),
        caption=caption,
        why=why,
        columns=[
            "When",
            {"text": unit.capitalize(), "numeric": True},
            "Usual range",
            "What it is",
        ],
        rows=_rows(chart, month_link),
        after=[f"{event.on:%B %Y}: {event.label}" for event in events],
    )


def _chart(
    person: Person,
    series: Series,
    narrowed: Narrowing,
    out_of: Sequence[int] | None,
    kind: str,
    why: str,
) -> tuple[XmrChart | ControlChart, str, str]:
    """Return the chart of the kind chosen, its unit, and why."""
    unit = _UNITS[narrowed.tone]
    if kind in ("t", "g"):
        days = days_of(person, series, narrowed)
        if len(days) > 1:
            return t_chart(days), "days since the one before", why
        chart = control_chart(series.counts, dates=series.months, kind="run")
        return chart, unit, "A run chart, in words only: there has been one point, and one has no pattern."
    if kind == "pp" or (kind == "xmr" and out_of is not None):
        return (
            control_chart(series.counts, out_of, series.months, kind="pp", multiply=100),
            "% of all points coded",
            why
            if kind == "pp"
            else "A Laney p' chart, because this is a share of what was coded each month.",
        )
    if kind == "run":
        return control_chart(series.counts, dates=series.months, kind="run"), unit, why
    return xmr(series.counts, series.months, direction="neutral"), unit, why


def _rows(chart: XmrChart | ControlChart, month_link: MonthLink) -> list[list[Any]]:
    """Return the table's rows, newest first, each month a link to what was said in it."""
    rows = []
    for at, row in enumerate(chart_table(chart)):
        usual = "–"
        if row["lower"] is not None or row["upper"] is not None:
            low, high = usual_range(chart, at)
            usual = f"{number(low)} to {number(high)}"
        label = Markup('<a class="govuk-link" href="{}">{}</a>').format(
            month_link(row["date"].replace(day=1)), row["label"]
        )
        rows.append([label, "–" if row["value"] is None else number(row["value"]), usual, row["words"]])
    return rows[::-1]


def draw_totals(series: Series) -> Drawn | None:
    """Return the bars that somebody sees who reads totals only: by quarter, small numbers withheld."""
    counted = totals.quarters(series)
    if not any(quarter.count for quarter in counted):
        return None
    names, counts = [str(quarter) for quarter in counted], [totals.shown(q.count) for q in counted]
    words = [suppression.WITHHELD if count is None else number(count) for count in counts]

    def drawn(*, compact: bool) -> str:
        return bars(names, counts, series.theme.name, withheld="not shown", compact=compact)

    return Drawn(
        svg=drawn(compact=False),
        narrow=drawn(compact=True),
        caption=(
            "Points in each whole quarter. Counts of 1 to 4 are not shown, because they could point at somebody."
        ),
        why="Quarters, because single months are often too small to show without pointing at somebody.",
        columns=["Quarter", {"text": "Points", "numeric": True}],
        rows=[list(row) for row in zip(names, words, strict=True)][::-1],
    )


def split_bars(title: str, rows: Sequence[tuple[str, int | None]]) -> str:
    """Return the bars of a count divided by source, team or speaker."""
    return bars(
        [label for label, _ in rows], [count for _, count in rows], title, withheld="not shown", compact=True
    )
