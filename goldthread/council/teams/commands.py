"""Commands that rename, merge, split or close a team from a day on, and undo that.

Open work and the people's roles go to the team that takes it over. What is closed stays where it was, under the old
name, and so do the issues that charts count: the past is not counted anew. Whoever acts for the team that took over may
read what the other had (`Team.predecessors`), so that no case is lost between two teams.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, Model

from goldthread.council import jobs
from goldthread.council.command import Refused, changed, command
from goldthread.council.jobs import JobName
from goldthread.council.models import Membership, Person, SearchEntry, Team
from goldthread.council.people.slugs import unique_slug
from goldthread.council.records import attached
from goldthread.council.records.base import Record
from goldthread.council.teams.models import PlannedTeamChange, TeamChange
from goldthread.council.teams.queries import open_work
from goldthread.dates import day_in_words

Kind = TeamChange.Kind
TEAM_CHANGED = JobName("council.team_changed")
"""What says a team's name in its own words is written anew; `teams`: the keys of the teams that changed."""
_LATEST = datetime.timedelta(days=731)


@command("council.manage")
def rename_team(*, by: Person, team: Team, name: str, on: datetime.date, today: datetime.date) -> Team:
    """Rename a team from a day on; until then it is known by its old name."""
    team = _lock(team)
    name = _new_name(by, name, of=team)
    _check_day(team, on, today)
    if on > today:
        return _plan(by, team, Kind.RENAMED, on, names=[name])
    change = TeamChange(team=team, kind=Kind.RENAMED, on=on, old_name=team.name, new_name=name)
    changed("Name", team.name, name)
    team.former_names = [*team.former_names, [team.name, on.isoformat()]]
    team.name = name
    team.save(update_fields=["name", "former_names"])
    return _record(by, change)


@command("council.manage")
def merge_teams(*, by: Person, team: Team, into: Team, on: datetime.date, today: datetime.date) -> Team:
    """Merge a team into another: its open work and its people go there, and what is closed keeps its name."""
    return _end(by, team, into, Kind.MERGED, on, today)


@command("council.manage")
def close_team(
    *, by: Person, team: Team, into: Team | None = None, on: datetime.date, today: datetime.date
) -> Team:
    """Close a team: another takes its open work and its people."""
    if into is None and (what := _has_open_work(team)):
        raise Refused(f"The team has open work: {what}. Choose the team that takes it.", field="into")
    return _end(by, team, into, Kind.CLOSED, on, today)


@command("council.manage")
def split_team(
    *, by: Person, team: Team, names: Sequence[str], on: datetime.date, today: datetime.date
) -> Team:
    """Split a team into new ones: the first takes the open work and the people."""
    team = _lock(team)
    _check_day(team, on, today)
    names = [" ".join(name.split()) for name in names if name.strip()]
    if len(names) < 2:
        raise Refused("Enter the names of two new teams or more, one in a line.", field="names")
    if on > today:
        return _plan(by, team, Kind.SPLIT, on, names=[_new_name(by, name, field="names") for name in names])
    teams = Team.objects.filter(council=by.council)
    new = []
    for name in names:
        slug = unique_slug(_new_name(by, name, field="names"), teams, otherwise="team")
        fields = {"service": team.service, "discipline": team.discipline}
        new.append(Team.objects.create(council=by.council, slug=slug, name=name, **fields))
    change = TeamChange(team=team, kind=Kind.SPLIT, on=on, old_name=team.name)
    return _hand_over(by, change, new)


