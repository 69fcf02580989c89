"""Queries of the theme pages: the list with its counts, and one theme's quotes and breakdowns."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet, Sum

from goldthread.analysis.charts.chart_data import XmrChart
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.small_charts import small_multiple, sparkline
from goldthread.analysis.tables import suppression
from goldthread.council.models import Person
from goldthread.date_reading import parse_date
from goldthread.dates import last_whole_month, month_start, months_between
from goldthread.feedback.models import Speaker
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import (
    FINDING,
    Quote,
    as_quotes,
    may_read_feedback,
    readable_points,
    reads_all_feedback,
    source_name,
)
from goldthread.themes.counting import totals
from goldthread.themes.counting.counted_once import counted_once
from goldthread.themes.counting.counts import Filters, Series, counts_by, counts_in
from goldthread.themes.counting.models import ThemeMonth
from goldthread.themes.counting.signals import Signal, Signals
from goldthread.themes.counting.theme_charts import ThemeChart
from goldthread.themes.counting.tones import EVERYTHING, NEGATIVE, PRAISE

_LATEST = 3
MOST_COUNTED = 1000
"""A theme's issues are not counted further for their list, so that it does not slow down as a council's issues grow."""
# Said instead of a quarter's count where the theme is too small to be shown by quarter.
BY_YEAR = "By year only"


@dataclass(frozen=True)
class ThemeRow:
    """One theme in the list, with its counts under `count_columns`; those withheld or not there yet in words.

    months: the months that counts open, in the order of the counts; None for one that is of several, or of more issues
    than this person may read. signal: how its last month is unusual, if it is.
    """

    theme: Theme
    counts: list[int | str]
    spark: str
    signal: Signal | None
    months: Sequence[datetime.date | None] = ()


def count_columns(today: datetime.date, *, by_month: bool) -> list[str]:
    """Return the headings of the list's counts: months for those who may read feedback, quarters for the others."""
    if by_month:
        return [f"{last_whole_month(today):%B %Y}", "Last 12 whole months", f"{today:%B %Y}, so far"]
    return ["Last quarter counted", "Last financial year counted"]


def theme_rows(person: Person, *, today: datetime.date, signals: Signals) -> dict[str, list[ThemeRow]]:
    """Return the active themes by group, each with its counts and a small chart of two years, as in their signals."""
    unusual = {signal.theme.pk: signal for signal in signals.signals}
    if may_read_feedback(person):
        this_month = counts_in(person, month_start(today), signals.tone.slug)
        opens = reads_all_feedback(person)
        rows = [
            _row(
                series,
                signals.charts_by_theme.get(series.theme.pk),
                this_month.get(series.theme.pk, 0),
                unusual.get(series.theme.pk),
                today,
                opens=opens,
            )
            for series in signals.series
        ]
    else:
        themes = [series.theme for series in signals.series]
        counted = totals.totals_of(person, themes)
        rows = [_row_of_totals(theme, counted[theme.pk], unusual.get(theme.pk)) for theme in themes]
    groups: dict[str, list[ThemeRow]] = {}
    for row in rows:
        groups.setdefault(row.theme.group, []).append(row)
    return groups


def _row(
    series: Series,
    made: ThemeChart | None,
    so_far: int,
    signal: Signal | None,
    today: datetime.date,
    *,
    opens: bool,
) -> ThemeRow:
    everything = series.everything
    counts: list[int | str] = [everything[-1] if everything else 0, sum(everything[-12:]), so_far]
    months = [series.months[-1] if series.months else None, None, month_start(today)] if opens else []
    return ThemeRow(series.theme, counts, _small_chart(series, made), signal, months)


def _small_chart(series: Series, made: ThemeChart | None) -> str:
    """Return two years in small: with limits and signals as on the theme's page, where they are of monthly counts."""
    title = f"{series.theme.name} by month"
    if made is None:
        return ""
    if isinstance(made.chart, XmrChart) and made.is_watched:
        return _multiple(title, tuple(series.counts), tuple(series.months), made.chart.direction, made.rebase)
    return _spark(tuple(series.counts[-24:]), title)


def _row_of_totals(theme: Theme, counted: totals.Totals, signal: Signal | None) -> ThemeRow:
    """Return a row for a reader of totals, who sees the same numbers here as on the theme's own page."""
    quarter, year = counted.last_quarter, counted.last_year
    recent = [each.count for each in counted.by_quarter[-8:]]
    # A line shows its lowest number, so it is drawn only where every one of them may be seen.
    shown = [count for count in recent if count is not None]
    spark = _spark(tuple(shown), f"{theme.name} by quarter") if len(shown) == len(recent) > 1 else ""
    return ThemeRow(theme, [_quarter_words(quarter), _in_words(year.total) if year else "–"], spark, signal)


def _quarter_words(quarter: totals.Quarter | None) -> int | str:
    if quarter is None:
        return "–"
    return _in_words(quarter.count) if quarter.total.by_quarter else BY_YEAR


def _in_words(count: int | None) -> int | str:
    return suppression.WITHHELD if count is None else count


_Months = tuple[datetime.date, ...]


# The same numbers are drawn the same way: numbers and a name are the key, so that nothing is out of date.
@lru_cache(maxsize=2048)
def _spark(recent: tuple[int, ...], title: str) -> str:
    return sparkline(recent, title, mean=sum(recent) / len(recent)) if any(recent) else ""


