"""What hangs on a record of any type (notes, files, related records): its search entries, and its end with the record."""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from goldthread.council.errors import Refused
from goldthread.council.models import Person, SearchEntry
from goldthread.council.records import holds, search
from goldthread.council.records.base import history_of
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.retention import NOTE
from goldthread.council.records.spec import (
    RecordType,
    attached_models,
    hanging_types,
    kind_of,
    models_with_spec,
    record_types,
)
from goldthread.council.records.together import KEYS, among, question_of
from goldthread.dates import years_before


def on_record(model: type[Model], record: Model) -> QuerySet:
    """Return the rows of a model that hang on a record, at either end."""
    return model._default_manager.filter(council_id=record.council_id).filter(
        on_any(model, kind_of(record), [record.pk])
    )


def on_any(model: type[Model], kind: str, keys: Collection[uuid.UUID]) -> Q:
    """Return the condition that a row hangs on one of some records of a kind, at either end."""
    condition = Q()
    for of_kind, key in model.spec.ends:
        condition |= Q(**{of_kind: kind, f"{key}__in": keys})
    return condition


def present(record: Any, *, happened: bool = False) -> list[type[Model]]:
    """Return the models of which something hangs on a record, in one query: most records have nothing.

    happened: also those of which rows say something in its timeline (`Happening`).
    """
    models, sql, values = _question(kind_of(record), happened)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_given(record, each) for each in values])
        return [model for model, is_there in zip(models, cursor.fetchone(), strict=True) if is_there]


_COUNCIL, _KEY = object(), object()


def _given(record: Any, value: Any) -> Any:
    if value is KEYS:
        return [record.pk]
    return record.council_id if value is _COUNCIL else record.pk if value is _KEY else value


@functools.cache
def _question(kind: str, happened: bool) -> tuple[list[type[Model]], str, list[Any]]:
    """Return the models that are looked at for a record of a kind, the query and its parameters, put together once."""
    models: list[type[Model]] = []
    parts: list[str] = []
    values: list[Any] = []
    for model in attached_models():
        ends = [f"(council_id = %s AND {key} = %s AND {of_kind} = %s)" for of_kind, key in model.spec.ends]
        models.append(model)
        parts.append(f"EXISTS (SELECT FROM {model._meta.db_table} WHERE {' OR '.join(ends)})")
        values += [_COUNCIL, _KEY, kind] * len(ends)
    for model in models_with_spec() if happened else ():
        told = model.spec.happening
        if told is None or kind not in told.kinds.split():
            continue
        of_kind, key = told.ends
        rows = model._default_manager.filter(told.where, among(key), **({of_kind: kind} if of_kind else {}))
        if (question := question_of(rows.order_by().values("pk"))) is not None:
            models.append(model)
            parts.append(f"EXISTS ({question[0]})")
            values += question[1]
    return models, f"SELECT {', '.join(parts)}", values


def rows_on(record: Any) -> Iterator[Any]:
    """Yield every row that hangs on a record; on what takes none, such as a reading of a measure, nothing is looked for."""
    if getattr(record.spec, "notes", ""):
        for model in present(record):
            yield from on_record(model, record).order_by("pk")
    for model in hanging_types() if getattr(record.spec, "confirmed", None) else ():
        yield from on_record(model, record).order_by("pk")


def index(record: Any, *, counts: bool = True) -> None:
    """Put what hangs on a record into search as the record stands now; take it out where the record counts no more."""
    for model in present(record) if record.spec.notes else ():
        if model.spec.searched:
            rows = list(on_record(model, record).order_by("pk"))
            put(record, [row for row in rows if counts])
            search.remove(record.council_id, [row.pk for row in rows if not counts])


def keys_on(council_id: uuid.UUID, kind: type[Model], keys: Collection[uuid.UUID]) -> Iterator[uuid.UUID]:
    """Yield the keys of what hangs on records and is found by search."""
    for model in attached_models():
        if model.spec.searched:
            rows = model._default_manager.filter(council_id=council_id)
            yield from rows.filter(on_any(model, kind_of(kind), keys)).values_list("pk", flat=True)


def remove_from_search(council_id: uuid.UUID, kind: type[Model], keys: Collection[uuid.UUID]) -> None:
    """Take out of search what hangs on records that count no more."""
    search.remove(council_id, keys_on(council_id, kind, keys))


