"""Where e-mails are fetched from: each lists what is there, and marks one only after it was kept."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from goldthread.mailbox.choices import Via

_ENDINGS = (".eml", ".msg")
# A file that somebody is still writing is left for the next time.
_SETTLED_SECONDS = 5
_MOST_HEADERS = 64 * 1024
READ = "read"
"""The folder within the folder to which a file is moved once it is kept."""


@dataclass(frozen=True)
class Found:
    """A message that is there: its size, when it was received where that is known, and how it and its headers are read.

    key: by what its source knows it again.
    """

    key: str
    size: int
    content: Callable[[], bytes]
    headers: Callable[[], bytes]
    received_at: datetime.datetime | None = None


class Source(Protocol):
    """A place from which e-mails are fetched."""

    via: Via

    def found(self) -> Iterator[Found]:
        """Yield what is there, the oldest first."""
        ...

    def done(self, found: Found) -> None:
        """Mark a message, or move it away: it is kept now."""
        ...

    def left(self, found: Found) -> None:
        """Take note that a message could not be kept and stays where it is."""
        ...


class Folder:
    """A folder of .eml and .msg files; each is moved into its folder "read" once it is kept.

    settled: whether files that were changed a moment ago are left for the next time.
    """

    via = Via.FOLDER

    def __init__(self, folder: Path, *, settled: bool = False) -> None:
        self.folder = folder
        self._settled = settled

    def found(self) -> Iterator[Found]:
        """Yield the files, by name."""
        for path in sorted(self.folder.iterdir()):
            if path.suffix.lower() not in _ENDINGS or path.is_symlink() or not path.is_file():
                continue
            about = path.stat()
            if self._settled and time.time() - about.st_mtime < _SETTLED_SECONDS:
                continue
            yield Found(
                key=path.name,
                size=about.st_size,
                content=path.read_bytes,
                headers=lambda path=path: _headers_of(path),
                received_at=datetime.datetime.fromtimestamp(about.st_mtime, datetime.UTC),
            )

    def done(self, found: Found) -> None:
        """Move a file away."""
        away = self.folder / READ
        away.mkdir(exist_ok=True)
        there, number = away / found.key, 1
        while there.exists():
            number += 1
            there = away / f"{Path(found.key).stem} ({number}){Path(found.key).suffix}"
        os.replace(self.folder / found.key, there)

    def left(self, found: Found) -> None:
        """Leave a file."""


def _headers_of(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(_MOST_HEADERS)
    return head.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
