"""Commands on files: attaching one to a record, removing one, and opening a restricted one."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from goldthread.council.command import Refused, command
from goldthread.council.files.held import check_unlocked
from goldthread.council.files.keeping import attach_to_new
from goldthread.council.files.models import Attachment, AttachmentPiece
from goldthread.council.models import Person
from goldthread.council.records import attached, holds, people_named, saving
from goldthread.council.records.attached import check_open
from goldthread.council.records.base import Record
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import kind_of


@command("notes.write")
def attach_file(
    *, by: Person, record: Record, filename: str, content: bytes, is_restricted: bool = True
) -> Attachment:
    """Add a file to a record: checked by its content, a picture without where it was taken."""
    check_open(by, record)
    return attach_to_new(
        by=by, record=record, filename=filename, content=content, is_restricted=is_restricted
    )


@command("notes.write")
def remove_file(*, by: Person, file: Attachment, on: datetime.date) -> Attachment:
    """Remove a file that one added, or that hangs on a record one may correct: its content is deleted at once."""
    record = attached.record_of(file)
    check_open(by, record)
    if not may_remove(by, file, record):
        raise PermissionDenied("a file is removed by whoever added it, or may correct its record")
    if file.withdrawn_on is not None:
        raise Refused("This file is removed already.")
    for kind, key in ((kind_of(file), file.pk), (file.origin, file.origin_id)):
        holds.check(by.council_id, kind, [key])
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
    check_unlocked(file)
    return file
