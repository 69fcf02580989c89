"""Every command, tried with each record that it takes: another council's and another team's are refused unasked."""

from __future__ import annotations

import inspect
import typing
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from goldthread.council.command import OutsideTeam
from goldthread.council.models import Membership, Person, Team
from goldthread.council.people.permissions import COUNCIL_WIDE, PERMISSIONS, TEAM_ROLES
from goldthread.council.records.base import CouncilOwned
from tests.house import examples
from tests.house.test_commands import COMMANDS, full_name

pytestmark = pytest.mark.django_db


def _taken(function: Any) -> list[tuple[str, type[Model], bool]]:
    """Return each argument of a command that is a record, or a list of them: its name, model, and whether a list."""
    plain = inspect.unwrap(function)
    hints = typing.get_type_hints(plain)
    found = []
    for name, hint in hints.items():
        if name in ("by", "return"):
            continue
        for each in (hint, *typing.get_args(hint)):
            if isinstance(each, type) and issubclass(each, CouncilOwned) and not each._meta.abstract:
                found.append((name, each, each is not hint and not _is_optional(hint)))
                break
    return found


def _is_optional(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


TAKEN = [(function, *taken) for function in COMMANDS for taken in _taken(function)]
IDS = [f"{full_name(function)}({name})" for function, name, *_ in TAKEN]
OF_TEAMS = [
    taken
    for taken in TAKEN
    if any(field.name == "team" for field in taken[2]._meta.concrete_fields)
    and not taken[0].any_team
    and isinstance(taken[0].permission, str)
    and taken[0].permission not in COUNCIL_WIDE
    and PERMISSIONS[taken[0].permission] & TEAM_ROLES
]


def test_they_are_found():
    assert len(TAKEN) > 60 and len(OF_TEAMS) > 10


def test_a_command_that_takes_other_teams_records_says_why():
    for function in COMMANDS:
        assert not function.any_team or len(function.any_team) > 15, full_name(function)


def _somebody(town: Any, permission: str, *, role: str = "") -> Person:
    town.enter()
    roles = sorted(PERMISSIONS[permission]) if isinstance(permission, str) else []
    person = town.person(role or (roles[0] if roles else "quality_lead"))
    return person


def _example(model: type[Model], town: Any) -> Any:
    town.enter()
    found = model._default_manager.filter(council=town.council).order_by("created_at").first()
    if found is None:
        found = examples.made(model, town.council)
        found.save(force_insert=True)
    return found


@pytest.mark.parametrize(("function", "name", "model", "several"), TAKEN, ids=IDS)
def test_another_councils_record_is_refused(function, name, model, several, avonshire, brackenmoor):
    if callable(function.permission):
        pytest.fail(f"{full_name(function)}: it takes any record, so give its argument no model of its own")
    record = examples.made(model, brackenmoor.council)
    by = _somebody(avonshire, function.permission)
    with pytest.raises(PermissionDenied, match="another council"):
        function(by=by, **{name: [record] if several else record})


@pytest.mark.parametrize(
    ("function", "name", "model", "several"), OF_TEAMS, ids=[f"{full_name(f)}({n})" for f, n, *_ in OF_TEAMS]
)
def test_another_teams_record_is_refused(function, name, model, several, avonshire):
    role = sorted(PERMISSIONS[function.permission] & TEAM_ROLES)[0]
    avonshire.enter()
    ours, theirs = Team.objects.filter(council=avonshire.council).order_by("name")[:2]
    person = Person.objects.create(council=avonshire.council, name="Somebody of one team")
    Membership.objects.create(council=avonshire.council, person=person, role=role, team=ours)
    record = examples.made(model, avonshire.council, team=theirs)
    with pytest.raises(OutsideTeam):
        function(by=person, **{name: [record] if several else record})
