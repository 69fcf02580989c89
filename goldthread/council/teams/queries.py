"""What is still to be done by a team, and what became of teams over the years."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet

from goldthread.council.models import Membership, Person, Team
from goldthread.council.records.base import Record
from goldthread.council.records.spec import record_types
from goldthread.council.records.together import counts_of
from goldthread.council.teams.models import TeamChange
from goldthread.dates import day_in_words


def open_work(team: Team) -> Iterator[tuple[type[Record], QuerySet]]:
    """Yield each type of record on which somebody works, with those of a team that are still open."""
    for model in record_types().values():
        work = model.spec.work
        if work is not None and work.team:
            records = model._default_manager.filter(council_id=team.council_id).counted()
            yield model, records.filter(work.open, **{work.team: team})


def what_moves(team: Team) -> list[tuple[str, int]]:
    """Return how much open work of each type a team has, and how many people hold a role in it."""
    work = list(open_work(team))
    people = Person.objects.filter(
        is_active=True,
        pk__in=Membership.objects.filter(council_id=team.council_id, team=team).values("person"),
    )
    counts = counts_of([*(records for _, records in work), people])
    return list(zip([*(model.spec.plural for model, _ in work), "People"], counts, strict=True))


def changes_of(team: Team) -> list[tuple[TeamChange, str]]:
    """Return what became of a team, newest first, each with what it says."""
    named = dict(Team.objects.filter(council_id=team.council_id).values_list("pk", "name"))
    names = {str(pk): name for pk, name in named.items()}
    changes = TeamChange.objects.filter(council_id=team.council_id, undone_on=None).select_related("team")
    return [
        (change, _in_words(change, names))
        for change in changes
        if change.team_id == team.pk or str(team.pk) in change.into
    ]


def events(
    person: Person, since: datetime.date, until: datetime.date, *, team: Team | None = None
) -> list[tuple[datetime.date, str]]:
    """Return what became of a team, or of any, from one day to another, as a chart marks it; oldest first."""
    changes = TeamChange.objects.visible_to(person).filter(undone_on=None, on__gte=since, on__lte=until)
    names = {str(pk): name for pk, name in Team.objects.visible_to(person).values_list("pk", "name")}
    return [
        (change.on, _in_words(change, names))
        for change in changes.select_related("team").order_by("on", "id")
        if team is None or change.team_id == team.pk or str(team.pk) in change.into
    ]


def _in_words(change: TeamChange, names: dict[str, str]) -> str:
    into = [names[key] for key in change.into if key in names]
    day, name = day_in_words(change.on), change.old_name or change.team.name
    if change.kind == TeamChange.Kind.RENAMED:
        return f"{change.old_name} was renamed {change.new_name} on {day}"
    if change.kind == TeamChange.Kind.MERGED:
        return f"{name} was merged into {' and '.join(into)} on {day}"
    if change.kind == TeamChange.Kind.SPLIT:
        return f"{name} was split into {' and '.join(into)} on {day}"
    taken = f"; {into[0]} took its open work" if into else ""
    return f"{name} was closed on {day}{taken}"