@command("council.manage")
def undo_team_change(*, by: Person, change: TeamChange, today: datetime.date) -> Team:
    """Undo a change of a team: what moved with it goes back, unless somebody has moved it on since.

    What the parts of a split took on themselves goes to the team as well: they are closed by it.
    """
    team = _lock(change.team)
    teams = {str(team.pk), *change.into}
    for later in TeamChange.objects.filter(
        council=by.council, undone_on=None, created_at__gt=change.created_at
    ):
        if teams & {str(later.team_id), *later.into}:
            raise Refused(f"{later.team.name} was changed after that. Undo that first.")
    if change.undone_on is not None:
        raise Refused("This is undone already.")
    if change.kind == Kind.RENAMED:
        if Team.objects.filter(council=by.council, name__iexact=change.old_name).exclude(pk=team.pk).exists():
            raise Refused(f"Another team is called {change.old_name} now.")
        team.name, team.former_names = change.old_name, team.former_names[:-1]
    else:
        team.is_active, team.closed_on = True, None
        _give_back(change, team)
        for heir in Team.objects.filter(council=by.council, pk__in=change.into):
            if change.kind == Kind.SPLIT:
                for _ in _move(heir, team):
                    pass
                heir.is_active, heir.closed_on = False, today
                heir.save(update_fields=["is_active", "closed_on"])
    team.save(update_fields=["name", "former_names", "is_active", "closed_on"])
    change.undone_on = today
    change.save(update_fields=["undone_on"])
    _find_predecessors(team, *Team.objects.filter(council=by.council, pk__in=change.into))
    jobs.ask(TEAM_CHANGED, by=by, last=True, teams=[str(team.pk), *change.into])
    return team


def _end(
    by: Person, team: Team, into: Team | None, kind: str, on: datetime.date, today: datetime.date
) -> Team:
    team = _lock(team)
    _check_day(team, on, today)
    if into is not None and (into.pk == team.pk or not into.is_active):
        raise Refused("Choose another team, which is not closed.", field="into")
    if on > today:
        return _plan(by, team, kind, on, into=into)
    change = TeamChange(team=team, kind=kind, on=on, old_name=team.name)
    return _hand_over(by, change, [] if into is None else [into])


def _plan(
    by: Person,
    team: Team,
    kind: str,
    on: datetime.date,
    *,
    names: Sequence[str] = (),
    into: Team | None = None,
) -> Team:
    """Keep what is to be done with a team on a day to come; `planned.carry_out` does it on its morning."""
    if PlannedTeamChange.objects.filter(team=team).exists():
        raise Refused(
            f"A change of {team.name} is planned already. Cancel it on the team's page first.", field="on"
        )
    PlannedTeamChange.objects.create(
        council=by.council, team=team, kind=kind, on=on, names=[*names], into=into, by=by
    )
    changed("Planned", "", f"{team.name}: {kind} on {day_in_words(on)}")
    return team


@command("council.manage")
def cancel_team_change(*, by: Person, plan: PlannedTeamChange) -> Team:
    """Cancel a change of a team that was planned for a day to come."""
    team = plan.team
    changed("Planned", f"{team.name}: {plan.kind} on {day_in_words(plan.on)}", "")
    plan.delete()
    return team


def _hand_over(by: Person, change: TeamChange, heirs: Sequence[Team]) -> Team:
    team = change.team
    team.is_active, team.closed_on = False, change.on
    team.save(update_fields=["is_active", "closed_on"])
    changed("Team", team.name, f"{change.kind}: {', '.join(heir.name for heir in heirs)}".removesuffix(": "))
    change.into = [str(heir.pk) for heir in heirs]
    if heirs:
        change.moved = [*_move(team, heirs[0])]
    for heir in heirs:
        before = [*heir.predecessors, str(team.pk), *team.predecessors]
        heir.predecessors = list(dict.fromkeys(before))
        heir.save(update_fields=["predecessors"])
    return _record(by, change)


def _record(by: Person, change: TeamChange) -> Team:
    change.council, change.by = by.council, by
    change.save()
    jobs.ask(TEAM_CHANGED, by=by, last=True, teams=[str(change.team_id), *change.into])
    return change.team


