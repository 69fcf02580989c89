"""Storage of an uploaded spreadsheet: written to the database and read from it without filling memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.models import BinaryField
from django.db.models.functions import Length, Substr

from goldthread.council.command import Refused
from goldthread.feedback.importing.models import ImportBatch, ImportFile
from goldthread.sheets import Sheet, SheetError, open_sheet

_PIECE = 4 * 1024 * 1024


class FileGone(Refused, SheetError):
    """The spreadsheet has been deleted: it was imported, cancelled, or left for too long."""

    def __init__(self) -> None:
        super().__init__("The spreadsheet has been deleted. Upload it again.")


def store(batch: ImportBatch, content: bytes) -> None:
    """Store a batch's file until it has been imported."""
    file = ImportFile.objects.create(council_id=batch.council_id, batch=batch, content=b"")
    # Sent apart from the statement: written into it as text, a file would take eight times its size in memory.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute("UPDATE goldthread_importfile SET content = %b WHERE id = %s", [content, file.pk])


@contextmanager
def opened(batch: ImportBatch, sheet: str | None = None) -> Iterator[Sheet]:
    """Open a batch's spreadsheet at its own sheet, or at another; it is read from disk, a piece at a time.

    To be entered in the batch's council; what follows may leave it. Raises SheetError for a file or a sheet
    that cannot be read, and FileGone, which is a refusal too, where it has been deleted.
    """
    # Without a name from the start: a worker that is killed leaves nothing of it on the disk.
    with tempfile.TemporaryFile() as file:
        held = ImportFile.objects.filter(batch=batch)
        size = held.annotate(size=Length("content")).values_list("size", flat=True).first()
        if size is None:
            raise FileGone
        for start in range(0, size, _PIECE):
            piece = held.annotate(piece=Substr("content", start + 1, _PIECE, output_field=BinaryField()))
            file.write(piece.values_list("piece", flat=True).get())
        file.seek(0)
        with open_sheet(file, batch.filename, sheet=sheet or batch.sheet or None) as opened_sheet:
            yield opened_sheet
