"""Several small questions of the database as one query, and the text of a query put together once for many keys.

A question of its own costs more in asking than in answering: a page that looks for twenty kinds of gap asks once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Lookup, Q, QuerySet

# A query and its parameters, among which KEYS may stand for keys that are given when it is asked.
Question = tuple[str, tuple[Any, ...]]
KEYS: Any = object()


class _Among(Lookup):
    """A key among some, as one parameter however many there are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*parameters, self.rhs]


def among(path: str) -> Q:
    """Return the condition that a path leads to one of the keys for which KEYS stands in the question."""
    return Q(_Among(F(path), KEYS))


def question_of(rows: QuerySet) -> Question | None:
    """Return a queryset as a question; None for one that can have no rows."""
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(parameters)


def about(question: Question, keys: Collection[Any]) -> Question:
    """Return a question with its keys in it."""
    sql, parameters = question
    return sql, tuple(list(keys) if each is KEYS else each for each in parameters)


def keys_of(asked: Sequence[QuerySet | Question | None]) -> list[list[Any]]:
    """Return the primary keys of each of several querysets, or questions for keys, in its order; one query in all."""
    found: list[list[Any]] = [[] for _ in asked]
    selects: list[str] = []
    parameters: list[Any] = []
    for index, (sql, given) in _questions(asked):
        # What a queryset is sorted by may stand in it behind its key.
        selects.append(f"SELECT {index}, row_number() OVER (), found.key FROM ({sql}) AS found(key)")
        parameters += given
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), parameters)
            for index, _, key in sorted(cursor.fetchall(), key=lambda row: row[:2]):
                found[index].append(key)
    return found


def counts_of(asked_for: Sequence[QuerySet | Question | None]) -> list[int]:
    """Return how many rows each of several querysets, or questions, has; one query in all."""
    counts = [0] * len(asked_for)
    asked = list(
        _questions(
            [
                rows.order_by() if isinstance(rows, QuerySet) and not rows.query.is_sliced else rows
                for rows in asked_for
            ]
        )
    )
    if asked:
        selects = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for _, (sql, _) in asked)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {selects}", [each for _, (_, given) in asked for each in given])
            for (index, _), count in zip(asked, cursor.fetchone(), strict=True):
                counts[index] = count
    return counts


def _questions(asked: Sequence[QuerySet | Question | None]) -> Iterator[tuple[int, Question]]:
    """Yield the place and the question of each that can have rows."""
    for index, each in enumerate(asked):
        question = question_of(each.values("pk")) if isinstance(each, QuerySet) else each
        if question is not None:
            yield index, question