def put(record: Any, rows: Collection[Any]) -> None:
    """Put rows that hang on a record into search; those that were taken back out of it.

    Found by whoever may read notes on the record, in its team; the text is the redacted copy.
    """
    shown = [row for row in rows if row.withdrawn_on is None]
    search.remove(record.council_id, [row.pk for row in rows if row not in shown])
    if shown and record.spec.notes:
        search.put(record.council_id, [_entry(record, row) for row in shown])


def _entry(record: Any, row: Any) -> search.Entry:
    called = record.reference or record.spec.name.lower()
    return search.Entry(
        kind=kind_of(row),
        record_id=row.pk,
        # Not the record's own title: a name that is hidden in that later would live on here.
        title=f"{row.spec.name} on {called}",
        body=" ".join(text for name in row.spec.hidden if (text := getattr(row, name))),
        permission=record.spec.opens(record) or record.spec.notes,
        team_id=getattr(record, "team_id", None),
        on=row.at.date(),
    )


def record_of(row: Any, *, end: int = 0) -> Any:
    """Return the record on which a row hangs, withdrawn or not; None where it is no more. end: which, of a link's two."""
    of_kind, key = row.spec.ends[end]
    model = record_types().get(getattr(row, of_kind))
    return model._default_manager.filter(pk=getattr(row, key)).first() if model is not None else None


def may_read(person: Person, spec: RecordType) -> bool:
    """Return whether somebody may read and add notes, files and links on records of a type that they may open."""
    return bool(spec.notes) and person.may(spec.permission) and person.may(spec.notes)


def check_open(by: Person, record: Any, *, withdrawn: bool = False) -> None:
    """Refuse what hangs on a record that somebody may not open; without `withdrawn`, also on one that counts no more."""
    may = record is not None and may_read(by, record.spec)
    if (
        not may
        or not type(record)._default_manager.visible_to(by, withdrawn=True).filter(pk=record.pk).exists()
    ):
        raise PermissionDenied("this person may not open that record")
    if record.withdrawn_on is not None and not withdrawn:
        raise Refused("This record is withdrawn. Restore it first.")
    if why := record.spec.attaches(record):
        raise Refused(why)


def may_open(person: Person, model: type[Model], pk: uuid.UUID) -> bool:
    """Return whether somebody may read what hangs on a record, by the record's own query."""
    row = model._default_manager.filter(council_id=person.council_id, pk=pk).first()
    record = record_of(row) if row is not None else None
    if record is None or not may_read(person, record.spec):
        return False
    return type(record)._default_manager.visible_to(person).filter(pk=record.pk).exists()


def due(council_id: uuid.UUID, now: datetime.datetime) -> list[QuerySet]:
    """Return, of each model, the rows that were added too long ago to be kept."""
    before = datetime.datetime.combine(years_before(now.date(), NOTE.years or 0), now.timetz())
    return [
        model._default_manager.filter(council_id=council_id, at__lt=before).exclude(
            _is_held(council_id, model)
        )
        for model in attached_models()
    ]


def _is_held(council_id: uuid.UUID, model: type[Model]) -> Q:
    """Return the condition that a row, or a record on which it hangs, is held."""
    condition = Q(pk__in=holds.held(council_id, kind_of(model)))
    standing = holds.active(council_id)
    for of_kind, key in model.spec.ends:
        condition |= Exists(standing.filter(origin=OuterRef(of_kind), origin_id=OuterRef(key)))
    return condition


def forget_on(council_id: uuid.UUID, kind: str, keys: Collection[uuid.UUID]) -> None:
    """Delete what hangs on records whose text is deleted, inside the command that deletes it."""
    for model in attached_models():
        forget(
            council_id, model._default_manager.filter(council_id=council_id).filter(on_any(model, kind, keys))
        )


def forget(council_id: uuid.UUID, rows: QuerySet) -> int:
    """Delete rows with their originals, earlier states and search entries; return how many."""
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    model: Any = rows.model
    entries = SearchEntry.objects.filter(council_id=council_id, record_id__in=keys)
    words = [text for pair in entries.values_list("title", "body") for text in pair]
    RestrictedText.objects.filter(council_id=council_id, origin=kind_of(model), origin_id__in=keys).delete()
    model._default_manager.filter(pk__in=keys).delete()
    events = history_of(model)
    if events is not None:
        # After the rows: deleting them must not leave a last state behind.
        events._default_manager.filter(pgh_obj_id__in=keys).delete()
    search.remove(council_id, keys)
    search.drop_unused_words(council_id, among=words)
    return len(keys)
