"""The walk along the golden thread: what records are based on, and what they led to, by their types' own statement.

Many records are walked at once, with as many queries as there are types on the way and not more.
"""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Model, Q, QuerySet

from goldthread.council.records.aspects import Basis
from goldthread.council.records.models import Withdrawal
from goldthread.council.records.spec import RecordType, kind_of, record_types, type_of
from goldthread.council.records.together import Question, about, among

# For each record that a walk began at: what it reached, as keys by kind of record.
Reached = dict[str, set[uuid.UUID]]
# A record by kind and key.
Key = tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Graph:
    """The trail of some records: they and all that a walk both ways reaches, and each step as (basis, what rests on it)."""

    keys: Reached
    steps: set[tuple[Key, Key]]


def based_on(
    model: type[Model], ids: Iterable[uuid.UUID], *, counted: bool = True
) -> dict[uuid.UUID, Reached]:
    """Return what each record is based on, down to what people told; call inside the council.

    counted: without what is withdrawn. False to find names: they are hidden in what can still be read, too.
    """
    return _walk({kind_of(model): ids}, functools.partial(_steps_down, counted=counted), reverse=True)


def based_on_each(starts: Mapping[str, Iterable[uuid.UUID]]) -> dict[uuid.UUID, Reached]:
    """Return what each record of several kinds is based on, without what is withdrawn, in one walk."""
    return _walk(starts, functools.partial(_steps_down, counted=True), reverse=True)


def led_to(model: type[Model], ids: Iterable[uuid.UUID], *, counted: bool = True) -> dict[uuid.UUID, Reached]:
    """Return what each record led to, up to the claims; counted: without what is withdrawn or archived."""
    return _walk({kind_of(model): ids}, functools.partial(_steps_up, counted=counted), reverse=False)


def graph(starts: Mapping[str, Iterable[uuid.UUID]]) -> Graph:
    """Return all that records of several kinds are based on and led to, with every step, without what is withdrawn.

    A type that no walk passes through (a theme) is also reached from what the others are based on, so that a lesson's
    trail has the themes of its own issues and no further issues of those themes.
    """
    starts = {kind: set(ids) for kind, ids in starts.items()}
    steps: set[tuple[Key, Key]] = set()

    def noted(walked: Any, down: bool) -> Any:
        def note(types: Mapping[str, type[Model]], kind: str, ids: set[uuid.UUID]) -> Iterator[tuple]:
            for here, target, there in walked(types, kind, ids, counted=True):
                pair = ((kind, here), (target, there))
                steps.add((pair[1], pair[0]) if down else pair)
                yield here, target, there

        return note

    keys: Reached = {kind: set(ids) for kind, ids in starts.items()}
    for walked, down in ((_steps_down, True), (_steps_up, False)):
        for reached in _walk(starts, noted(walked, down), reverse=down).values():
            for kind, ids in reached.items():
                keys.setdefault(kind, set()).update(ids)
    aside = {kind: model for kind, model in record_types().items() if not model.spec.passes}
    for kind, ids in list(keys.items()):
        if kind not in aside:
            for here, target, there in _steps_up(aside, kind, ids, counted=True):
                steps.add(((kind, here), (target, there)))
                keys.setdefault(target, set()).add(there)
    return Graph(keys, steps)


def _walk(starts: Mapping[str, Iterable[uuid.UUID]], steps: Any, *, reverse: bool) -> dict:
    begun_at = {kind: set(ids) for kind, ids in starts.items()}
    types = record_types()
    order = sorted(types, key=list(types).index, reverse=reverse)
    # For each record that was reached, the starts that reach it; and those not yet passed on.
    reached: dict[str, dict[uuid.UUID, set[uuid.UUID]]] = {
        kind: {pk: {pk} for pk in ids} for kind, ids in begun_at.items()
    }
    fresh: dict[str, set[uuid.UUID]] = {kind: set(ids) for kind, ids in begun_at.items() if ids}
    while fresh:
        kind = min(fresh, key=order.index)
        new = fresh.pop(kind)
        if not types[kind].spec.passes:
            new &= begun_at.get(kind, set())
        for here, target, there in steps(types, kind, new):
            known = reached.setdefault(target, {}).setdefault(there, set())
            more = reached[kind][here] - known
            if more:
                known |= more
                fresh.setdefault(target, set()).add(there)
    result: dict[uuid.UUID, Reached] = {pk: {} for ids in begun_at.values() for pk in ids}
    for kind, records in reached.items():
        for pk, begun in records.items():
            for start in begun:
                if start != pk:
                    result[start].setdefault(kind, set()).add(pk)
    return result


def _steps_down(
    types: Mapping[str, type[Model]], kind: str, ids: set[uuid.UUID], *, counted: bool
) -> Iterator[tuple]:
    return _steps(_steps_down_asked(frozenset(types), kind, counted), ids)


def _steps_up(
    types: Mapping[str, type[Model]], kind: str, ids: set[uuid.UUID], *, counted: bool
) -> Iterator[tuple]:
    return _steps(_steps_up_asked(frozenset(types), kind, counted), ids)


