"""Setting a record aside with all that goes along with it: the part of a withdrawal that commands share.

It stays readable with its reason, and counts nowhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F

from goldthread.council.command import Refused, check_scope
from goldthread.council.models import Person
from goldthread.council.records import attached, people_named, saving, search
from goldthread.council.records.base import Record
from goldthread.council.records.models import Withdrawal
from goldthread.council.records.points import points_changed
from goldthread.council.records.spec import kind_of, record_types


def set_aside(
    by: Person,
    record: Record,
    reason: str,
    today: datetime.date,
    *,
    merged_into: Record | None = None,
    rows: Sequence[Record] | None = None,
) -> Withdrawal:
    """Withdraw a record with all that goes along with it, inside a command that has locked it.

    `rows`: the record with what goes along, where the caller has read it already, such as the thousands of an import.
    """
    if record.withdrawn_on is not None:
        raise Refused("This is withdrawn already.")
    saving.needs_reason(reason, "Somebody will ask.")
    rows = list(along(record)) if rows is None else list(rows)
    # A lesson is no team's, and the actions that go along with it may be another's.
    check_scope(by, *rows)
    if merged_into is not None:
        rows = [record]
    for model, each in _by_type(rows):
        keys = [row.pk for row in each]
        model._default_manager.filter(pk__in=keys).update(withdrawn_on=today, version=F("version") + 1)
        if model.spec.searched:
            search.remove(by.council_id, keys)
        attached.remove_from_search(by.council_id, model, keys)
        for row in each:
            row.withdrawn_on, row.version = today, row.version + 1
    withdrawal = Withdrawal.objects.create(
        council=by.council,
        origin=kind_of(record),
        origin_id=record.pk,
        merged_into=merged_into.pk if merged_into is not None else None,
        because=people_named.redacted_reason(record=record, reason=reason),
        by=by,
        on=today,
        rows=[[kind_of(each), str(each.pk)] for each in rows],
    )
    points_changed(by, counted=[each.pk for each in rows if each.spec.origin])
    return withdrawal


def _by_type(rows: Iterable[Record]) -> Iterator[tuple[type[Record], list[Record]]]:
    """Yield the records of each type together."""
    by_type: dict[type[Record], list[Record]] = {}
    for row in rows:
        by_type.setdefault(type(row), []).append(row)
    yield from by_type.items()


def along(record: Record) -> Iterator[Record]:
    """Yield a record with all that is withdrawn along with it: what it owns, and the issues that stem from it."""
    yield record
    for name in record.spec.owns:
        for each in _related(record, name):
            if each.withdrawn_on is None:
                yield from along(each)
    for model, of_kind, key in stemming():
        yield from model._default_manager.filter(
            **{of_kind: kind_of(record), key: record.pk, "withdrawn_on": None}
        )


def stemming() -> list[tuple[type[Record], str, str]]:
    """Return the types that stem from a record of whatever type (issues), with the fields that name it."""
    return [(model, *model.spec.origin) for model in record_types().values() if model.spec.origin]


def _related(record: Record, name: str) -> list[Any]:
    field = record._meta.get_field(name)
    if field.one_to_many:
        return list(getattr(record, name).all())
    one = getattr(record, name, None)
    return [one] if one is not None else []
