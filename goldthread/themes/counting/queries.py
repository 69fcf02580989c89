"""What the themes' pages read: the list with its counts, one theme's voices, and its history."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.analysis.drawing.small_charts import sparkline
from goldthread.analysis.tables import suppression
from goldthread.council.models import Person
from goldthread.feedback.models import Speaker
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import Said, as_said, may_hear, points_open_to, source_name
from goldthread.themes.counting import totals
from goldthread.themes.counting.counts import (
    Narrowing,
    Series,
    counted_in,
    last_whole_month,
    months_between,
    series_of,
    split_by,
)
from goldthread.themes.counting.signals import Signals

_LATEST = 3
STAFF_SOURCES = ("staff_feedback", "exit_interview")


@dataclass(frozen=True)
class Line:
    """One theme in the list, with its counts under `count_columns`; what is withheld or not there yet in words."""

    theme: Theme
    counts: list[int | str]
    spark: str
    asks: bool


def count_columns(today: datetime.date, *, hears: bool) -> list[str]:
    """Return what the list's counts are of: months for those who hear voices, whole quarters for the others."""
    if hears:
        return [f"{last_whole_month(today):%B %Y}", "Last 12 whole months", f"{today:%B %Y}, so far"]
    return ["Last whole quarter", "Last four whole quarters"]


def list_of_themes(person: Person, *, today: datetime.date, signals: Signals) -> dict[str, list[Line]]:
    """Return the themes in use by group, each with its counts and a small line of two years."""
    themes = list(Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE))
    hears, asking = may_hear(person), {signal.theme.pk for signal in signals.found}
    now = counted_in(person, today.replace(day=1)) if hears else {}
    groups: dict[str, list[Line]] = {}
    for series in series_of(person, themes, today=today):
        asks = series.theme.pk in asking
        line = _line(series, now.get(series.theme.pk, 0), asks) if hears else _line_of_totals(series, asks)
        groups.setdefault(series.theme.group, []).append(line)
    return groups


def _line(series: Series, so_far: int, asks: bool) -> Line:
    recent = list(series.counts[-24:])
    counts: list[int | str] = [recent[-1] if recent else 0, sum(recent[-12:]), so_far]
    return Line(series.theme, counts, _spark(recent, f"{series.theme.name} by month", asks), asks)


def _line_of_totals(series: Series, asks: bool) -> Line:
    """Return a line for a reader of totals, who sees the same quarters here as on the theme's own page."""
    year = totals.year(series)
    if year is None:
        return Line(series.theme, ["–", "–"], "", asks)
    recent = [quarter.count for quarter in totals.quarters(series)[-8:]]
    counts = [suppression.WITHHELD if c is None else c for c in (totals.shown(recent[-1]), year.total)]
    # A line shows its lowest number, so it is drawn only where every one of them may be seen.
    whole = not any(map(totals.withheld, recent))
    return Line(
        series.theme, counts, _spark(recent, f"{series.theme.name} by quarter") if whole else "", asks
    )


def _spark(recent: Sequence[int], title: str, asks: bool = False) -> str:
    return sparkline(recent, title, mean=sum(recent) / len(recent), signal=asks) if any(recent) else ""


def codings_of(person: Person, theme: Theme, narrowed: Narrowing) -> QuerySet[Coding]:
    """Return the codings of a theme whose points this person may read, to be ordered by month."""
    codings = Coding.objects.visible_to(person).filter(
        theme=theme, stands=True, point__in=points_open_to(person).order_by().values("pk")
    )
    return narrowed.toned(codings).select_related(
        "point__feedback", "point__finding__review", "point__team", "first_theme"
    )


def said_in(codings: Sequence[Coding]) -> list[Said]:
    """Return the points of codings, as a page shows them."""
    return as_said(coding.point for coding in codings)


@dataclass(frozen=True)
class Gathered:
    """Some of what stands under a theme: a heading, the newest few, and what narrows the list to all of them."""

    heading: str
    said: list[Said]
    query: str
    empty: str


def gathered(person: Person, theme: Theme) -> list[Gathered]:
    """Return what finds fault, what praises, findings and staff voice on one theme, beside each other."""
    codings = codings_of(person, theme, Narrowing()).order_by("-month", "-id")
    voices = codings.filter(point__feedback__isnull=False)
    parts = (
        ("Complaints and concerns", voices.filter(tone__lt=0), "tone=fault", "Nobody has found fault here."),
        ("Praise", voices.filter(tone__gt=0), "tone=praise", "Nobody has praised this yet."),
        ("Findings", codings.filter(point__feedback__isnull=True), "", "No review has found anything here."),
        (
            "Staff voice",
            voices.filter(speaker=Speaker.STAFF),
            "speaker=staff",
            "No member of staff has spoken about this.",
        ),
    )
    return [Gathered(heading, said_in(rows[:_LATEST]), query, empty) for heading, rows, query, empty in parts]


@dataclass(frozen=True)
class Split:
    """A year's points divided one way, with the total; None stands for a count that is withheld."""

    heading: str
    rows: Sequence[tuple[str, int | None]]
    total: int


_DIVIDES = {"source": "Where it came from", "team": "Team", "speaker": "Who spoke"}


def splits(person: Person, theme: Theme, narrowed: Narrowing, months: Sequence[datetime.date]) -> list[Split]:
    """Return how a theme's last twelve whole months divide by source, team and who spoke."""
    if not months:
        return []
    found = []
    for field, heading in _DIVIDES.items():
        rows = split_by(person, theme, field, since=months[-12:][0], until=months[-1], narrowed=narrowed)
        named = [(_called(field, value), count) for value, count in rows]
        found.append(Split(heading, named, sum(count for _, count in named)))
    return found


def splits_of_totals(person: Person, theme: Theme, year: totals.Year | None) -> list[Split]:
    """Return how a theme's last four whole quarters divide, as a reader of totals may see it."""
    if year is None or year.total is None:
        return []
    found = {field: totals.divided(person, theme, field, year) for field in _DIVIDES}
    told = [count for field in ("source", "speaker") for _, count in found[field] or [("", None)]]
    if None in told:
        # The two tell of each other (staff feedback is staff's), so the one could give back what the other hides.
        found["speaker"] = None
    return [
        Split(heading, [(_called(field, value), count) for value, count in rows], year.total)
        for field, heading in _DIVIDES.items()
        if (rows := found[field]) is not None
    ]


def _called(field: str, value: str) -> str:
    """Return a source or kind of speaker in words; a team is called by its name already."""
    if field == "speaker":
        return str(Speaker(value).label)
    return source_name(value) if field == "source" else value


def month_asked(text: str) -> datetime.date | None:
    """Return the month in an address such as ?month=2026-03, or None."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None


def recent_months(series: Series, today: datetime.date) -> list[tuple[datetime.date, int | None]]:
    """Return the last twelve whole months and the one that is not over, newest first, with their counts."""
    first = today.replace(day=1)
    counted = dict(zip(series.months, series.counts, strict=True))
    months = months_between(series.months[-12:][0] if series.months else first, first)
    return [(month, counted.get(month)) for month in reversed(months)]
