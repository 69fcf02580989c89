"""The walk along the golden thread: what records are based on, and what they led to, by their types' own statement.

Many records are walked at once, with as many queries as there are steps between types and not more.
"""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model, Q

from goldthread.council.records.models import Withdrawal
from goldthread.council.records.spec import Basis, RecordType, kind_of, record_types

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
        def note(types: dict[str, type[Model]], kind: str, ids: set[uuid.UUID]) -> Iterator[tuple]:
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
    types: dict[str, type[Model]], kind: str, ids: set[uuid.UUID], *, counted: bool
) -> Iterator[tuple]:
    model = types[kind]
    spec: RecordType = model.spec
    if spec.origin:
        rows = model._default_manager.filter(pk__in=ids).values_list("pk", *spec.origin)
        yield from ((here, target, there) for here, target, there in rows if target in types)
    for target, basis in spec.bases.items():
        if basis.down and target in types:
            # An issue is withdrawn along with what it stems from, so that only these steps have to ask.
            counts = {f"{basis.path}__withdrawn_on": None} if counted else {}
            pairs = _pairs(model, basis, pk__in=ids, **counts)
            yield from ((here, target, there) for here, there in pairs if there)


def _steps_up(
    types: dict[str, type[Model]], kind: str, ids: set[uuid.UUID], *, counted: bool
) -> Iterator[tuple]:
    counts = {"withdrawn_on": None} if counted else {}
    for target, model in types.items():
        if model.spec.origin:
            of_kind, key = model.spec.origin
            rows = model._default_manager.filter(**{of_kind: kind, f"{key}__in": ids, **counts})
            rows = rows.values_list(key, "pk")
            yield from ((here, target, there) for here, there in rows)
        basis = model.spec.bases.get(kind)
        if basis is not None:
            where = model.spec.counts if counted else Q()
            pairs = _pairs(model, basis, where, **{f"{basis.path}__in": ids, **counts})
            yield from ((here, target, there) for there, here in pairs)


def _pairs(
    model: type[Model], basis: Basis, *counts: Q, **narrowed: Any
) -> Iterable[tuple[uuid.UUID, uuid.UUID]]:
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


def newest(reached: dict[uuid.UUID, Reached], kinds: Iterable[str]) -> dict[uuid.UUID, datetime.date | None]:
    """Return the newest date among what each walk reached, of records of some kinds; None where none has a date.

    One query a kind; a record's date is that of its type (`RecordType.on`), the last where a path leads to several.
    """
    dates: dict[uuid.UUID, datetime.date | None] = dict.fromkeys(reached)
    types = record_types()
    for kind in kinds:
        keys = {pk for found in reached.values() for pk in found.get(kind, ())}
        if not keys:
            continue
        rows = types[kind]._default_manager.filter(pk__in=keys).order_by().values_list("pk")
        last = {pk: day for pk, day in rows.annotate(last=Max(types[kind].spec.on)) if day is not None}
        for start, found in reached.items():
            days = [day for pk in found.get(kind, ()) if (day := last.get(pk))]
            dates[start] = max([*days, *([dates[start]] if dates[start] else [])], default=None)
    return dates
