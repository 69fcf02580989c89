"""The message as it came: kept in pieces, and put together again for whoever may open it, or to be read once more."""

from __future__ import annotations

import tempfile
from typing import IO

import psycopg
from django.db import connection

from goldthread.council.records.base import new_id, now
from goldthread.mail.msg import SIGNATURE
from goldthread.mailbox.models import EmailPiece, IncomingEmail

_PIECE = 1024 * 1024
_IN_MEMORY = 2 * 1024 * 1024


def store(email: IncomingEmail, raw: bytes) -> None:
    """Keep a message as it came, in the transaction at hand."""
    # Sent apart from the statement: written into it as text, a message would take eight times its size in memory.
    with psycopg.Cursor(connection.connection) as cursor:
        for position, start in enumerate(range(0, len(raw), _PIECE)):
            cursor.execute(
                "INSERT INTO goldthread_emailpiece (id, council_id, created_at, email_id, position, content) "
                "VALUES (%s, %s, %s, %s, %s, %b)",
                [new_id(), email.council_id, now(), email.pk, position, raw[start : start + _PIECE]],
            )


def opened(email: IncomingEmail) -> IO[bytes]:
    """Return a message as it came, read a piece at a time; it is gone from the disk when it is closed."""
    held = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the response closes it
    pieces = EmailPiece.objects.filter(email=email)
    for position in pieces.order_by("position").values_list("position", flat=True):
        held.write(pieces.values_list("content", flat=True).get(position=position))
    held.seek(0)
    return held


def content(email: IncomingEmail) -> bytes:
    """Return a message as it came, b"" where it is kept no more."""
    with opened(email) as held:
        return held.read()


def filename(email: IncomingEmail, first: bytes) -> str:
    """Return the name under which a message is downloaded: by its reference, never by its words."""
    return f"{email.reference}.{'msg' if first.startswith(SIGNATURE) else 'eml'}"
