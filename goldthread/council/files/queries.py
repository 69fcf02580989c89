"""Files on a record as its timeline shows them, and the content of one."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from goldthread.council.files.commands import may_remove
from goldthread.council.files.models import Attachment, AttachmentPiece, Scan
from goldthread.council.models import Person
from goldthread.council.records import attached

_SCANNED = {
    Scan.WAITING.value: "; locked until it is scanned for viruses",
    Scan.INFECTED.value: "; a virus was found in it, so nobody can open it",
}
_IN_MEMORY = 2 * 1024 * 1024


def files_of(person: Person, record: Any) -> list[dict[str, Any]]:
    """Return the files on a record as entries of its timeline; none for somebody who may not know of them."""
    if not attached.may_read(person, record.spec):
        return []
    rows = attached.on_record(Attachment, record).select_related("by").defer("text")
    return [_entry(person, file, record) for file in rows]


def _entry(person: Person, file: Attachment, record: Any) -> dict[str, Any]:
    entry = {"group": "files", "icon": "file", "by": file.by.name, "when": file.at, "id": f"file-{file.pk}"}
    if file.withdrawn_on is not None:
        return {**entry, "what": "File removed"}
    restricted = file.is_restricted and not person.may("feedback.original")
    to = (
        ""
        if restricted or file.is_locked
        else reverse("open_file" if file.is_restricted else "download_file", args=[file.pk])
    )
    about = f"{file.get_kind_display()}, {size_in_words(file.size)}" + (
        ", restricted" if file.is_restricted else ""
    )
    about += _SCANNED.get(file.scan, "")
    links = [("Try scan again", reverse("scan_file", args=[file.pk]))] if file.scan == Scan.WAITING else []
    removes = record.withdrawn_on is None and may_remove(person, file, record)
    return {
        **entry,
        "what": "File added",
        "files": [{"name": file.name, "href": to, "note": about}],
        "links": [*links, *([("Remove file", reverse("remove_file", args=[file.pk]))] if removes else [])],
    }


def size_in_words(size: int) -> str:
    """Return a size as people say it: "84 KB", "2.4 MB"."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes:,} KB" if kilobytes < 1000 else f"{size / 1024**2:.1f} MB"


def content_of(file: Attachment) -> IO[bytes]:
    """Return the content of a file, read a piece at a time; it is gone from the disk when it is closed.

    Raises PermissionDenied for one that waits for its scan, or in which a virus was found: whatever page asks.
    """
    if file.is_locked:
        raise PermissionDenied("a file that is not scanned, or that holds a virus, is opened by nobody")
    held = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the response closes it
    pieces = AttachmentPiece.objects.filter(attachment=file)
    for position in pieces.order_by("position").values_list("position", flat=True):
        held.write(pieces.values_list("content", flat=True).get(position=position))
    held.seek(0)
    return held
