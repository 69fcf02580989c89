"""How every change is made: one verb, by a person who may, whole or not at all, with one audit line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.module_loading import import_string

from goldthread.council import audit, tenant

Command = TypeVar("Command", bound=Callable[..., Any])


class Refused(ValueError):
    """A command that cannot be carried out as asked; the message is fit to show and says what to do."""


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
                result = function(by=by, **arguments)
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

        run.command_name = name
        run.permission = permission
        return run

    return make


def own(by: Any, *records: models.Model | None) -> None:
    """Refuse records of another council, in a command that was handed them."""
    for record in records:
        if record is not None and record.council_id != by.council_id:
            raise PermissionDenied("that record belongs to another council")
