"""How every change is made: one verb, by a person who may, whole or not at all, with one audit line."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from psycopg.errors import UniqueViolation

from goldthread.council.database import tenant
from goldthread.council.errors import OutsideTeam, Refused
from goldthread.council.models import Team
from goldthread.council.past_tense import in_past
from goldthread.council.records import audit, privacy
from goldthread.council.records.base import Record
from goldthread.council.records.spec import is_confidential

__all__ = [
    "OutsideTeam",
    "Refused",
    "changed",
    "check_new_in_team",
    "check_scope",
    "command",
    "require_council_wide",
]

Command = TypeVar("Command", bound=Callable[..., Any])

# The permission of the command that is being carried out: `check_scope` asks for which teams it is held.
_PERMISSION: ContextVar[str] = ContextVar("permission of the command", default="")

# What the command that is being carried out changed of a setting: [what, before, after].
_CHANGED: ContextVar[list[list[str]] | None] = ContextVar("changes of the command", default=None)

# What each command does, in the words that begin its docstring: the audit trail is read by people.
_IN_WORDS: dict[str, str] = {}


def command(
    permission: str | Callable[..., str],
    *,
    trail: Callable[..., str] | None = None,
    to: Callable[[Any], Any] | None = None,
    any_team: str = "",
    confidential: bool = False,
) -> Callable[[Command], Command]:
    """Make a function a command.

    It takes keyword arguments only, `by=` a Person of the council it changes. The person must hold the
    permission; every record among the arguments, lists of records included, must be of the person's council
    and of a team for which they hold it; the whole is one transaction in their council; one audit line names
    the command and the record it returns. `reason=`, where given, is written to the line without the names in
    it; where a case knows more names, `trail` is called with what the command was given, once it is done, and
    returns what is written. `permission` may be a function of the arguments, for commands on records of every type.
    `to`: returns of its result the person to whom something was given, whom the audit log then names by key.
    `any_team`: why records of other teams may be given; the house lists these.
    `confidential`: for records of a confidential type: no line in the audit log, where its moment alone would tell who
    was signed in then; the room keeps its own record of what was done. Without it such a record is refused.

    Raises PermissionDenied, OutsideTeam, Refused (also for what is there already, by a unique constraint).
    """

    def make(function: Command) -> Command:
        room = function.__module__.split(".")[1]
        name = f"{room}.{function.__name__}"

        @functools.wraps(function)
        def run(*, by: Any, **arguments: Any) -> Any:
            needed = permission if isinstance(permission, str) else permission(**arguments)
            if not by.may(needed):
                raise PermissionDenied(f"{by} may not {name}")
            try:
                with transaction.atomic():
                    tenant.enter(by.council_id)
                    before, changes = _PERMISSION.set(needed), _CHANGED.set([])
                    try:
                        records = list(_records_in(arguments.values()))
                        _check_council(by, records)
                        if not any_team:
                            _check_team(by, records)
                        result = function(by=by, **arguments)
                        said = _CHANGED.get()
                    finally:
                        _PERMISSION.reset(before)
                        _CHANGED.reset(changes)
                    if confidential:
                        return result
                    if any(map(is_confidential, [*records, *_records_in([result])])):
                        raise RuntimeError(f"{name} would write of a confidential record into the audit log")
                    reason = arguments.get("reason") if trail is None else trail(by=by, **arguments)
                    audit.write(
                        council_id=by.council_id,
                        person=by,
                        command=name,
                        target=result
                        if isinstance(result, models.Model)
                        else (result.audit_target if isinstance(result, Logged) else None),
                        reason=privacy.reason(str(reason)) if reason else "",
                        detail={**(_detail(result, to) or {}), **({"changes": said} if said else {})},
                    )
            except IntegrityError as error:
                if not isinstance(error.__cause__, UniqueViolation):
                    raise
                # Without the cause: its text holds the values, such as an e-mail address, and would be logged.
                raise Refused(_already_there(error.__cause__)) from None
            return result

        _IN_WORDS[name] = re.split(r"[.:;]", (function.__doc__ or name).strip(), maxsplit=1)[0]
        run.command_name = name
        run.permission = permission
        run.any_team = any_team
        run.confidential = confidential
        return run

    return make


@dataclass(kw_only=True)
class Logged:
    """What a command returns that is no record, and its line in the log: whom or what it is about, and codes of what it gave out."""

    audit_target: models.Model
    audit_detail: dict[str, Any]


def _detail(result: Any, to: Callable[[Any], Any] | None) -> dict[str, Any] | None:
    """Return how many records a command returned; of a single one its version, by which its history is told."""
    given = {} if to is None or (person := to(result)) is None else {"to": str(person.pk)}
    if isinstance(result, Record):
        return {"version": result.version, **given}
    if isinstance(result, Logged):
        return result.audit_detail
    return {"count": len(result)} if isinstance(result, list | tuple) else given or None


def changed(what: str, before: Any, after: Any) -> None:
    """Have the audit log say what a setting was before the command at hand, and what it is after.

    It stays there for good, so no name of a person, and none of their words, may be given.
    """
    changes = _CHANGED.get()
    if changes is not None and str(before) != str(after):
        changes.append([what, str(before), str(after)])


def put_in_words(name: str, words: str) -> None:
    """Give the words of an audit line that no command writes."""
    _IN_WORDS[name] = words


def in_words(name: str) -> str:
    """Return what a command did, such as "Added feedback"; an earlier version's by its name."""
    return in_past(_IN_WORDS.get(name) or name.replace("_", " ").replace(".", ": "))


