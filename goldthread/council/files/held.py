"""Files of a form that is not finished: sent with a step, opened and removed after a pause, then given to the record.

`holder` is the key of what they wait in; whoever may open that may open them. What is refused is refused in plain words
before the step is left.
"""

from __future__ import annotations

import tempfile
import uuid
from typing import IO, Any

from goldthread.council.errors import Refused
from goldthread.council.files import content as contents
from goldthread.council.files import scanning
from goldthread.council.files.keeping import attach_to_new, store
from goldthread.council.files.models import Attachment, HeldFile, HeldFilePiece, Scan
from goldthread.council.models import Council, Person
from goldthread.council.records.base import Record

MOST_FILES = 6
MOST_TOGETHER = 40 * 1024 * 1024
_IN_MEMORY = 2 * 1024 * 1024


def check_room(council: Council, holder: uuid.UUID, size: int) -> None:
    """Raise Refused, in words fit to show, where one more file of a size is too much for a form."""
    held = list(held_by(council, holder).values_list("size", flat=True))
    if len(held) >= MOST_FILES:
        raise Refused("You can send 6 files. Remove one first, or send the rest by post.", field="file")
    if sum(held) + size > MOST_TOGETHER:
        raise Refused("Your files together must be 40 MB or smaller.", field="file")


def hold(*, council: Council, holder: uuid.UUID, filename: str, content: bytes) -> HeldFile:
    """Keep a file for a form that is not finished; raises Refused for what is not taken.

    No command: whoever sends it has no account, and what they sent becomes a record with its line in the audit log.
    Scanned at once where the council's scanner answers; where it is silent the file is kept and waits, locked.
    """
    check_room(council, holder, len(content))
    kind, content = contents.as_kept(content)
    scan, virus = scanning.first_look(council.pk, content)
    if scan == Scan.INFECTED:
        raise Refused(
            "A virus was found in this file, so it was not taken. A virus is a program that does harm.",
            field="file",
        )
    file = HeldFile.objects.create(
        council=council,
        holder=holder,
        name=contents.name_as(kind, filename),
        kind=kind,
        size=len(content),
        scan=scan,
        virus=virus,
    )
    store(file, HeldFilePiece, "file_id", content)
    return file


def held_by(council: Council, holder: uuid.UUID) -> Any:
    """Return the files of a form, in the order in which they were sent."""
    return HeldFile.objects.filter(council=council, holder=holder).order_by("at", "pk")


def remove_held(*, council: Council, holder: uuid.UUID, pk: uuid.UUID) -> bool:
    """Delete a file of a form, with its content; returns whether there was one."""
    return bool(held_by(council, holder).filter(pk=pk).delete()[0])


def content_of_held(file: HeldFile) -> IO[bytes]:
    """Return the content of a file of a form, read a piece at a time; raises Refused where it is locked."""
    check_unlocked(file)
    out = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the response closes it
    for piece in scanning.pieces_of(file):
        out.write(piece)
    out.seek(0)
    return out


def check_unlocked(file: Any) -> None:
    """Raise Refused, in words fit to show, where nobody may open a file."""
    if file.scan == Scan.WAITING:
        raise Refused("This file has not been scanned for viruses yet. It cannot be opened until then.")
    if file.scan == Scan.INFECTED:
        raise Refused("A virus was found in this file. It cannot be opened.")


def attach_held(*, by: Person, record: Record, holder: uuid.UUID) -> list[Attachment]:
    """Give the files of a form to the record that it made, within the command that adds it: all of them, also locked ones."""
    made = []
    for file in held_by(record.council, holder):
        content = b"".join(scanning.pieces_of(file))
        scanned = (file.scan, file.virus)
        made.append(attach_to_new(by=by, record=record, filename=file.name, content=content, scanned=scanned))
        file.delete()
    return made
