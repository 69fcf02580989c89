"""Commands on files: attaching one to a record, removing one, and opening a restricted one."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import connection

from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.files import content as contents
from goldthread.council.files import reading
from goldthread.council.files.models import Attachment, AttachmentPiece
from goldthread.council.models import Person
from goldthread.council.records import attached, people_named, privacy, saving
from goldthread.council.records.attached import check_open
from goldthread.council.records.base import Record, new_id, now
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import kind_of

_PIECE = 1024 * 1024


@command("notes.write")
def attach_file(
    *, by: Person, record: Record, filename: str, content: bytes, is_restricted: bool = True
) -> Attachment:
    """Add a file to a record: checked by its content, a picture without where it was taken."""
    check_open(by, record)
    return attach_to_new(
        by=by, record=record, filename=filename, content=content, is_restricted=is_restricted
    )


def attach_to_new(
    *, by: Person, record: Record, filename: str, content: bytes, is_restricted: bool = True
) -> Attachment:
    """Keep a file that came with a record, within the command that adds the record.

    Whoever adds it may be unable to open it afterwards, as where a rule gives it to another team.
    """
    kind = contents.kind_of_content(content)
    content = contents.cleaned(kind, content)
    received = contents.name_as(kind, filename)
    texts = {"name": received.rpartition(".")[0], "text": contents.text_in(kind, content)}
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
        by=by,
    )
    if hidden["name"].text != texts["name"]:
        RestrictedText.objects.create(
            council=by.council, origin=kind_of(file), origin_id=file.pk, field="name", text=received
        )
    _store(file, content)
    attached.put(record, [file])
    if kind in reading.READ_LATER:
        jobs.ask(reading.READ_FILE, by=by, file_id=file.pk)
    return file


@command("notes.write")
def remove_file(*, by: Person, file: Attachment, on: datetime.date) -> Attachment:
    """Remove a file that one added, or that hangs on a record one may correct: its content is deleted at once."""
    record = attached.record_of(file)
    check_open(by, record)
    if not may_remove(by, file, record):
        raise PermissionDenied("a file is removed by whoever added it, or may correct its record")
    if file.withdrawn_on is not None:
        raise Refused("This file is removed already.")
    file.withdrawn_on, file.text = on, ""
    file.save(update_fields=["withdrawn_on", "text"])
    AttachmentPiece.objects.filter(council=by.council, attachment=file).delete()
    RestrictedText.objects.filter(council=by.council, origin=kind_of(file), origin_id=file.pk).delete()
    attached.put(record, [file])
    return file


def may_remove(by: Person, file: Attachment, record: Any) -> bool:
    """Return whether somebody may remove a file."""
    return file.by_id == by.pk or bool(record.spec.change and by.may(record.spec.change))


def _reason(*, file: Attachment, reason: str, **_: Any) -> str:
    return people_named.redacted_reason(record=attached.record_of(file), reason=reason)


@command("feedback.original", trail=_reason)
def open_file(*, by: Person, file: Attachment, reason: str) -> Attachment:
    """Open a restricted file: who did, and why, is in the audit log."""
    check_open(by, attached.record_of(file), withdrawn=True)
    saving.needs_reason(reason, "It is kept.")
    if file.withdrawn_on is not None:
        raise Refused("This file was removed, and its content deleted.")
    return file


def _store(file: Attachment, content: bytes) -> None:
    # Sent apart from the statement: written into it as text, a file would take eight times its size in memory.
    with psycopg.Cursor(connection.connection) as cursor:
        for position, start in enumerate(range(0, len(content), _PIECE)):
            cursor.execute(
                "INSERT INTO goldthread_attachmentpiece (id, council_id, created_at, attachment_id, position, content) "
                "VALUES (%s, %s, %s, %s, %s, %b)",
                [new_id(), file.council_id, now(), file.pk, position, content[start : start + _PIECE]],
            )
