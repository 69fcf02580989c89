"""What the themes' pages read: the list with its counts, one theme's voices, and its history."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.analysis import suppression
from goldthread.analysis.small_svg import sparkline
from goldthread.council.models import Person
from goldthread.feedback.models import Speaker
from goldthread.themes import totals
from goldthread.themes.counts import Narrowing, Series, counted_in, months_between, series_of, split_by
from goldthread.themes.models import CodebookVersion, Coding, Theme
from goldthread.themes.said import Said, as_said, may_hear, points_open_to, source_name
from goldthread.themes.signals import Signals

_LATEST = 3
STAFF_SOURCES = ("staff_feedback", "exit_interview")


@dataclass(frozen=True)
class Line:
    """One theme in the list; a count is None where it is withheld from somebody who sees totals only."""

    theme: Theme
    month: int | None
    year: int | None
    so_far: int | None
    spark: str
    asks: bool


def list_of_themes(person: Person, *, today: datetime.date, signals: Signals) -> dict[str, list[Line]]:
    """Return the themes in use by group, each with its last whole month, last twelve, and the month so far."""
    themes = list(Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE))
    now = counted_in(person, today.replace(day=1))
    asking = {signal.theme.pk for signal in signals.found}
    groups: dict[str, list[Line]] = {}
    for series in series_of(person, themes, today=today):
        line = _line(series, now.get(series.theme.pk, 0), series.theme.pk in asking, not may_hear(person))
        groups.setdefault(series.theme.group, []).append(line)
    return groups


def _line(series: Series, so_far: int, asks: bool, totals_only: bool) -> Line:
    recent = list(series.counts[-24:])
    counts = [recent[-1] if recent else 0, sum(recent[-12:]), so_far]
    small = totals_only and totals.any_withheld(recent)
    if totals_only:
        counts = [None if totals.withheld(count) else count for count in counts]
    mean = sum(recent) / len(recent) if recent else None
    spark = sparkline(recent, f"{series.theme.name} by month", mean=mean, signal=asks) if any(recent) else ""
    return Line(series.theme, *counts, spark="" if small else spark, asks=asks)


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
    rows: list[tuple[str, int | None]]
    total: int | None


def splits(person: Person, theme: Theme, narrowed: Narrowing, months: Sequence[datetime.date]) -> list[Split]:
    """Return how a theme's last twelve whole months divide by source, team and who spoke."""
    if not months:
        return []
    names = {"source": source_name, "speaker": lambda slug: str(Speaker(slug).label), "team": str}
    found = []
    for field, heading in (("source", "Where it came from"), ("team", "Team"), ("speaker", "Who spoke")):
        rows = split_by(person, theme, field, since=months[-12:][0], until=months[-1], narrowed=narrowed)
        named = [(names[field](value), count) for value, count in rows]
        if may_hear(person):
            found.append(Split(heading, list(named), sum(count for _, count in named)))
        else:
            found.append(Split(heading, *suppression.suppress_rows(named)))
    return found


def versions_that_touched(person: Person, theme: Theme, most: int = 20) -> list[CodebookVersion]:
    """Return the versions of the codebook in which a theme came, was changed, merged or split; newest first."""
    versions = CodebookVersion.objects.raw(
        """
        SELECT * FROM (
            SELECT v.*, jsonb_path_query_first(book, '$[*] ? (@.slug == $slug)', %s::jsonb) AS entry,
                   lag(jsonb_path_query_first(book, '$[*] ? (@.slug == $slug)', %s::jsonb))
                       OVER (ORDER BY number) AS before
            FROM goldthread_codebookversion v WHERE council_id = %s
        ) changed
        WHERE entry IS DISTINCT FROM before OR strpos(change, %s) > 0 ORDER BY number DESC LIMIT %s
        """,
        [*[f'{{"slug": "{theme.slug}"}}'] * 2, person.council_id, theme.name, most],
    )
    return list(versions.prefetch_related("by"))


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


_CALLED = {
    "name": "name",
    "group": "group",
    "what_it_is": "what it is",
    "what_it_is_not": "what it is not",
    "examples": "examples",
    "state": "state",
}


def changes(before: CodebookVersion, after: CodebookVersion) -> list[str]:
    """Return in sentences what differs between two versions of the codebook."""
    old = {entry["slug"]: entry for entry in before.book}
    found = []
    for entry in after.book:
        earlier = old.pop(entry["slug"], None)
        if earlier is None:
            found.append(f"{entry['name']} came in.")
            continue
        changed = [called for key, called in _CALLED.items() if entry.get(key) != earlier.get(key)]
        if changed:
            found.append(f"{entry['name']}: {' and '.join(changed)} changed.")
    return found + [f"{entry['name']} went out." for entry in old.values()]
