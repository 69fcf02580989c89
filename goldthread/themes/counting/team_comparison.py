"""Team comparison: what share of each team's issues is about a theme, and whether that is more than chance.

A funnel chart, never a league table: teams come by name, none is ranked, and those too small to compare are named.
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
from goldthread.dates import add_months, last_whole_month
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting import totals
from goldthread.themes.counting.counts import Filters
from goldthread.themes.counting.tones import NEGATIVE

COLUMNS = [
    "Team",
    {"text": "On this theme", "numeric": True},
    {"text": "All issues", "numeric": True},
    {"text": "Share", "numeric": True},
    "Expected by chance",
    "Result",
]


@dataclass(frozen=True)
class TeamCounts:
    """A year's points by team: name, those about the theme, all. Ordered by name.

    no_team: the same two counts for points without a team. hidden: the teams that the reader may not see; they
    are left out of the limits, so that nothing shown can be worked back to them.
    """

    since: datetime.date
    until: datetime.date
    rows: list[tuple[str, int, int]]
    no_team: tuple[int, int]
    hidden: frozenset[str] = frozenset()


def points_by_team(person: Person, theme: Theme, *, today: datetime.date, tone: str = NEGATIVE) -> TeamCounts:
    """Return each team's points of a tone about a theme, out of all its points of that tone that have been coded.

    A point that nobody has coded yet is left out. The counts are the council's, whichever feedback the person
    may read. Over twelve whole months; for somebody who sees totals only, over the same quarters as on the
    theme's own page, which count everything, with the teams hidden that are hidden there.
    """
    until = last_whole_month(today)
    since = add_months(until, -11)
    if may_read_feedback(person):
        return _team_counts(person, theme, Filters(tone=tone), since, until)
    year = totals.totals_of(person, [theme])[theme.pk].last_year
    if year is None:
        return TeamCounts(since, until, [], (0, 0))
    about = totals.counts_by(person, "team", year.quarters)
    every = totals.counts_by(person, "team", totals.all_coded(person, year))
    rows = [(name, about.get(name, 0), every[name]) for name in sorted(every) if name != totals.NO_TEAM]
    no_team = (about.get(totals.NO_TEAM, 0), every.get(totals.NO_TEAM, 0))
    teams = TeamCounts(year.since, year.until, rows, no_team)
    return replace(teams, hidden=_hidden(teams, totals.suppressed_counts_by(person, "team", year)))


def _team_counts(
    person: Person, theme: Theme, filters: Filters, since: datetime.date, until: datetime.date
) -> TeamCounts:
    about = Exists(Coding.objects.filter(point=OuterRef("pk"), theme=theme, applies=True))
    points = Point.objects.counted().filter(council_id=person.council_id, coded_at__isnull=False)
    rows = (
        filters.apply_with_tone(points)
        .filter(month__gte=since, month__lte=until)
        .order_by()
        .values_list("team__name")
        .annotate(about=Count("pk", filter=about), all=Count("pk"))
    )
    counts = {name: (about, every) for name, about, every in rows}
    no_team = counts.pop(None, (0, 0))
    return TeamCounts(since, until, [(name, *counts[name]) for name in sorted(counts)], no_team)


def _hidden(teams: TeamCounts, shown: Sequence[tuple[str, int | None]] | None) -> frozenset[str]:
    """Return the teams to hide: all where the theme's page shows none, those that it hides, and any small number."""
    if shown is None:
        return frozenset(name for name, _, _ in teams.rows)
    withheld = {name for name, count in shown if count is None}
    small = {name for name, *counts in teams.rows if any(map(suppression.is_small, counts))}
    return frozenset(withheld | small)


def team_funnel(teams: TeamCounts) -> Funnel | None:
    """Return the funnel of the teams that may be seen, or None where there is nothing to compare."""
    visible = [row for row in teams.rows if row[0] not in teams.hidden]
    if sum(about for _, about, _ in visible) == 0 or (teams.hidden and len(visible) < 2):
        return None
    names, about, every = zip(*visible, strict=True)
    return funnel(names, about, every, "proportion")


def table_rows(result: Funnel, teams: TeamCounts) -> list[list[Any]]:
    """Return the table's rows, each share with its Wilson interval; what is withheld is given in words."""
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
        # The whole counts inside the limits: those that are not unusual.
        "–" if limits is None else f"{math.ceil(limits[0])} to {math.floor(limits[1])}",
        row["words"],
    ]
