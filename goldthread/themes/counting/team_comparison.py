"""Comparing teams on a theme: how much of what each team hears is about it, and whether that is more than chance.

A funnel, never a league table: teams come by name, none is ranked, and those too small to compare are said.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef

from goldthread.analysis.charts.funnel import Funnel, funnel
from goldthread.analysis.drawing.funnel_svg import funnel_table
from goldthread.analysis.tables import suppression
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import may_hear
from goldthread.themes.counting import totals
from goldthread.themes.counting.counts import last_whole_month, months_between, series_of

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
    """A year's points by team: name, those about the theme, all. Ordered by name.

    no_team: the same two counts for points of which no team is known. hidden: the teams that the reader may not
    see; nothing is reckoned from them, so that nothing shown can be reckoned back.
    """

    since: datetime.date
    until: datetime.date
    rows: list[tuple[str, int, int]]
    no_team: tuple[int, int]
    hidden: frozenset[str] = frozenset()


def points_by_team(person: Person, theme: Theme, *, today: datetime.date) -> Teams:
    """Return each team's points about a theme out of all its points that have been coded.

    A point that nobody has coded yet is left out: nobody has said what it is about. The counts are the
    council's, whichever voices the person may read. Over twelve whole months; for somebody who sees totals only,
    over the same quarters as on the theme's own page, with the teams hidden that are hidden there.
    """
    until = last_whole_month(today)
    since = months_between(until - datetime.timedelta(days=360), until)[-12]
    if may_hear(person):
        return _counted(person, theme, since, until)
    [series] = series_of(person, [theme], today=today)
    year = totals.year(series)
    if year is None:
        return Teams(since, until, [], (0, 0))
    found = _counted(person, theme, year.since, year.until)
    return replace(found, hidden=_hidden(found, totals.divided(person, theme, "team", year)))


def _counted(person: Person, theme: Theme, since: datetime.date, until: datetime.date) -> Teams:
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


def _hidden(teams: Teams, shown: Sequence[tuple[str, int | None]] | None) -> frozenset[str]:
    """Return the teams to hide: all where the theme's page shows none, those that it hides, and any small number."""
    if shown is None:
        return frozenset(name for name, _, _ in teams.rows)
    there = {name for name, count in shown if count is None}
    small = {name for name, *counts in teams.rows if any(map(totals.withheld, counts))}
    return frozenset(there | small)


def compare(teams: Teams) -> Funnel | None:
    """Return the funnel of the teams that may be seen, or None where there is nothing to compare."""
    seen = [row for row in teams.rows if row[0] not in teams.hidden]
    if sum(about for _, about, _ in seen) == 0 or (teams.hidden and len(seen) < 2):
        return None
    names, about, every = zip(*seen, strict=True)
    return funnel(names, about, every, "proportion")


def rows_of(result: Funnel, teams: Teams) -> list[list[Any]]:
    """Return the table's rows, each share with its Wilson interval; what is withheld is said in words."""
    compared = {row["name"]: row for row in funnel_table(result, show_small=True)}
    return [
        _row(compared[name])
        if name in compared
        else [name, suppression.WITHHELD, suppression.WITHHELD, "–", "–", "not shown"]
        for name, _, _ in teams.rows
    ]


def _row(row: dict[str, Any]) -> list[Any]:
    share, limits = row["share"], row["limits"]
    return [
        row["name"],
        row["observed"],
        int(row["size"]),
        "–" if share is None else f"{share}% ({row['interval'][0]:.0f}% to {row['interval'][1]:.0f}%)",
        # The whole counts inside the limits: those that no one would ask about.
        "–" if limits is None else f"{math.ceil(limits[0])} to {math.floor(limits[1])}",
        row["words"],
    ]
