"""The scanner that a council names: whether there is one, the first state of a file, and asking it about content."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.files.clamav import Silent, virus_in
from goldthread.council.files.models import FileScanner, Scan
from goldthread.council.jobs import JobName
from goldthread.council.models import Person

SCAN_WAITING = JobName("council.scan_files")


def of_council(council_id: uuid.UUID) -> FileScanner | None:
    """Return the scanner of a council, None where it names none or has turned it off."""
    return FileScanner.objects.filter(council=council_id, is_on=True).first()


def first_state(council_id: uuid.UUID) -> Scan:
    """Return how a file stands that has just been added."""
    return Scan.WAITING if of_council(council_id) else Scan.NOT_ASKED


def look(scanner: FileScanner, pieces: Iterable[bytes], *, seconds: float = 30) -> tuple[Scan, str]:
    """Return what the scanner says of a file, and the name of its virus; where it is silent, the file waits on."""
    try:
        virus = virus_in(scanner.host, scanner.port, pieces, seconds=seconds)
    except Silent:
        if scanner.silent_since is None:
            scanner.silent_since = timezone.now()
            scanner.save(update_fields=["silent_since"])
        return Scan.WAITING, ""
    scanner.silent_since, scanner.answered_at = None, timezone.now()
    scanner.save(update_fields=["silent_since", "answered_at"])
    return (Scan.INFECTED, virus) if virus else (Scan.CLEAN, "")


def ask_for_scan(by: Person) -> None:
    """Have the files that wait in a council scanned soon, one after another."""
    name = f"{SCAN_WAITING}.{by.council_id}"
    jobs.ask(SCAN_WAITING, by=by, once=name, alone=name)