def check_scope(by: Any, *records: models.Model | None) -> None:
    """Refuse records of another council, and of another team, that did not come as arguments of the command.

    Of another team where the person holds the command's permission for their own team only. What is no team's is
    the council's, and an action is its owner's wherever they work. What comes as an argument is checked already.
    """
    present = [record for record in records if record is not None]
    _check_council(by, present)
    _check_team(by, present)


def check_new_in_team(by: Any, team: models.Model | None) -> None:
    """Refuse a new record of no team or another, from somebody who acts for their own team only."""
    check_scope(by, team)
    teams = _teams(by)
    if team is None and teams is not None:
        raise OutsideTeam(f"Choose your team. You act for {_names(by, teams)} only.", field="team")


def require_council_wide(by: Any, what: str) -> None:
    """Refuse what is the whole council's to somebody who acts for their own team only; `what` begins a sentence."""
    teams = _teams(by)
    if teams is not None:
        raise OutsideTeam(f"{what} the whole council's, and you act for {_names(by, teams)} only.")


def _records_in(values: Any) -> Iterator[models.Model]:
    for value in values:
        if isinstance(value, models.Model):
            yield value
        elif isinstance(value, list | tuple | set | frozenset | models.QuerySet):
            yield from _records_in(value)


def _check_council(by: Any, records: list[models.Model]) -> None:
    for record in records:
        if getattr(record, "council_id", by.council_id) != by.council_id:
            raise PermissionDenied("that record belongs to another council")


def _check_team(by: Any, records: list[models.Model]) -> None:
    teams = _teams(by)
    if teams is None:
        return
    for record in records:
        team = record.pk if isinstance(record, Team) else getattr(record, "team_id", None)
        whole_council = getattr(getattr(record, "spec", None), "whole_council", None)
        if whole_council is not None and (what := whole_council(record)):
            require_council_wide(by, what)
        if team is None or team in teams or getattr(record, "owner_id", None) == by.pk:
            continue
        raise OutsideTeam(f"This belongs to {_names(by, {team})}, and you act for {_names(by, teams)} only.")


def _teams(by: Any) -> set[Any] | None:
    """Return the teams for which the person holds the permission of the command that is being carried out."""
    permission = _PERMISSION.get()
    return by.teams_for(permission) if permission else None


def _names(by: Any, teams: set[Any]) -> str:
    named = Team.objects.filter(council_id=by.council_id, pk__in=teams).order_by("name")
    return " and ".join(team.name for team in named) or "no team"


def _already_there(error: UniqueViolation) -> str:
    """Return the constraint's own words where its model has some, never the values."""
    name = error.diag.constraint_name
    for model in apps.get_app_config("goldthread").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message != (
                models.BaseConstraint.default_violation_error_message
            ):
                return str(constraint.violation_error_message)
    return (
        "This is here already. Somebody may have added it a moment ago: look, and change it if you need to."
    )
