"""Tenant setting of a transaction: which council's records it may see; PostgreSQL itself refuses the others.

Every table of a council's records has a row-level security policy that compares its `council_id`
with a setting of the transaction. The setting is local to the transaction, never to the session,
so a pooled connection can carry nothing from one request to the next.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

COUNCIL_SETTING = "goldthread.council"
ACCOUNT_SETTING = "goldthread.account"


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


def leave() -> None:
    """Let the rest of this transaction see no council's records."""
    _set(COUNCIL_SETTING, "")
    _set(ACCOUNT_SETTING, "")


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


@contextmanager
def recognised(account_id: uuid.UUID | str) -> Iterator[None]:
    """See where an account works, in every council, for a part of the transaction at hand."""
    before = _current(ACCOUNT_SETTING)
    recognise(account_id)
    yield
    _set(ACCOUNT_SETTING, before)


def _current(name: str = COUNCIL_SETTING) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return cursor.fetchone()[0]
