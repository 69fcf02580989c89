"""The audit log as its page shows it: the record of each line by its reference, with its page where there is one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch, resolve, reverse

from goldthread.council.models import AuditLine, Person, SearchEntry
from goldthread.council.records.spec import Part


@dataclass(frozen=True)
class Record:
    """What a line is about: its reference or what kind of thing it is, never its words; its page, "" for none."""

    pk: str
    name: str
    url: str


def records(person: Person, lines: Sequence[AuditLine]) -> list[Record | None]:
    """Return the record of each line, None where it is about none; a kind is read once, however many its lines."""
    keys: dict[str, set[uuid.UUID]] = {}
    for line in lines:
        if line.target_id:
            keys.setdefault(line.target_kind, set()).add(line.target_id)
    found = {pk: record for kind, pks in keys.items() for pk, record in _described(person, kind, pks)}
    gone = {
        (line.target_kind, line.target_id): Record(str(line.target_id), _called(line.target_kind), "")
        for line in lines
        if line.target_id
    }
    return [
        (found.get(line.target_id) or gone[line.target_kind, line.target_id]) if line.target_id else None
        for line in lines
    ]


def given_to(lines: Sequence[AuditLine]) -> dict[int, str]:
    """Return to whom something was given, by the number of the line; a name that was deleted since is not there."""
    keys = {line.number: line.detail["to"] for line in lines if line.detail.get("to")}
    names = dict(Person.objects.filter(pk__in=keys.values()).values_list("pk", "name")) if keys else {}
    return {number: name for number, key in keys.items() if (name := names.get(uuid.UUID(key)))}


def _described(person: Person, kind: str, pks: set[uuid.UUID]) -> list[tuple[uuid.UUID, Record]]:
    """Return the records of a kind that are still there; a part, such as a note, under the record it belongs to."""
    model = _model(kind)
    if model is None:
        return []
    rows: dict[uuid.UUID, Model] = dict(model._default_manager.in_bulk(pks))
    shown: dict[uuid.UUID, Model] = dict(rows)
    while model is not None and isinstance(getattr(model, "spec", None), Part):
        if "__" in model.spec.of:
            # It belongs to several, such as a group of duplicates: none of them is the one to show.
            break
        of = model._meta.get_field(model.spec.of)
        model = of.related_model
        owners = model._default_manager.in_bulk({getattr(row, of.attname) for row in shown.values()})
        shown = {
            pk: owners[getattr(row, of.attname)]
            for pk, row in shown.items()
            if getattr(row, of.attname) in owners
        }
    return [
        (pk, Record(str(row.pk), getattr(row, "reference", "") or _called(kind), _page(person, row)))
        for pk, row in shown.items()
    ]


def _model(kind: str) -> type[Model] | None:
    try:
        return apps.get_model("goldthread", kind)
    except LookupError:
        return None


def _called(kind: str) -> str:
    model = _model(kind)
    if model is None:
        return kind
    spec = getattr(model, "spec", None)
    return getattr(spec, "name", "") or str(model._meta.verbose_name).capitalize()


def _page(person: Person, record: Model) -> str:
    """Return the address of a record's page, by what its type states; "" where this person may not open it."""
    name = getattr(getattr(record, "spec", None), "page", "")
    try:
        address = reverse(name, args=[record.pk]) if name else ""
    except NoReverseMatch:
        return ""
    permission = getattr(resolve(address).func, "permission", "") if address else ""
    return address if permission and person.may(permission) else ""


def meant(person: Person, asked: str) -> list[uuid.UUID]:
    """Return the records that somebody means by a reference or a key; none where nothing is called so."""
    try:
        return [uuid.UUID(asked)]
    except ValueError:
        pass
    entries = SearchEntry.objects.visible_to(person).filter(reference__iexact=asked.strip())
    return list(entries.values_list("record_id", flat=True))
