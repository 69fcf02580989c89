"""Several small questions of the database as one query: the keys of several querysets, or how many each has.

A question of its own costs more in asking than in answering: a page that looks for twenty kinds of gap asks once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def keys_of(querysets: Sequence[QuerySet]) -> list[list[Any]]:
    """Return the primary keys of each of several querysets, in its order; one query in all."""
    found: list[list[Any]] = [[] for _ in querysets]
    selects: list[str] = []
    parameters: list[Any] = []
    for index, (sql, given) in _asked(querysets):
        # What a queryset is sorted by may stand in it behind its key.
        selects.append(f"SELECT {index}, row_number() OVER (), found.key FROM ({sql}) AS found(key)")
        parameters += given
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), parameters)
            for index, _, key in sorted(cursor.fetchall(), key=lambda row: row[:2]):
                found[index].append(key)
    return found


def counts_of(querysets: Sequence[QuerySet]) -> list[int]:
    """Return how many rows each of several querysets has; one query in all."""
    counts = [0] * len(querysets)
    asked = list(_asked([rows.order_by() if not rows.query.is_sliced else rows for rows in querysets]))
    if asked:
        selects = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for _, (sql, _) in asked)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {selects}", [each for _, (_, given) in asked for each in given])
            for (index, _), count in zip(asked, cursor.fetchone(), strict=True):
                counts[index] = count
    return counts


def _asked(querysets: Iterable[QuerySet]) -> Iterable[tuple[int, tuple[str, tuple[Any, ...]]]]:
    """Yield the place of each queryset that can have rows, with the SQL of its keys."""
    for index, rows in enumerate(querysets):
        try:
            yield index, rows.values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
