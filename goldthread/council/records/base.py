"""What every record of a council has: a key made here, its council, and when it was made."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

import pghistory
import pgtrigger
import uuid_utils.compat
from django.apps import apps
from django.db import models
from django.utils import timezone


class Person(Protocol):
    """What queries ask of a person; `council.models.Person` is one, and imports this file."""

    council_id: uuid.UUID

    def teams_for(self, permission: str) -> set[uuid.UUID] | None:
        """Return the teams for which the person holds a permission; None for the whole council."""
        ...


# What makes new keys instead, while the demo is built: see `keys_from`.
_KEYS: ContextVar[Callable[[], uuid.UUID] | None] = ContextVar("where new keys come from", default=None)


def new_id() -> uuid.UUID:
    """Return a UUIDv7: unique without asking the database, and in order of time, so indexes stay compact."""
    make = _KEYS.get()
    return uuid_utils.compat.uuid7() if make is None else make()


@contextmanager
def keys_from(make: Callable[[], uuid.UUID]) -> Iterator[None]:
    """Let new keys come from `make` in here, so that the demo has the same keys on every build."""
    token = _KEYS.set(make)
    try:
        yield
    finally:
        _KEYS.reset(token)


def now() -> datetime.datetime:
    """Return the time; models name this as their default, so that the demo's clock holds for them too."""
    return timezone.now()


class CouncilQuerySet(models.QuerySet):
    """Reads that begin with who is asking."""

    def visible_to(self, person: Person) -> CouncilQuerySet:
        """Return the records of the person's own council; rooms narrow this further where they must."""
        return self.filter(council_id=person.council_id)


class CouncilOwned(models.Model):
    """A record that belongs to one council; row-level security is put on its table when it is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("goldthread.Council", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        abstract = True


class RecordQuerySet(CouncilQuerySet):
    """Reads of a type of record: only what counts, and only what somebody may open."""

    def visible_to(self, person: Person, *, withdrawn: bool = False) -> RecordQuerySet:
        """Return the records that this person may open; with `withdrawn`, those that count nowhere too.

        Where the person holds the type's permission for some teams only: those teams' records, and what is no
        team's, which is the council's.
        """
        records = super().visible_to(person)
        teams = person.teams_for(self.model.spec.permission)
        if teams is not None and any(field.name == "team" for field in self.model._meta.get_fields()):
            records = records.filter(models.Q(team=None) | models.Q(team__in=teams))
        return records if withdrawn else records.counted()

    def counted(self) -> RecordQuerySet:
        """Return the records that count: all but those withdrawn, or merged into another."""
        return self.filter(withdrawn_on=None)


class Record(CouncilOwned):
    """A record with a page: it can be corrected, withdrawn and merged, and its type is stated in `spec`."""

    version = models.PositiveIntegerField(default=1, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """Return the reference that people use, such as "L-16"; "" for a type without numbers."""
        return f"{self.spec.letter}-{self.number}" if self.spec.letter else ""


class Numbered(Record):
    """A record with a number that people use on the telephone."""

    number = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True


def with_history(model: type[models.Model]) -> type[models.Model]:
    """Keep each earlier state of a record, by a trigger, so that raw SQL and bulk updates are caught too.

    What `no_history` of the model names is worked out from what else is kept: a change of it alone is no event.
    """
    left_out = list(getattr(model, "no_history", ()))
    changed = pgtrigger.AnyChange(exclude=left_out) if left_out else pgtrigger.AnyChange()
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old, condition=changed))(model)


def history_of(model: type[models.Model]) -> type[models.Model] | None:
    """Return the model with the earlier states of a model's records; None where no history is kept."""
    try:
        return apps.get_model("goldthread", f"{model.__name__}Event")
    except LookupError:
        return None
