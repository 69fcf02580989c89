"""Comparing teams on a theme: how much of what each team hears is about it, and whether that is more than chance.

A funnel, never a league table: teams come by name, none is ranked, and those too small to compare are said.
"""

from __future__ import annotations

import datetime
import math
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.analysis import suppression
from goldthread.analysis.funnel import TOO_SMALL, Funnel, funnel
from goldthread.analysis.funnel_svg import drawn_units, funnel_svg, funnel_table
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes import totals
from goldthread.themes.counts import last_whole_month, split_by
from goldthread.themes.models import Coding, Theme
from goldthread.themes.said import may_hear
from goldthread.web.fragments import page

COLUMNS = [
    "Team",
    {"text": "About this theme", "numeric": True},
    {"text": "All its points", "numeric": True},
    {"text": "Share", "numeric": True},
    "Chance alone allows",
    "What it is",
]


@dataclass(frozen=True)
class Teams:
    """The points of twelve whole months by team: name, those about the theme, all. Ordered by name.

    no_team: the same two counts for points of which no team is known.
    """

    since: datetime.date
    until: datetime.date
    rows: list[tuple[str, int, int]]
    no_team: tuple[int, int]


def points_by_team(person: Person, theme: Theme, *, today: datetime.date) -> Teams:
    """Return each team's points about a theme out of all its points that have been coded.

    A point that nobody has coded yet is left out: nobody has said what it is about. The counts are the
    council's, whichever voices the person may read.
    """
    until = last_whole_month(today)
    since = (
        until.replace(year=until.year - 1, month=until.month + 1)
        if until.month < 12
        else until.replace(month=1)
    )
    about = Exists(Coding.objects.filter(point=OuterRef("pk"), theme=theme, stands=True))
    counted = (
        Point.objects.filter(
            council_id=person.council_id, coded_at__isnull=False, month__gte=since, month__lte=until
        )
        .order_by()
        .values_list("team__name")
        .annotate(about=Count("pk", filter=about), all=Count("pk"))
    )
    found = {name: (about, every) for name, about, every in counted}
    no_team = found.pop(None, (0, 0))
    return Teams(since, until, [(name, *found[name]) for name in sorted(found)], no_team)


def compare(person: Person, theme: Theme, teams: Teams) -> Funnel | None:
    """Return the funnel, or None where there is nothing to compare or nothing that may be shown.

    For somebody who sees totals only, the same counts are hidden as where the theme's own page divides
    them by team, so that neither page gives away what the other hides.
    """
    if sum(about for _, about, _ in teams.rows) == 0:
        return None
    result = funnel(
        [name for name, _, _ in teams.rows],
        [about for _, about, _ in teams.rows],
        [every for _, _, every in teams.rows],
        "proportion",
    )
    if may_hear(person):
        return result
    shown, total = suppression.suppress_rows(
        split_by(person, theme, "team", since=teams.since, until=teams.until)
    )
    if total is None:
        return None  # the rate of all together would give the total away
    hidden = {name for name, count in shown if count is None}
    units = tuple(
        replace(unit, hide=unit.name in hidden or totals.withheld(unit.observed)) for unit in result.units
    )
    return replace(result, units=units).without_small_counts()


def rows_of(result: Funnel, *, hears: bool) -> list[list[Any]]:
    """Return the table's rows, each share with its Wilson interval; what is withheld is said in words."""
    out = []
    for row in funnel_table(result, show_small=hears):
        share, limits = row["share"], row["limits"]
        size = int(row["size"])
        out.append(
            [
                row["name"],
                suppression.WITHHELD if row["observed"] is None and not hears else row["observed"],
                suppression.WITHHELD if not hears and totals.withheld(size) else size,
                "–"
                if share is None
                else f"{share}% ({row['interval'][0]:.0f}% to {row['interval'][1]:.0f}%)",
                # The whole counts inside the limits: those that no one would ask about.
                "–" if limits is None else f"{math.ceil(limits[0])} to {math.floor(limits[1])}",
                row["words"],
            ]
        )
    return out


def compare_teams(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a theme's funnel over the teams."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    hears = may_hear(request.person)
    teams = points_by_team(request.person, theme, today=timezone.localdate())
    result = compare(request.person, theme, teams)
    context = {
        "theme": theme,
        "teams": teams,
        "hears": hears,
        "funnel": result,
        "small": [unit.name for unit in result.units if unit.verdict == TOO_SMALL] if result else [],
        "drawings": _drawings(result, f"{theme.name}, by team", hears=hears),
        "columns": COLUMNS,
        "rows": rows_of(result, hears=hears) if result else [],
    }
    return page(request, "themes/compare.html", context)


def _drawings(result: Funnel | None, title: str, *, hears: bool) -> list[str]:
    """Return the funnel wide and narrow; nothing where fewer than two teams can be drawn."""
    if result is None or len(drawn_units(result)) < 2:
        return []
    return [
        funnel_svg(result, title, size_words="points", show_small=hears, compact=compact)
        for compact in (False, True)
    ]
