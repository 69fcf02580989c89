"""Links of the thread: what each record is based on and led to, as far as a person may open it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import JSONField, Model, Prefetch, QuerySet
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.council.records.base import Record
from goldthread.council.records.saving import day_of
from goldthread.council.records.spec import RecordType, kind_of, record_types, type_of
from goldthread.feedback.models import Point

_MOST_LINKS = 50


@dataclass(frozen=True)
class Link:
    """A link to one record: its type, title, note and date."""

    kind: str
    spec: RecordType
    pk: uuid.UUID
    title: str
    note: str = ""
    on: datetime.date | None = None

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse(self.spec.page, args=[self.pk])


@dataclass
class Stage:
    """One type of record on a trail: the first of them, how many more, and how many this person may not open.

    gaps: what is missing here after others, in words.
    """

    kind: str
    spec: RecordType
    links: list[Link] = field(default_factory=list)
    more: int = 0
    hidden: int = 0
    gaps: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many there are, with those that this person may not open."""
        return len(self.links) + self.more + self.hidden


def kinds() -> dict[str, RecordType]:
    """Return the types of record that a trail shows, by kind, from feedback to claims."""
    return {kind: model.spec for kind, model in record_types().items() if model.spec.on_thread}


def model_of(person: Person, kind: str) -> type[Record]:
    """Return a type of record of the thread; raises KeyError where there is none, or this person may open none."""
    model = type_of(kind)
    if not model.spec.on_thread or not person.may(model.spec.permission):
        raise KeyError(kind)
    return model


def get(person: Person, kind: str, pk: uuid.UUID) -> Any:
    """Return a record of the thread that this person may open, withdrawn ones too.

    Raises KeyError where the thread has no such type, and DoesNotExist for a record that they may not open.
    """
    model = model_of(person, kind)
    return model._default_manager.visible_to(person, withdrawn=True).get(pk=pk)


def visible(person: Person, model: type[Model]) -> QuerySet:
    """Return the records of a type that this person may see, or none, with what their links show."""
    if not person.may(model.spec.permission):
        return model._default_manager.none()
    along = [Prefetch(path, of._default_manager.defer(*large)) for path, of, large in _along(model)]
    return model._default_manager.visible_to(person).prefetch_related(*along)


@cache
def _along(model: type[Model]) -> tuple[tuple[str, type[Model], tuple[str, ...]], ...]:
    """Return what a link of a type reads with it: the path, the model, and its large fields that no link shows."""
    found = []
    for path in model.spec.along:
        reached: Any = model
        for name in path.split("__"):
            reached = reached._meta.get_field(name).related_model
        large = [each.name for each in reached._meta.concrete_fields if isinstance(each, JSONField)]
        found.append((path, reached, tuple(large)))
    return tuple(found)


def link(record: Any) -> Link:
    """Return the link to a record."""
    spec: RecordType = record.spec
    note = ", ".join(part for part in (record.reference, spec.note(record)) if part)
    # The reference is in the note.
    title = str(record).removeprefix(record.reference).strip()
    return Link(kind_of(record), spec, record.pk, title, note, day_of(record))


def based_on(person: Person, record: Model, most: int = _MOST_LINKS) -> list[Stage]:
    """Return what a record is based on, down to feedback, nearest the record first."""
    reached = walk.based_on(type(record), [record.pk])[record.pk]
    return _stages(person, reached, reversed(kinds()), most)


def led_to(person: Person, record: Model, most: int = _MOST_LINKS) -> list[Stage]:
    """Return what a record led to, up to the claims based on it."""
    return stages_of(person, walk.led_to(type(record), [record.pk])[record.pk], most)


def stages_of(person: Person, reached: walk.Reached, most: int = _MOST_LINKS) -> list[Stage]:
    """Return what a walk reached as stages, from feedback to claims."""
    return _stages(person, reached, kinds(), most)


def points_of(record: Model) -> list[Point]:
    """Return the issues that stem from a record."""
    return list(Point.objects.filter(origin=kind_of(record), origin_id=record.pk).order_by("position", "pk"))


def _stages(person: Person, reached: walk.Reached, order: Iterable[str], most: int) -> list[Stage]:
    stages = []
    for kind in order:
        ids = reached.get(kind)
        if not ids:
            continue
        model = type_of(kind)
        records = visible(person, model).filter(pk__in=ids)
        stage = Stage(kind, model.spec, [link(each) for each in records[:most]])
        may_open = records.count() if len(stage.links) == most else len(stage.links)
        stage.more, stage.hidden = may_open - len(stage.links), len(ids) - may_open
        stages.append(stage)
    return stages
