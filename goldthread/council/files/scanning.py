"""Scanning what waits: what is locked until then stays whole and unopened."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.errors import Refused
from goldthread.council.files import reading, scanner
from goldthread.council.files.clamav import Silent, virus_in
from goldthread.council.files.models import (
    Attachment,
    AttachmentPiece,
    HeldFile,
    HeldFilePiece,
    Scan,
)
from goldthread.council.models import Person

_log = logging.getLogger(__name__)
PIECES: tuple[tuple[type[Any], type[Any], str], ...] = (
    (Attachment, AttachmentPiece, "attachment"),
    (HeldFile, HeldFilePiece, "file"),
)


def waiting(council_id: uuid.UUID) -> QuerySet[Attachment]:
    """Return the files on records that wait for their scan, the oldest first."""
    files = Attachment.objects.filter(council=council_id, scan=Scan.WAITING, withdrawn_on=None)
    return files.order_by("at", "pk")


def anything_waits(council_id: uuid.UUID) -> bool:
    """Return whether a file waits for its scan, on a record or in a form that is not finished."""
    return any(model.objects.filter(council=council_id, scan=Scan.WAITING).exists() for model, _, _ in PIECES)


def pieces_of(file: Any) -> Iterator[bytes]:
    """Yield the content of a file, on a record or held for a form, a piece at a time."""
    for model, pieces, name in PIECES:
        if isinstance(file, model):
            rows = pieces.objects.filter(council=file.council_id, **{name: file}).order_by("position")
            for position in list(rows.values_list("position", flat=True)):
                yield bytes(rows.values_list("content", flat=True).get(position=position))


def scan_waiting(by: Person) -> None:
    """Scan the files of a council that wait, until the scanner is silent: then they wait for the next time.

    No command: it says of each file what it is and changes nothing that anybody said.
    """
    for model, _, _ in PIECES:
        after: uuid.UUID | None = None
        while True:
            with tenant.inside(by.council_id):
                files = model.objects.filter(council=by.council_id, scan=Scan.WAITING)
                file = (files.filter(pk__gt=after) if after else files).order_by("pk").first()
                if file is None:
                    break
                after = file.pk
                if scan_one(by, file) == Scan.WAITING:
                    return


def scan_one(by: Person, file: Any, *, seconds: float = 30) -> Scan:
    """Have one file scanned and keep what the scanner says; one that is clean is read, so that search finds it."""
    named = scanner.of_council(by.council_id)
    if named is None:
        return Scan(file.scan)
    state, virus = scanner.look(named, pieces_of(file), seconds=seconds)
    if state == Scan.WAITING:
        return state
    file.scan, file.virus = state, virus
    file.save(update_fields=["scan", "virus"])
    if state == Scan.INFECTED:
        _log.warning("a virus was found in a file that somebody sent")
    elif isinstance(file, Attachment):
        jobs.ask(reading.READ_FILE, by=by, file_id=file.pk)
    return state


# What ClamAV and every other scanner call a virus and which is none (eicar.org); in two parts, so that this file is not one.
_HARMLESS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def try_scanner(by: Person) -> str:
    """Return how the scanner answers now, in words: with a text that every scanner calls a virus, and one that none does."""
    if not by.may("council.manage"):
        raise PermissionDenied("council.manage")
    named = scanner.of_council(by.council_id)
    if named is None:
        raise Refused("Turn the scanner on first.")
    try:
        clean = virus_in(named.host, named.port, [b"Nothing."], seconds=10)
        found = virus_in(named.host, named.port, [_HARMLESS], seconds=10)
    except Silent:
        raise Refused(
            "The scanner does not answer. Check its name, its port, and that it lets us in."
        ) from None
    if clean or not found:
        raise Refused("The scanner answers, and does not tell the test virus from a clean text.")
    return "The scanner answers: it found the test virus, and nothing in a clean text."


def first_look(council_id: uuid.UUID, content: bytes, *, seconds: float = 5) -> tuple[Scan, str]:
    """Return how a file stands that somebody is sending: scanned at once where the scanner answers, else it waits."""
    named = scanner.of_council(council_id)
    return scanner.look(named, [content], seconds=seconds) if named else (Scan.NOT_ASKED, "")
