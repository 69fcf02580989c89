"""What the header counts on every page, such as unread notifications: all of it in one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.kept import rights_of

MOST = 99
"""No count of the header goes further; more is shown as "99+"."""

# Takes the person, and returns the rows that are counted for them.
Counted = Callable[[Any], QuerySet]
_COUNTED: dict[str, Counted] = {}

# The names of the counts, the query, and its parameters.
_Question = tuple[tuple[str, ...], str, tuple[Any, ...]]
_ASKED: dict[tuple[Any, ...], _Question] = {}
_MOST_KEPT = 1000


def counted_in_header(name: str) -> Callable[[Counted], Counted]:
    """Have the rows that a function returns for a person counted in the header, under a name that the layout reads."""

    def register(function: Counted) -> Counted:
        _COUNTED[name] = function
        return function

    return register


def header_counts(person: Any) -> dict[str, int]:
    """Return each count of the header for a person, one more than `MOST` at most; one query in all."""
    names, sql, parameters = _question(person)
    counts = dict.fromkeys(_COUNTED, 0)
    if names:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            counts |= zip(names, cursor.fetchone(), strict=True)
    return counts


def _question(person: Any) -> _Question:
    """Return the query of a person's counts, put together once for their rights on a day: it holds no data."""
    key = (person.council_id, person.pk, rights_of(person), timezone.localdate())
    if key not in _ASKED:
        if len(_ASKED) >= _MOST_KEPT:
            _ASKED.clear()
        _ASKED[key] = _put_together(person)
    return _ASKED[key]


def _put_together(person: Any) -> _Question:
    names: list[str] = []
    parts: list[str] = []
    parameters: list[Any] = []
    for name, rows in _COUNTED.items():
        try:
            sql, given = rows(person).order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        parameters += given
    return tuple(names), f"SELECT {', '.join(parts)}", tuple(parameters)


def in_words(count: int) -> str:
    """Return a count as the header shows it."""
    return f"{MOST}+" if count > MOST else str(count)
