"""How every change is made: one verb, by a person who may, whole or not at all, with one audit line."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.module_loading import import_string

from goldthread.council.database import tenant
from goldthread.council.models import Team
from goldthread.council.records import audit

Command = TypeVar("Command", bound=Callable[..., Any])


class Refused(ValueError):
    """A command that cannot be carried out as asked; the message is fit to show and says what to do."""


class OutsideTeam(Refused, PermissionDenied):
    """A record of another team, for somebody who holds the permission for their own team's records only.

    Said on the form where a page says what is refused; a closed door where a page does not.
    """


# The permission of the command that is being carried out: `check_scope` asks for which teams it is held.
_PERMISSION: ContextVar[str] = ContextVar("permission of the command", default="")

# What each command does, in the words that begin its docstring: the audit trail is read by people.
_IN_WORDS: dict[str, str] = {}


def command(permission: str, *, trail: Callable[..., str] | None = None) -> Callable[[Command], Command]:
    """Make a function a command.

    It takes keyword arguments only, `by=` a Person of the council it changes. The person must hold the
    permission; the whole is one transaction in their council; one audit line names the command and the
    record it returns. `reason=`, where given, is written to the line without the names in it; where a case knows
    more names, `trail` is called with what the command was given, once it is done, and says what is written.
    """

    def make(function: Command) -> Command:
        room = function.__module__.split(".")[1]
        name = f"{room}.{function.__name__}"

        @functools.wraps(function)
        def run(*, by: Any, **arguments: Any) -> Any:
            if not by.may(permission):
                raise PermissionDenied(f"{by} may not {name}")
            with transaction.atomic():
                tenant.enter(by.council_id)
                before = _PERMISSION.set(permission)
                try:
                    result = function(by=by, **arguments)
                finally:
                    _PERMISSION.reset(before)
                reason = arguments.get("reason") if trail is None else trail(by=by, **arguments)
                audit.write(
                    council_id=by.council_id,
                    person=by,
                    command=name,
                    target=result if isinstance(result, models.Model) else None,
                    # Asked for by name: who finds personal data stands on a floor above.
                    reason=import_string(settings.PRIVACY_OF_REASONS)(str(reason)) if reason else "",
                    detail={"count": len(result)} if isinstance(result, list | tuple) else None,
                )
            return result

        _IN_WORDS[name] = re.split(r"[.:;]", (function.__doc__ or name).strip(), maxsplit=1)[0]
        run.command_name = name
        run.permission = permission
        return run

    return make


def in_words(name: str) -> str:
    """Return what a command does, such as "Receive one piece of feedback"; an earlier version's by its name."""
    return _IN_WORDS.get(name) or name.replace("_", " ").replace(".", ": ")


def check_scope(by: Any, *records: models.Model | None) -> None:
    """Refuse records of another council, in a command that was handed them; and of another team.

    Of another team where the person holds the command's permission for their own team only. What is no team's is
    the council's, and an action is its owner's wherever they work.
    """
    teams = _teams(by)
    for record in records:
        if record is None:
            continue
        if record.council_id != by.council_id:
            raise PermissionDenied("that record belongs to another council")
        team = record.pk if record._meta.model_name == "team" else getattr(record, "team_id", None)
        if teams is None or team is None or team in teams or getattr(record, "owner_id", None) == by.pk:
            continue
        raise OutsideTeam(f"This belongs to {_names(by, {team})}, and you act for {_names(by, teams)} only.")


def check_new_in_team(by: Any, team: models.Model | None) -> None:
    """Refuse a new record of no team or another, from somebody who acts for their own team only."""
    check_scope(by, team)
    teams = _teams(by)
    if team is None and teams is not None:
        raise OutsideTeam(f"Choose your team. You act for {_names(by, teams)} only.")


def require_council_wide(by: Any, what: str) -> None:
    """Refuse what is the whole council's to somebody who acts for their own team only; `what` begins a sentence."""
    teams = _teams(by)
    if teams is not None:
        raise OutsideTeam(f"{what} the whole council's, and you act for {_names(by, teams)} only.")


def _teams(by: Any) -> set[Any] | None:
    """Return the teams for which the person holds the permission of the command that is being carried out."""
    permission = _PERMISSION.get()
    return by.teams_for(permission) if permission else None


def _names(by: Any, teams: set[Any]) -> str:
    named = Team.objects.filter(council_id=by.council_id, pk__in=teams).order_by("name")
    return " and ".join(team.name for team in named) or "no team"
