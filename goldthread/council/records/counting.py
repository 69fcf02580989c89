"""The counts that types of records state: their list, and each of them counted for a council as things stand."""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from goldthread.council.records.kept_counts import Count, KeptCount
from goldthread.council.records.spec import record_types


def kept_counts() -> dict[str, KeptCount]:
    """Return every count that a type of record states, by its slug, in the order of the thread."""
    return {definition.slug: definition for _, definition in _stated()}


def count_today(slug: str, council_id: uuid.UUID, today: datetime.date) -> Count:
    """Count for a council as things stand on a day; call inside the council. Raises KeyError where it is not kept."""
    return counts_today([slug], council_id, today)[slug]


def counts_today(slugs: Iterable[str], council_id: uuid.UUID, today: datetime.date) -> dict[str, Count]:
    """Count several for a council as things stand on a day, in one query; call inside the council.

    Raises KeyError where one of them is not kept.
    """
    asked = {slug: _question(slug, council_id, today) for slug in dict.fromkeys(slugs)}
    if not asked:
        return {}
    sql = ", ".join(sql for sql, _ in asked.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [each for _, given in asked.values() for each in given])
        numbers = iter(cursor.fetchone())
    kept = kept_counts()
    return {slug: Count(kept[slug], next(numbers), next(numbers), today) for slug in asked}


@functools.lru_cache(maxsize=1024)
def _question(slug: str, council_id: uuid.UUID, today: datetime.date) -> tuple[str, tuple[Any, ...]]:
    """Return the two numbers of a count as SQL with its parameters, put together once a day: it holds no data."""
    types = record_types()
    for kind, definition in _stated():
        if definition.slug == slug:
            records = types[definition.of or kind]._default_manager.counted().filter(council_id=council_id)
            whole = definition.whole(records, today)
            selects: list[str] = []
            given: list[Any] = []
            for rows in (definition.part(whole, today), whole):
                sql, parameters = rows.order_by().values("pk").distinct().query.sql_with_params()
                selects.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
                given += parameters
            return ", ".join(selects), tuple(given)
    raise KeyError(slug)


def _stated() -> Iterator[tuple[str, KeptCount]]:
    for kind, model in record_types().items():
        for definition in model.spec.kept_counts:
            yield kind, definition
