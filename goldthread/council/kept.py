"""What a process keeps between requests: what a page shows of a council, made once and again when the council changed.

A key names the council, the rights of whoever asks (or themselves), the day, and what was asked for. Beside it stands
the state of the council that it was made from: the seal of the last line of its audit log, which every command moves,
and the mark that every other transaction of a job leaves (`database/tenant.py`). Both are random: a transaction that is
taken back cannot give out what another gives out later. In a transaction that has written nothing is kept or given out.
"""

from __future__ import annotations

import datetime
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from django.db import connection

from goldthread.council.database.tenant import MARK

Content = TypeVar("Content")

# Of each name, in all councils together; what was asked for longest ago is let go of first.
MOST = 300

_ASK: Hashable = object()

STATE = """pg_current_xact_id_if_assigned() IS NULL,
           (SELECT seal FROM goldthread_audithead WHERE council_id = %s),
           (SELECT last FROM goldthread_counter WHERE council_id = %s AND kind = %s)"""
"""Columns of a query that tell the state of a council, given `asked_of`, for `state_in`; alone or beside others."""
COLUMNS_OF_STATE = 3

_KEPT: OrderedDict[tuple[Any, ...], tuple[Hashable, Any]] = OrderedDict()
_LOCK = threading.Lock()


def kept(
    person: Any,
    name: str,
    today: datetime.date,
    make: Callable[[], Content],
    *,
    by: Hashable = (),
    own: bool = False,
    state: Hashable | None = _ASK,
) -> Content:
    """Return what `make` returns, made anew only where the council changed; it must not be changed by whoever gets it.

    name, by: what is asked for. own: whether it is this person's, and not that of all who may see as much. state: the
    council's, where it was asked for already (`STATE`).
    """
    if state is _ASK:
        state = _state(person.council_id)
    if state is None:
        return make()
    key = (name, person.council_id, person.pk if own else None, rights_of(person), today, by)
    with _LOCK:
        found = _KEPT.get(key)
        if found is not None and found[0] == state:
            _KEPT.move_to_end(key)
            return found[1]
    content = make()
    with _LOCK:
        _KEPT.pop(key, None)
        of_name = [each for each in _KEPT if each[0] == name]
        for oldest in of_name[: max(0, len(of_name) - MOST + 1)]:
            del _KEPT[oldest]
        _KEPT[key] = state, content
    return content


def rights_of(person: Any) -> frozenset[tuple[str, frozenset[uuid.UUID] | None]] | None:
    """Return each permission that a person holds, with its teams, as part of a key; None for Goldthread itself."""
    if person.is_system:
        return None
    return frozenset(
        (name, None if teams is None else frozenset(teams)) for name, teams in person.held.items()
    )


def forget() -> None:
    """Let go of everything."""
    with _LOCK:
        _KEPT.clear()


def asked_of(council_id: uuid.UUID) -> list[Any]:
    """Return the parameters of `STATE` for a council."""
    return [council_id, council_id, MARK]


def state_in(columns: Sequence[Any]) -> Hashable | None:
    """Return the state that the columns of `STATE` tell; None in a transaction that has written, which may be taken back."""
    has_not_written, *state = columns
    return tuple(state) if has_not_written else None


def _state(council_id: uuid.UUID) -> Hashable | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STATE}", asked_of(council_id))
        return state_in(cursor.fetchone())