def _move(team: Team, heir: Team) -> Iterator[list[Any]]:
    """Move a team's open work and its people's roles to another, and yield what was moved."""
    for model, records in open_work(team):
        path, _, last = model.spec.work.team.rpartition("__")
        rows = records.values_list(path or "pk", flat=True)
        holder = _at(model, path)
        keys = list(rows)
        if keys:
            _set_team(holder, last, keys, heir)
            yield [holder._meta.label, last, [str(key) for key in keys]]
    roles = Membership.objects.filter(council_id=team.council_id, team=team)
    moved = [str(role.pk) for role in roles if _move_role(role, heir)]
    if moved:
        yield [Membership._meta.label, "team", moved]


def _at(model: type[Model], path: str) -> type[Any]:
    for name in path.split("__") if path else ():
        model = model._meta.get_field(name).related_model
    return model


def _set_team(model: type[Any], field: str, keys: Sequence[Any], team: Team) -> None:
    changed: dict[str, Any] = {field: team}
    if issubclass(model, Record):
        changed["version"] = F("version") + 1
    model._default_manager.filter(pk__in=keys).update(**changed)
    moved = [*keys, *attached.keys_on(team.council_id, model, keys)] if issubclass(model, Record) else keys
    SearchEntry.objects.filter(council_id=team.council_id, record_id__in=moved).update(team=team)


def _move_role(role: Membership, team: Team) -> bool:
    try:
        with transaction.atomic():
            return bool(Membership.objects.filter(pk=role.pk).update(team=team))
    except IntegrityError:
        # Somebody who has the same role in the other team already keeps both.
        return False


def _give_back(change: TeamChange, team: Team) -> None:
    for label, field, keys in change.moved:
        model = apps.get_model(label)
        still = model._default_manager.filter(pk__in=keys, **{f"{field}__in": change.into})
        _set_team(model, field, list(still.values_list("pk", flat=True)), team)


def _find_predecessors(*teams: Team) -> None:
    """Set what teams took over by the changes that hold, and by splits that were undone: the parts went back."""
    rows = TeamChange.objects.filter(council_id=teams[0].council_id).exclude(kind=Kind.RENAMED)
    went: dict[str, list[str]] = {}
    for change in rows.order_by("created_at", "pk"):
        if change.undone_on is None:
            for key in change.into:
                went.setdefault(key, []).append(str(change.team_id))
        elif change.kind == Kind.SPLIT:
            went.setdefault(str(change.team_id), []).extend(change.into)
    for team in teams:
        found, to_follow = [], [*went.get(str(team.pk), ())]
        while to_follow:
            key = to_follow.pop(0)
            if key not in found and key != str(team.pk):
                found.append(key)
                to_follow += went.get(key, ())
        team.predecessors = found
        team.save(update_fields=["predecessors"])


def _lock(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def _check_day(team: Team, on: datetime.date, today: datetime.date) -> None:
    if not team.is_active:
        raise Refused(f"{team.name} is closed already.")
    if on > today + _LATEST:
        raise Refused("Choose a day within two years.", field="on")
    if team.former_names and on.isoformat() <= team.former_names[-1][1]:
        since = datetime.date.fromisoformat(team.former_names[-1][1])
        raise Refused(
            f"The team has had this name since {day_in_words(since)}. Choose a later day.", field="on"
        )


def _new_name(by: Person, name: str, field: str = "name", *, of: Team | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter the new name.", field=field)
    if len(name) > 120:
        raise Refused("The name has 120 characters at most.", field=field)
    if of is not None and name == of.name:
        raise Refused("The team has this name already.", field=field)
    others = Team.objects.filter(council=by.council, name__iexact=name)
    if others.exclude(pk=of.pk if of else None).exists():
        raise Refused(f"There is a team called {name} already. Choose another name.", field=field)
    return name


def _has_open_work(team: Team) -> str:
    counts = [
        f"{count} {(model.spec.name if count == 1 else model.spec.plural).lower()}"
        for model, records in open_work(team)
        if (count := records.count())
    ]
    return ", ".join(counts)
