"""Commands on scanning: naming the scanner of files, and trying again."""

from __future__ import annotations

import re
from typing import Any

from goldthread.council.command import Refused, changed, command
from goldthread.council.files import scanner, scanning
from goldthread.council.files.models import Attachment, FileScanner, Scan
from goldthread.council.models import Person
from goldthread.council.records import attached
from goldthread.council.records.attached import check_open

_HOST = re.compile(r"[A-Za-z0-9.:-]+")


@command("notes.write")
def scan_again(*, by: Person, file: Attachment) -> Attachment:
    """Try scan again: of a file that waits for it."""
    check_open(by, attached.record_of(file), withdrawn=True)
    if file.scan != Scan.WAITING or file.withdrawn_on is not None:
        raise Refused("This file does not wait for a scan.")
    scanning.scan_one(by, file, seconds=10)
    return file


def _in_words(*, is_on: bool, host: str, port: int, **_: Any) -> str:
    return f"On: {host}, port {port}" if is_on else "Off"


@command("council.manage", trail=_in_words)
def set_scanner(*, by: Person, is_on: bool, host: str, port: int) -> FileScanner:
    """Set the scanner of files; turned off, files that wait are opened without a scan."""
    if is_on and not _HOST.fullmatch(host):
        raise Refused("Enter the name of a server, such as clamav.council.example", field="host")
    named = FileScanner.objects.select_for_update().filter(council=by.council).first() or FileScanner(
        council=by.council
    )
    changed("Scanner of files", _shown(named), _shown(FileScanner(is_on=is_on, host=host, port=port)))
    if (named.host, named.port) != (host, port):
        named.answered_at = named.silent_since = None
    named.is_on, named.host, named.port = is_on, host, port
    named.save()
    for model, _, _ in scanning.PIECES:
        if not is_on:
            model.objects.filter(council=by.council, scan=Scan.WAITING).update(scan=Scan.NOT_ASKED)
    if is_on:
        scanner.ask_for_scan(by)
    return named


def _shown(named: FileScanner) -> str:
    return f"{named.host}:{named.port}" if named.is_on else "off"
