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

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Council, Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.base import Record
from goldthread.council.records.models import PeopleNamed, Withdrawal
from goldthread.council.records.points import points_changed
from goldthread.council.records.redaction import ask_to_hide_again, protections
from goldthread.council.records.setting_aside import along, set_aside, stemming
from goldthread.council.records.spec import attached_models, hanging_types, kind_of, record_types, type_of


def changes(*, record: Record, **_: Any) -> str:
    """Return the permission to correct, withdraw and merge records of a type; raises Refused where none may."""
    if not record.spec.change:
        raise Refused(f"{record.spec.plural} are never changed.")
    return record.spec.change


def withdrawal_of(record: Record) -> Withdrawal | None:
    """Return why a record is withdrawn, by whom and when: itself, or along with another; None where it counts."""
    rows = Withdrawal.objects.filter(council_id=record.council_id, undone_on=None).select_related("by")
    own = rows.filter(origin=kind_of(record), origin_id=record.pk).first()
    return own or rows.filter(rows__contains=[[kind_of(record), str(record.pk)]]).first()


def merged_into(council: Council, kind: str) -> dict[str, str]:
    """Return the key of each record of a kind that was merged, with that of the one which stands for it now."""
    rows = Withdrawal.objects.filter(council=council, origin=kind, undone_on=None).exclude(merged_into=None)
    into = {str(pk): str(other) for pk, other in rows.values_list("origin_id", "merged_into")}
    for pk in into:
        while into[pk] in into:
            into[pk] = into[into[pk]]
    return into


@command(changes, trail=people_named.redacted_reason)
def withdraw(*, by: Person, record: Record, reason: str, today: datetime.date) -> Record:
    """Withdrawn: the record was entered by mistake; it stays readable and counts nowhere."""
    saving.lock(record)
    set_aside(by, record, reason, today)
    record.spec.recounted(by, record)
    return record


@command(changes, trail=people_named.redacted_reason)
def merge(*, by: Person, record: Record, into: Record, reason: str, today: datetime.date) -> Record:
    """Merged with a record of the same thing, which keeps all that hangs on both; returns the one kept."""
    if type(record) is not type(into) or record.pk == into.pk:
        raise Refused(f"Choose another {record.spec.name.lower()} to merge this into.", field="into")
    # Of two people who merge each into the other at once, the second is refused.
    saving.lock(record, into)
    if into.withdrawn_on is not None:
        raise Refused(f"{into.reference or into} is withdrawn. Choose another.", field="into")
    if words := cannot_merge(record, into):
        raise Refused(words, field="into")
    withdrawal = set_aside(by, record, reason, today, merged_into=into)
    withdrawal.moved = [*_move(record, into)]
    withdrawal.save(update_fields=["moved"])
    _refer(into)
    # What it rests on now may name somebody by a form of the name that only these cases know.
    saving.hide(into, into.spec.redacted, people_named.named_under(into))
    with pgtrigger.ignore(*protections()):
        into.save(update_fields=[*into.spec.redacted])
    saving.index(into)
    ask_to_hide_again(by, into)
    points_changed(by, counted=_points_of(into))
    return into


def cannot_merge(record: Record, into: Record) -> str:
    """Return why a record cannot be merged into another of its type, and what to do instead; "" where it can."""
    spec = record.spec
    if not spec.merges:
        return f"{spec.plural} are not merged here."
    one, other = record.reference or "this one", into.reference or "the other"
    for model, field in _fixed(record):
        name = model.spec.name.lower()
        if model._default_manager.counted().filter(**{field: record}).exists():
            if model._default_manager.counted().filter(**{field: into}).exists():
                return f"{one} and {other} each have a {name}. Withdraw one of the two first."
            return f"The {name} of {one} stays with it. Merge {other} into {one} instead."
    return spec.cannot_merge(record, into)


