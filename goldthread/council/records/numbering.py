"""The short numbers that people use on the telephone, such as F-1042."""

from __future__ import annotations

import uuid

from django.db import connection

from goldthread.council.records.base import new_id, now


def take(council_id: uuid.UUID, kind: str, count: int = 1) -> int:
    """Take `count` numbers in a row for a kind of record and return the first; each is given once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO goldthread_counter (id, council_id, kind, last, created_at)
            VALUES (%s, %s, %s, %s, %s)
            ON CONFLICT (council_id, kind) DO UPDATE SET last = goldthread_counter.last + EXCLUDED.last
            RETURNING last
            """,
            [new_id(), council_id, kind, count, now()],
        )
        return cursor.fetchone()[0] - count + 1
