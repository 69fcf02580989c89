"""Which records somebody may open now, of whatever type: nobody is told of, or led to, any other."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model
from django.urls import resolve, reverse

from goldthread.council.models import Person
from goldthread.council.notifications.models import Notification

# A record by kind and key.
Key = tuple[str, uuid.UUID]
_ANY = uuid.UUID(int=0)


def openable(person: Person, keys: Iterable[Key]) -> set[Key]:
    """Return those of some records that somebody may open now: one query for each type."""
    by_kind: dict[str, set[uuid.UUID]] = {}
    for kind, pk in keys:
        by_kind.setdefault(kind, set()).add(pk)
    found: set[Key] = set()
    for kind, pks in by_kind.items():
        model, permission = _model(kind), _permission(kind)
        if model is not None and permission and person.may(permission):
            records = model._default_manager.visible_to(person).filter(pk__in=pks)
            found |= {(kind, pk) for pk in records.values_list("pk", flat=True)}
    return found


def opened_by(person: Person, notifications: Iterable[Notification]) -> set[uuid.UUID]:
    """Return the keys of those notifications whose record, or whose list of records, somebody may open now."""
    told = list(notifications)
    single = openable(person, ((each.origin, each.origin_id) for each in told if not each.query))
    return {each.pk for each in told if _lists(person, each) or (each.origin, each.origin_id) in single}


def _lists(person: Person, told: Notification) -> bool:
    model = _model(told.origin) if told.query else None
    return model is not None and person.may(model.spec.permission)


def address_of(told: Notification) -> str:
    """Return where a notification leads: to its record, or to the list of its records."""
    if not told.query:
        return address(told.origin, told.origin_id)
    model = _model(told.origin)
    if model is None:
        raise KeyError(told.origin)
    return f"{reverse(model.spec.listing)}?{told.query}"


def address(kind: str, pk: uuid.UUID) -> str:
    """Return the address of a record's page, as its type states it; raises KeyError for a type without one."""
    model = _model(kind)
    if model is None:
        raise KeyError(kind)
    return reverse(model.spec.page, args=[pk])


@functools.cache
def _model(kind: str) -> type[Model] | None:
    """Return the model of a kind, where its records have a page."""
    try:
        model = apps.get_model("goldthread", kind)
    except LookupError:
        return None
    return model if getattr(getattr(model, "spec", None), "page", "") else None


@functools.cache
def _permission(kind: str) -> str:
    """Return the permission that opens the page of a kind of record, "" where there is none."""
    return "" if _model(kind) is None else getattr(resolve(address(kind, _ANY)).func, "permission", "")