@lru_cache(maxsize=2048)
def _multiple(title: str, counts: tuple[int, ...], months: _Months, direction: str, rebase: _Months) -> str:
    chart = xmr(counts, months, direction=direction, rebase=rebase)
    return small_multiple(chart, title, width=160, height=40, most=24)


def codings_of(person: Person, theme: Theme, filters: Filters) -> QuerySet[Coding]:
    """Return the codings of a theme whose points this person may read, to be ordered by month."""
    codings = Coding.objects.visible_to(person).filter(
        theme=theme, applies=True, point__in=readable_points(person).order_by().values("pk")
    )
    return filters.apply_with_tone(codings).select_related("point__team", "first_theme")


def quotes_of(codings: Sequence[Coding]) -> list[Quote]:
    """Return the points of codings, as a page shows them."""
    return as_quotes(coding.point for coding in codings)


@dataclass(frozen=True)
class QuoteSection:
    """Some of a theme's quotes: a heading, the newest few, and the query that filters the page to all of them."""

    heading: str
    quotes: list[Quote]
    query: str
    empty: str


def quote_sections(person: Person, theme: Theme) -> list[QuoteSection]:
    """Return a theme's newest negative and positive feedback, findings and staff feedback, beside each other."""
    codings = counted_once(codings_of(person, theme, Filters())).order_by("-month", "-id")
    feedback = codings.exclude(point__origin=FINDING)
    sections = (
        ("Complaints and concerns", feedback.filter(tone__lt=0), f"tone={NEGATIVE}", "No negative feedback."),
        ("Praise", feedback.filter(tone__gt=0), f"tone={PRAISE}", "No positive feedback."),
        ("Findings", codings.filter(point__origin=FINDING), "", "No findings."),
        (
            "Staff feedback",
            feedback.filter(speaker=Speaker.STAFF),
            f"speaker=staff&tone={EVERYTHING}",
            "No staff feedback.",
        ),
    )
    return [
        QuoteSection(heading, quotes_of(rows[:_LATEST]), query, empty)
        for heading, rows, query, empty in sections
    ]


@dataclass(frozen=True)
class Breakdown:
    """A year's points by one field, with the total; None stands for a count that is withheld."""

    heading: str
    rows: Sequence[tuple[str, int | None]]
    total: int


_BREAKDOWNS = {"source": "Type of feedback", "team": "Team", "speaker": "Feedback from"}


def breakdowns(
    person: Person, theme: Theme, filters: Filters, months: Sequence[datetime.date]
) -> list[Breakdown]:
    """Return a theme's last twelve whole months by source, team and speaker."""
    return [_breakdown(person, theme, filters, months, field) for field in _BREAKDOWNS] if months else []


def speakers(
    person: Person, theme: Theme, filters: Filters, months: Sequence[datetime.date]
) -> Breakdown | None:
    """Return a theme's last twelve whole months by who spoke."""
    return _breakdown(person, theme, filters, months, "speaker") if months else None


def _breakdown(
    person: Person, theme: Theme, filters: Filters, months: Sequence[datetime.date], field: str
) -> Breakdown:
    rows = counts_by(person, theme, field, since=months[-12:][0], until=months[-1], filters=filters)
    named = [(_label(field, value), count) for value, count in rows]
    return Breakdown(_BREAKDOWNS[field], named, sum(count for _, count in named))


def breakdowns_of_totals(person: Person, year: totals.Year | None) -> list[Breakdown]:
    """Return a theme's last financial year by source, team and speaker, as a reader of totals may see it."""
    if year is None or year.total is None:
        return []
    by_field = {field: totals.suppressed_counts_by(person, field, year) for field in _BREAKDOWNS}
    counts = [count for field in ("source", "speaker") for _, count in by_field[field] or [("", None)]]
    if None in counts:
        # The two imply each other (staff feedback is staff's), so the one could give back what the other hides.
        by_field["speaker"] = None
    return [
        Breakdown(heading, [(_label(field, value), count) for value, count in rows], year.total)
        for field, heading in _BREAKDOWNS.items()
        if (rows := by_field[field]) is not None
    ]


def _label(field: str, value: str) -> str:
    """Return a source or speaker in words; a team is given by its name already."""
    if field == "speaker":
        return str(Speaker(value).label)
    return source_name(value) if field == "source" else value


def parse_month(text: str) -> datetime.date | None:
    """Return the month in an address such as ?month=2026-03, or None."""
    try:
        return month_start(parse_date(text, month_only=True))
    except ValueError:
        return None


def count_without_tone(person: Person, theme: Theme, months: Sequence[datetime.date]) -> int:
    """Return how many of a theme's issues in these months have no sentiment or a neutral one: in everything alone."""
    if not months:
        return 0
    rows = ThemeMonth.objects.visible_to(person).filter(theme=theme, month__in=months)
    sums = rows.aggregate(count=Sum("count"), praise=Sum("praise"), fault=Sum("fault"))
    return (sums["count"] or 0) - (sums["praise"] or 0) - (sums["fault"] or 0)


def recent_months(series: Series, today: datetime.date) -> list[tuple[datetime.date, int | None]]:
    """Return the last twelve whole months and the one that is not over, newest first, with their counts."""
    first = month_start(today)
    counts = dict(zip(series.months, series.everything, strict=True))
    months = months_between(series.months[-12:][0] if series.months else first, first)
    return [(month, counts.get(month)) for month in reversed(months)]
