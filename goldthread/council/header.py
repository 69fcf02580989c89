"""What the header counts on every page, such as unread notifications: all of it in one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST = 99
"""No count of the header goes further; more is shown as "99+"."""

# Takes the person, and returns the rows that are counted for them.
Counted = Callable[[Any], QuerySet]
_COUNTED: dict[str, Counted] = {}


def counted_in_header(name: str) -> Callable[[Counted], Counted]:
    """Have the rows that a function returns for a person counted in the header, under a name that the layout reads."""

    def register(function: Counted) -> Counted:
        _COUNTED[name] = function
        return function

    return register


def header_counts(person: Any) -> dict[str, int]:
    """Return each count of the header for a person, one more than `MOST` at most; one query in all."""
    names, parts, parameters = [], [], []
    counts = dict.fromkeys(_COUNTED, 0)
    for name, rows in _COUNTED.items():
        try:
            sql, given = rows(person).order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        parameters += given
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", parameters)
            counts |= zip(names, cursor.fetchone(), strict=True)
    return counts


def in_words(count: int) -> str:
    """Return a count as the header shows it."""
    return f"{MOST}+" if count > MOST else str(count)
