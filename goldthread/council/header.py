"""What the header counts on every page, such as unread notifications: all of it in one query.

What only commands and jobs change, such as my work, is counted once and again when the council changed
(`council/kept.py`): its query reads all types of record, and takes longer to plan than all else of a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.kept import COLUMNS_OF_STATE, STATE, asked_of, kept, rights_of, state_in

MOST = 99
"""No count of the header goes further; more is shown as "99+"."""

# Takes the person, and returns the rows that are counted for them.
Counted = Callable[[Any], QuerySet]
_COUNTED: dict[str, Counted] = {}
_KEPT: set[str] = set()

# The names of the counts, the columns of the query, and its parameters.
_Question = tuple[tuple[str, ...], tuple[str, ...], tuple[Any, ...]]
_ASKED: dict[tuple[Any, ...], _Question] = {}
_MOST_KEPT = 1000


def counted_in_header(name: str, *, keeps: bool = False) -> Callable[[Counted], Counted]:
    """Have the rows that a function returns for a person counted in the header, under a name that the layout reads.

    keeps: whether only commands and jobs change them, so that the count is kept until the council changes.
    """

    def register(function: Counted) -> Counted:
        _COUNTED[name] = function
        if keeps:
            _KEPT.add(name)
        return function

    return register


def header_counts(person: Any) -> dict[str, int]:
    """Return each count of the header for a person, one more than `MOST` at most; one query in all, or two after a change."""
    today = timezone.localdate()
    names, sql, parameters = _question(person, False)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([STATE, *sql])}", [*asked_of(person.council_id), *parameters])
        row = cursor.fetchone()
    counts = dict.fromkeys(_COUNTED, 0) | dict(zip(names, row[COLUMNS_OF_STATE:], strict=True))
    state = state_in(row[:COLUMNS_OF_STATE])
    return counts | kept(person, "header", today, lambda: _kept_counts(person), own=True, state=state)


def _kept_counts(person: Any) -> dict[str, int]:
    names, sql, parameters = _question(person, True)
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql)}", parameters)
        return dict(zip(names, cursor.fetchone(), strict=True))


def _question(person: Any, is_kept: bool) -> _Question:
    """Return the query of a person's counts, put together once for their rights on a day: it holds no data."""
    key = (person.council_id, person.pk, rights_of(person), timezone.localdate(), is_kept)
    if key not in _ASKED:
        if len(_ASKED) >= _MOST_KEPT:
            _ASKED.clear()
        _ASKED[key] = _put_together(person, is_kept)
    return _ASKED[key]


def _put_together(person: Any, is_kept: bool) -> _Question:
    names: list[str] = []
    parts: list[str] = []
    parameters: list[Any] = []
    for name, rows in _COUNTED.items():
        if (name in _KEPT) is not is_kept:
            continue
        try:
            sql, given = rows(person).order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        parameters += given
    return tuple(names), tuple(parts), tuple(parameters)


def in_words(count: int) -> str:
    """Return a count as the header shows it."""
    return f"{MOST}+" if count > MOST else str(count)
