"""Withdrawing a record entered by mistake, merging two records of the same thing, and undoing both.

What is withdrawn stays readable with its reason, and counts nowhere. What hangs on a record that is merged into
another hangs on the other from then on; the rows that were moved are kept, so that undoing gives back just those.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from goldthread.council.command import Refused, command
from goldthread.council.models import PeopleNamed, Person, Withdrawal
from goldthread.council.records import people_named, privacy, saving
from goldthread.council.records.base import Record
from goldthread.council.records.points import points_changed
from goldthread.council.records.redaction import protections
from goldthread.council.records.spec import kind_of, record_types

_SHORTEST_REASON = 5


def changes(*, record: Record, **_: Any) -> str:
    """Return the permission to correct, withdraw and merge records of a type; raises Refused where none may."""
    if not record.spec.change:
        raise Refused(f"{record.spec.plural} are never changed.")
    return record.spec.change


def withdrawal_of(record: Record) -> Withdrawal | None:
    """Return why a record is withdrawn, by whom and when; None where it counts."""
    rows = Withdrawal.objects.filter(council_id=record.council_id, origin=kind_of(record))
    return rows.filter(origin_id=record.pk, undone_on=None).select_related("by").first()


@command(changes)
def withdraw(*, by: Person, record: Record, reason: str, today: datetime.date) -> Record:
    """Withdraw a record that was entered by mistake; it stays readable and counts nowhere."""
    _set_aside(by, record, reason, today)
    return record


@command(changes)
def merge(*, by: Person, record: Record, into: Record, reason: str, today: datetime.date) -> Record:
    """Merge a record into another of the same thing, with all that hangs on it; returns the other."""
    if type(record) is not type(into) or record.pk == into.pk:
        raise Refused(f"Choose another {record.spec.name.lower()} to merge this into.", field="into")
    if not record.spec.merges:
        raise Refused(f"{record.spec.plural} are not merged here.")
    if into.withdrawn_on is not None:
        raise Refused(f"{into.reference or into} is withdrawn. Choose another.", field="into")
    withdrawal = _set_aside(by, record, reason, today, merged_into=into)
    with pgtrigger.ignore(*protections()):
        withdrawal.moved = [*_move(record, into)]
    withdrawal.save(update_fields=["moved"])
    saving.index(into)
    points_changed(by, counted=_points_of(into))
    return into


@command(changes)
def restore(*, by: Person, record: Record, today: datetime.date) -> Record:
    """Undo the withdrawal or the merge of a record."""
    withdrawal = withdrawal_of(record)
    if withdrawal is None:
        raise Refused("This is not withdrawn.")
    with pgtrigger.ignore(*protections()):
        for label, field, keys in withdrawal.moved:
            _give_back(label, field, keys, record)
    types = record_types()
    for kind, pk in withdrawal.rows:
        for each in types[kind]._default_manager.filter(pk=pk):
            each.withdrawn_on = None
            each.save(update_fields=["withdrawn_on"])
            saving.index(each)
    record.refresh_from_db()
    withdrawal.undone_on = today
    withdrawal.save(update_fields=["undone_on"])
    if withdrawal.merged_into:
        for other in type(record)._default_manager.filter(pk=withdrawal.merged_into):
            saving.index(other)
    points_changed(
        by, counted=[*_points_of(record), *(pk for kind, pk in withdrawal.rows if _is_point(kind))]
    )
    return record


def _set_aside(
    by: Person, record: Record, reason: str, today: datetime.date, merged_into: Record | None = None
) -> Withdrawal:
    if record.withdrawn_on is not None:
        raise Refused("This is withdrawn already.")
    if len(reason.strip()) < _SHORTEST_REASON:
        raise Refused("Give the reason in a few words. Somebody will ask.", field="reason")
    along = [record] if merged_into is not None else list(_along(record))
    for each in along:
        each.withdrawn_on = today
        each.save(update_fields=["withdrawn_on"])
        saving.index(each)
    withdrawal = Withdrawal.objects.create(
        council=by.council,
        origin=kind_of(record),
        origin_id=record.pk,
        merged_into=merged_into.pk if merged_into is not None else None,
        because=privacy.hide(reason.strip(), people_named.named_under(record)).text,
        by=by,
        on=today,
        rows=[[kind_of(each), str(each.pk)] for each in along],
    )
    points_changed(by, counted=[each.pk for each in along if each.spec.origin])
    return withdrawal


def _along(record: Record) -> Iterator[Record]:
    """Yield a record with all that is withdrawn along with it: what it owns, and the issues that stem from it."""
    yield record
    for name in record.spec.owns:
        for each in _related(record, name):
            if each.withdrawn_on is None:
                yield from _along(each)
    for model, of_kind, key in _stemming():
        yield from model._default_manager.filter(
            **{of_kind: kind_of(record), key: record.pk, "withdrawn_on": None}
        )


def _stemming() -> list[tuple[type[Record], str, str]]:
    """Return the types that stem from a record of whatever type (issues), with the fields that name it."""
    return [(model, *model.spec.origin) for model in record_types().values() if model.spec.origin]


def _points_of(record: Record) -> list[uuid.UUID]:
    return [
        pk
        for model, of_kind, key in _stemming()
        for pk in model._default_manager.filter(**{of_kind: kind_of(record), key: record.pk}).values_list(
            "pk", flat=True
        )
    ]


def _is_point(kind: str) -> bool:
    return record_types()[kind].spec.origin is not None


def _related(record: Record, name: str) -> list[Any]:
    field = record._meta.get_field(name)
    if field.one_to_many:
        return list(getattr(record, name).all())
    one = getattr(record, name, None)
    return [one] if one is not None else []


def _move(record: Record, into: Record) -> Iterator[list[Any]]:
    """Move every row that hangs on a record to another; a row that the other has already stays where it is."""
    for relation in record._meta.related_objects:
        model, field = relation.related_model, relation.field
        if hasattr(model, "pgh_tracked_model") or relation.many_to_many:
            continue
        keys = model._default_manager.filter(**{field.name: record}).values_list("pk", flat=True)
        moved = [str(pk) for pk in keys if _repoint(model, pk, **{field.attname: into.pk})]
        if moved:
            yield [model._meta.label, field.attname, moved]
    kind = kind_of(record)
    for model, of_kind, key in [*_stemming(), (PeopleNamed, "origin", "origin_id")]:
        keys = model._default_manager.filter(**{of_kind: kind, key: record.pk}).values_list("pk", flat=True)
        moved = [str(pk) for pk in keys if _repoint(model, pk, **{key: into.pk})]
        if moved:
            yield [model._meta.label, key, moved]


def _repoint(model: type[Model], pk: uuid.UUID, **fields: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=pk).update(**fields))
    except IntegrityError:
        return False


def _give_back(label: str, field: str, keys: list[str], record: Record) -> None:
    apps.get_model(label)._default_manager.filter(pk__in=keys).update(**{field: record.pk})
