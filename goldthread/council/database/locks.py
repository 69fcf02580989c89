"""Advisory locks, one per council and resource: whoever comes second waits until the first is done."""

from __future__ import annotations

import enum
import uuid

from django.db import connection


class Lock(enum.IntEnum):
    """The resources that are locked. Take several in the reverse of this order, the audit log last."""

    AUDIT = 1
    COUNTS = 2
    LEARNING = 3
    CODEBOOK = 4


def take(council_id: uuid.UUID, lock: Lock) -> None:
    """Wait for a lock of a council; it is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [str(council_id), int(lock)])


def take_named(council_id: uuid.UUID, name: str) -> None:
    """Wait for a lock on something of a council that has a name, such as one form; held like the others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{council_id} {name}"])
