"""Reading what search finds a file by, after it is saved: nobody waits for it, and a bad file harms nothing."""

from __future__ import annotations

import logging
import uuid

from goldthread.cell_text import without_controls
from goldthread.council.database import tenant
from goldthread.council.files.content import MOST_READ, text_in
from goldthread.council.files.models import LOCKED, Attachment, AttachmentPiece, FileKind
from goldthread.council.jobs import JobName
from goldthread.council.records import attached, people_named, privacy
from goldthread.council.records.attached import record_of
from goldthread.document_text.pdf_file import PdfNotRead, pdf_pages

READ_FILE = JobName("council.read_file")
READER = 1
"""The reader of today: raised with each kind of file that it learns to read, so that older files are read again."""
READ_LATER = frozenset({FileKind.PDF})
"""The kinds that take so long to read, or such a reader, that it is done by a job and in a process of its own."""
MOST_PAGES = 60
SECONDS = 20
_log = logging.getLogger(__name__)


def pdf_text(content: bytes, *, seconds: int = SECONDS) -> str:
    """Return the words of a PDF's first pages; "" where it has none, is locked or broken, or takes too long."""
    try:
        text = pdf_pages(content, most=MOST_READ, pages=MOST_PAGES, seconds=seconds)
    except PdfNotRead:
        return ""
    return without_controls(text)[:MOST_READ].strip()


def read(council_id: uuid.UUID, key: uuid.UUID) -> None:
    """Read a file's words, keep them redacted and let search find it by them.

    No command: it changes nothing that anybody said or decided.
    """
    with tenant.inside(council_id):
        kind, content = _content(council_id, key)
    if kind is None:
        return
    text = pdf_text(content) if kind in READ_LATER else text_in(kind, content)
    with tenant.inside(council_id):
        # It may have been removed meanwhile, with all that was read in it.
        file = Attachment.objects.select_for_update().filter(pk=key, withdrawn_on=None).first()
        if file is None:
            return
        record = record_of(file)
        if text:
            try:
                file.text = privacy.hide_fields({"text": text}, people_named.named_under(record))["text"].text
            except privacy.CouldNotLook:
                _log.warning("a file was not read: personal data could not be looked for")
                return
        # A scan has no words: that it was looked at is kept, so that it is not read again every night.
        file.read_with = READER
        file.save(update_fields=["text", "read_with"])
        if text:
            attached.put(record, [file])


def not_read(council_id: uuid.UUID, *, after: uuid.UUID | None = None) -> uuid.UUID | None:
    """Return the next file that today's reader has not looked at, such as one attached before it was there."""
    files = Attachment.objects.filter(council=council_id, read_with__lt=READER, withdrawn_on=None)
    files = files.exclude(scan__in=LOCKED)
    files = files.filter(pk__gt=after) if after else files
    return files.order_by("pk").values_list("pk", flat=True).first()


def _content(council_id: uuid.UUID, key: uuid.UUID) -> tuple[FileKind | None, bytes]:
    file = Attachment.objects.filter(council=council_id, pk=key, withdrawn_on=None).first()
    if file is None or file.is_locked:
        return None, b""
    pieces = AttachmentPiece.objects.filter(council=council_id, attachment=file).order_by("position")
    return FileKind(file.kind), b"".join(bytes(piece) for piece in pieces.values_list("content", flat=True))
