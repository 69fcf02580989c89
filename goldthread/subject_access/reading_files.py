"""The words of files on records, read anew: what search keeps of a file is redacted, and a person is looked for in all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.council.files.content import text_in
from goldthread.council.files.models import PICTURES, SOUNDS, Attachment, AttachmentPiece, FileKind
from goldthread.council.files.reading import pdf_text


@dataclass(frozen=True)
class ReadFile:
    """A file and its words; "" where it has none that can be read."""

    file: Attachment
    text: str


def read_files(council_id: object) -> Iterator[ReadFile]:
    """Yield every file of a council with its words, one at a time: none is held longer than it is read."""
    files = Attachment.objects.filter(council=council_id, withdrawn_on=None).order_by("at", "pk")
    for file in files.iterator(chunk_size=200):
        yield ReadFile(file, words_of(file))


def words_of(file: Attachment) -> str:
    """Return the words of a file as it was added; "" for a picture, a sound, a scan, or one that is locked or cannot be read."""
    if file.kind in PICTURES | SOUNDS or file.is_locked:
        return ""
    pieces = AttachmentPiece.objects.filter(council=file.council_id, attachment=file).order_by("position")
    content = b"".join(bytes(piece) for piece in pieces.values_list("content", flat=True))
    if not content:
        return ""
    return pdf_text(content) if file.kind == FileKind.PDF else text_in(FileKind(file.kind), content)