@command(changes)
def restore(*, by: Person, record: Record, today: datetime.date) -> Record:
    """Restored: the withdrawal or the merge is undone."""
    saving.lock(record)
    withdrawal = withdrawal_of(record)
    if withdrawal is None:
        raise Refused("This is not withdrawn.")
    if withdrawal.origin_id != record.pk:
        raise Refused(f"This is withdrawn along with {name_of(withdrawal)}. Undo it there.")
    for above in _owners(record):
        if above.withdrawn_on is not None:
            raise Refused(f"{_called(above)} is withdrawn. Undo that first.")
    for into in type(record)._default_manager.filter(pk=withdrawal.merged_into):
        # What came with this record may hang on a third by now, or count nowhere with the other.
        if into.withdrawn_on is not None:
            raise Refused(f"This was merged into {_called(into)}, which is withdrawn. Undo that first.")
    for label, field, keys in withdrawal.moved:
        _give_back(label, field, keys, record)
    _refer(record)
    types = record_types()
    for kind, pk in withdrawal.rows:
        for each in types[kind]._default_manager.filter(pk=pk):
            check_scope(by, each)
            each.withdrawn_on, each.version = None, each.version + 1
            each.save(update_fields=["withdrawn_on", "version"])
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
    record.spec.recounted(by, record)
    return record


def name_of(withdrawal: Withdrawal) -> str:
    """Return what is called the record that a withdrawal is of."""
    record = type_of(withdrawal.origin)._default_manager.filter(pk=withdrawal.origin_id).first()
    return _called(record) if record is not None else withdrawal.origin


def _called(record: Record) -> str:
    return f"{record.spec.name} {record.reference or record}"


def _owners(record: Record) -> Iterator[Record]:
    """Yield the records with which this one would be withdrawn."""
    for model in record_types().values():
        for name in model.spec.owns:
            relation = model._meta.get_field(name)
            if relation.related_model is type(record):
                above = getattr(record, relation.field.name)
                if above is not None:
                    yield above


def _points_of(record: Record) -> list[uuid.UUID]:
    return [
        pk
        for model, of_kind, key in stemming()
        for pk in model._default_manager.filter(**{of_kind: kind_of(record), key: record.pk}).values_list(
            "pk", flat=True
        )
    ]


def _refer(record: Record) -> None:
    """Write the reference that people see into the points of a record, and of what it owns, that came to it."""
    for each in along(record):
        for model, of_kind, key in stemming():
            points = model._default_manager.filter(**{of_kind: kind_of(each), key: each.pk})
            points.exclude(reference=each.reference).update(reference=each.reference)


def _is_point(kind: str) -> bool:
    return record_types()[kind].spec.origin is not None


def _move(record: Record, into: Record) -> Iterator[list[Any]]:
    """Move every row that hangs on a record to another; a row that the other has already stays where it is."""
    fixed = set(_fixed(record))
    for relation in record._meta.related_objects:
        model, field = relation.related_model, relation.field
        if hasattr(model, "pgh_tracked_model") or relation.many_to_many or (model, field.name) in fixed:
            continue
        keys = model._default_manager.filter(**{field.name: record}).values_list("pk", flat=True)
        moved = [str(pk) for pk in keys if _repoint(model, pk, **{field.attname: into.pk})]
        if moved:
            yield [model._meta.label, field.attname, moved]
    kind = kind_of(record)
    ends = [(model, *end) for model in (*attached_models(), *hanging_types()) for end in model.spec.ends]
    for model, of_kind, key in [*stemming(), (PeopleNamed, "origin", "origin_id"), *ends]:
        keys = model._default_manager.filter(**{of_kind: kind, key: record.pk}).values_list("pk", flat=True)
        moved = [str(pk) for pk in keys if _repoint(model, pk, **{key: into.pk})]
        if moved:
            yield [model._meta.label, key, moved]


def _fixed(record: Record) -> Iterator[tuple[type[Record], str]]:
    """Yield the types whose records stay with the record that they were made for, with the field that says which."""
    for relation in record._meta.related_objects:
        triggers = getattr(relation.related_model._meta, "triggers", ())
        for trigger in triggers:
            if isinstance(trigger, pgtrigger.ReadOnly) and relation.field.name in (trigger.fields or ()):
                yield relation.related_model, relation.field.name


def _repoint(model: type[Model], pk: uuid.UUID, **fields: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=pk).update(**fields))
    except IntegrityError:
        return False


def _give_back(label: str, field: str, keys: list[str], record: Record) -> None:
    apps.get_model(label)._default_manager.filter(pk__in=keys).update(**{field: record.pk})
