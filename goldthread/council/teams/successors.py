"""Which team is meant today by the name of one that was renamed, merged, split or closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from goldthread.council.models import Council, Team
from goldthread.council.teams.models import TeamChange


def successors(council: Council, teams: Iterable[Team]) -> dict[str, Team]:
    """Return by its key the team that took over each closed one, the last in the line; none for one without.

    Of a split the first part, which took the open work.
    """
    by_key = {str(team.pk): team for team in teams}
    took: dict[str, str] = {}
    changes = (
        TeamChange.objects.filter(council=council, undone_on=None)
        .exclude(into=[])
        .order_by("created_at", "pk")
    )
    for key, into in changes.values_list("team", "into"):
        took[str(key)] = into[0]
    return {
        key: by_key[last]
        for key, team in by_key.items()
        if not team.is_active and (last := _last(key, took, by_key)) != key
    }


def _last(key: str, took: Mapping[str, str], by_key: Mapping[str, Team]) -> str:
    seen = {key}
    while not by_key[key].is_active and took.get(key) in by_key and took[key] not in seen:
        key = took[key]
        seen.add(key)
    return key


def successor_of(team: Team) -> Team | None:
    """Return the team that took over a closed one, the last in the line; None where it is active or none did."""
    if team.is_active:
        return None
    return successors(team.council, Team.objects.filter(council_id=team.council_id)).get(str(team.pk))


def old_names(teams: Iterable[Team], taken_over: Mapping[str, Team]) -> dict[str, Team]:
    """Return the team that each old name means today: of those renamed, and of those that another took over.

    A name that a team has today is no old name.
    """
    teams = list(teams)
    today = {team.name.casefold() for team in teams if str(team.pk) not in taken_over}
    meant: dict[str, Team] = {}
    for team in teams:
        heir = taken_over.get(str(team.pk))
        names = [name for name, _ in team.former_names] + ([team.name] if heir else [])
        meant |= {name: heir or team for name in names if name.casefold() not in today}
    return meant
