"""Tenant setting of a transaction: which council's records it may see; PostgreSQL itself refuses the others.

Every table of a council's records has a row-level security policy that compares its `council_id`
with a setting of the transaction. The setting is local to the transaction, never to the session,
so a pooled connection can carry nothing from one request to the next.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

COUNCIL_SETTING = "goldthread.council"
ACCOUNT_SETTING = "goldthread.account"
# What opens a confidential record beside its council: one of those who may read it, the secret of whoever told it, or
# the day by which its time is over.
CONFIDANT_SETTING = "goldthread.confidant"
CONFIDED_SETTING = "goldthread.confided"
OVER_SETTING = "goldthread.over"

# The counter of a council that each transaction of a job which writes sets to a random number.
MARK = "~"
_IN_JOB: ContextVar[bool] = ContextVar("whether a job is run", default=False)


def _set(name: str, value: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A council can be entered only inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def enter(council_id: uuid.UUID | str) -> None:
    """Let the rest of this transaction see one council's records and no other's."""
    _set(COUNCIL_SETTING, str(council_id))


def recognise(account_id: uuid.UUID | str) -> None:
    """Let the rest of this transaction see where this account works, in every council."""
    _set(ACCOUNT_SETTING, str(account_id))


def only_recognise(account_id: uuid.UUID | str) -> None:
    """Let the rest of this transaction see where this account works, and no council's records; "" for no account."""
    if not connection.in_atomic_block:
        raise RuntimeError("A council can be entered only inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, '', true), set_config(%s, %s, true)",
            [COUNCIL_SETTING, ACCOUNT_SETTING, str(account_id)],
        )


def leave() -> None:
    """Let the rest of this transaction see no council's records."""
    only_recognise("")


@contextmanager
def inside(council_id: uuid.UUID | str) -> Iterator[None]:
    """See one council's records for a while: in a transaction of its own, or for a part of the one at hand."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _current() if nested else ""
        enter(council_id)
        yield
        if nested:
            _set(COUNCIL_SETTING, before)
        elif _IN_JOB.get():
            leave_mark(council_id)


async def mark_what_jobs_write(call_next: Callable[[], Awaitable[Any]], job_context: Any, worker: Any) -> Any:
    """Have each transaction of a job leave a mark; a middleware of the worker's, around each job that it runs.

    Commands leave a line in the audit log; what jobs write besides is seen by this (`council/kept.py`).
    """
    token = _IN_JOB.set(True)
    try:
        return await call_next()
    finally:
        _IN_JOB.reset(token)


def leave_mark(council_id: uuid.UUID | str) -> None:
    """Mark a council as changed, where this transaction has written anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO goldthread_counter (id, council_id, kind, last, created_at)
            SELECT %s, %s, %s, %s, now() WHERE pg_current_xact_id_if_assigned() IS NOT NULL
            ON CONFLICT (council_id, kind) DO UPDATE SET last = EXCLUDED.last
            """,
            [uuid.uuid4(), council_id, MARK, secrets.randbits(62)],
        )


@contextmanager
def recognised(account_id: uuid.UUID | str) -> Iterator[None]:
    """See where an account works, in every council, for a part of the transaction at hand."""
    before = _current(ACCOUNT_SETTING)
    recognise(account_id)
    yield
    _set(ACCOUNT_SETTING, before)


@contextmanager
def opened_by(setting: str, value: object) -> Iterator[None]:
    """See confidential records for a part of the transaction at hand: those that a setting above opens.

    Outside of it no query returns one, whoever asks: neither a page's of an administrator, nor an export's of one of
    those who may read them.
    """
    before = _current(setting)
    _set(setting, str(value))
    yield
    _set(setting, before)


def _current(name: str = COUNCIL_SETTING) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return cursor.fetchone()[0]