def _steps(question: Question | None, ids: set[uuid.UUID]) -> Iterator[tuple]:
    """Yield (here, kind, there) of every step from some records of a type, in one query."""
    if question is None or not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(*about(question, ids))
        found = cursor.fetchall()
    kinds = record_types()
    yield from (step for step in found if step[1] in kinds and step[2])


def _together(parts: Iterable[tuple[str, str, QuerySet]]) -> Question | None:
    """Return the queries of some steps as one of (here, kind, there); each comes with the kind and its columns' names."""
    selects: list[str] = []
    parameters: list[Any] = []
    for kind, columns, rows in parts:
        sql, given = rows.query.sql_with_params()
        selects.append(f"SELECT here, {kind}, there FROM ({sql}) AS step({columns})")
        parameters += given
    return (" UNION ALL ".join(selects), tuple(parameters)) if selects else None


@functools.cache
def _steps_down_asked(types: frozenset[str], kind: str, counted: bool) -> Question | None:
    model = type_of(kind)
    spec: RecordType = model.spec
    parts: list[tuple[str, str, QuerySet]] = []
    if spec.origin:
        rows = model._default_manager.filter(among("pk")).values_list("pk", *spec.origin)
        parts.append(("kind", "here, kind, there", rows.order_by()))
    for target, basis in spec.bases.items():
        if basis.down and target in types:
            # An issue is withdrawn along with what it stems from, so that only these steps have to ask.
            counts = {f"{basis.path}__withdrawn_on": None} if counted else {}
            rows = _pairs(model, basis, among("pk"), **counts)
            parts.append((f"'{target}'", "here, there", rows))
    return _together(parts)


@functools.cache
def _steps_up_asked(types: frozenset[str], kind: str, counted: bool) -> Question | None:
    counts = {"withdrawn_on": None} if counted else {}
    parts: list[tuple[str, str, QuerySet]] = []
    for target in sorted(types):
        model = type_of(target)
        if model.spec.origin:
            of_kind, key = model.spec.origin
            rows = model._default_manager.filter(among(key), **{of_kind: kind}, **counts)
            parts.append((f"'{target}'", "here, there", rows.order_by().values_list(key, "pk")))
        basis = model.spec.bases.get(kind)
        if basis is not None:
            where = model.spec.counts if counted else Q()
            rows = _pairs(model, basis, where, among(basis.path), **counts)
            parts.append((f"'{target}'", "there, here", rows))
    return _together(parts)


def _pairs(model: type[Model], basis: Basis, *counts: Q, **narrowed: Any) -> QuerySet:
    # In one filter, so that the rows which count and those that lead on are the same rows of a joined table.
    rows = model._default_manager.filter(basis.where, *counts, **narrowed)
    return rows.order_by().values_list("pk", basis.path).distinct()


def merged_into(ids: Iterable[uuid.UUID]) -> dict[tuple[str, uuid.UUID], uuid.UUID]:
    """Return the records that were merged into some, as (kind, key), each with the one that it ended in."""
    ended: dict[uuid.UUID, uuid.UUID] = {pk: pk for pk in ids}
    merged: dict[tuple[str, uuid.UUID], uuid.UUID] = {}
    while ended:
        rows = Withdrawal.objects.filter(merged_into__in=list(ended), undone_on=None)
        found = list(rows.values_list("origin", "origin_id", "merged_into"))
        merged |= {(kind, pk): ended[into] for kind, pk, into in found}
        ended = {pk: ended[into] for _, pk, into in found}
    return merged


def newest(
    reached: Mapping[uuid.UUID, Reached], kinds: Collection[str]
) -> dict[uuid.UUID, datetime.date | None]:
    """Return the newest date among what each walk reached, of records of some kinds; None where none has a date.

    One query for all; a record's date is that of its type (`RecordType.on`), the last where a path leads to several.
    """
    by_kind: Reached = {}
    for found in reached.values():
        for kind in kinds:
            by_kind.setdefault(kind, set()).update(found.get(kind, ()))
    asked = [about(_question_of_dates(kind), keys) for kind, keys in by_kind.items() if keys]
    last: dict[uuid.UUID, datetime.date] = {}
    if asked:
        sql = " UNION ALL ".join(sql for sql, _ in asked)
        with connection.cursor() as cursor:
            cursor.execute(sql, [each for _, given in asked for each in given])
            last = {pk: day for pk, day in cursor.fetchall() if day is not None}
    return {
        start: max((last[pk] for kind in kinds for pk in found.get(kind, ()) if pk in last), default=None)
        for start, found in reached.items()
    }


@functools.cache
def _question_of_dates(kind: str) -> Question:
    model = type_of(kind)
    rows = model._default_manager.filter(among("pk")).order_by().values_list("pk")
    sql, parameters = rows.annotate(last=Max(model.spec.on)).query.sql_with_params()
    return f"({sql})", parameters
