"""Keeping a file that comes with a record: checked, cleaned, redacted where it is read, and stored in pieces."""

from __future__ import annotations

import hashlib

import psycopg
from django.db import connection
from django.db.models import Model

from goldthread.council import jobs
from goldthread.council.files import content as contents
from goldthread.council.files import reading, scanner
from goldthread.council.files.models import LOCKED, Attachment, AttachmentPiece, Scan
from goldthread.council.models import Person
from goldthread.council.records import attached, people_named, privacy
from goldthread.council.records.base import Record, new_id, now
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import kind_of

_PIECE = 1024 * 1024


def attach_to_new(
    *,
    by: Person,
    record: Record,
    filename: str,
    content: bytes,
    is_restricted: bool = True,
    scanned: tuple[str, str] | None = None,
) -> Attachment:
    """Keep a file that came with a record, within the command that adds the record.

    Whoever adds it may be unable to open it afterwards, as where a rule gives it to another team. scanned: what the
    council's scanner said of it already; otherwise it waits for its scan where there is a scanner, and is read after it.
    """
    kind, content = contents.as_kept(content)
    scan, virus = scanned or (scanner.first_state(by.council_id), "")
    received = contents.name_as(kind, filename)
    is_read = kind not in reading.READ_LATER and scan not in LOCKED
    texts = {
        "name": received.rpartition(".")[0],
        "text": contents.text_in(kind, content) if is_read else "",
    }
    hidden = privacy.hide_fields(texts, people_named.named_under(record))
    file = Attachment.objects.create(
        council=by.council,
        origin=kind_of(record),
        origin_id=record.pk,
        name=f"{hidden['name'].text[:140]}.{received.rpartition('.')[2]}",
        kind=kind,
        size=len(content),
        checksum=hashlib.sha256(content).hexdigest(),
        is_restricted=is_restricted,
        text=hidden["text"].text,
        read_with=reading.READER if is_read else 0,
        by=by,
        scan=scan,
        virus=virus,
    )
    if hidden["name"].text != texts["name"]:
        RestrictedText.objects.create(
            council=by.council, origin=kind_of(file), origin_id=file.pk, field="name", text=received
        )
    store(file, AttachmentPiece, "attachment_id", content)
    attached.put(record, [file])
    if scan == Scan.WAITING:
        scanner.ask_for_scan(by)
    elif not is_read and scan != Scan.INFECTED:
        jobs.ask(reading.READ_FILE, by=by, file_id=file.pk)
    return file


def store(file: Model, pieces: type[Model], of: str, content: bytes) -> None:
    """Store a file's content in pieces: rows of a table, each with the key of the file under a name."""
    # Sent apart from the statement: written into it as text, a file would take eight times its size in memory.
    with psycopg.Cursor(connection.connection) as cursor:
        for position, start in enumerate(range(0, len(content), _PIECE)):
            cursor.execute(
                f"INSERT INTO {pieces._meta.db_table} (id, council_id, created_at, {of}, position, content) "
                "VALUES (%s, %s, %s, %s, %s, %b)",
                [new_id(), file.council_id, now(), file.pk, position, content[start : start + _PIECE]],
            )
