"""Source of a spreadsheet's bytes: a path, bytes in memory, or an upload that is still open."""

import hashlib
import io
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

Given = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO

CHUNK = 1 << 16


class Source:
    """A source that can be opened again and again, so that a sheet can be read more than once.

    An open file is borrowed: it must stay open while the sheet is in use, and `close` leaves it open.
    """

    def __init__(self, given: Given) -> None:
        self._path: Path | None = None
        self._file: BinaryIO | None = None
        self._own: BinaryIO | None = None
        self._lock = threading.Lock()
        if isinstance(given, bytes | bytearray | memoryview):
            self._file = io.BytesIO(bytes(given))
        elif isinstance(given, str | os.PathLike):
            self._path = Path(given)
        elif _seekable(given):
            self._file = given
        else:  # a pipe or a download: keep a copy that can be read from the start again
            self._own = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
            shutil.copyfileobj(given, self._own)
            self._file = self._own
        self.size = self._measure()

    def _measure(self) -> int:
        if self._path is not None:
            return self._path.stat().st_size
        assert self._file is not None
        return self._file.seek(0, os.SEEK_END)

    def open(self) -> BinaryIO:
        """A new reader at the first byte, independent of every other reader."""
        if self._path is not None:
            return self._path.open("rb")
        assert self._file is not None
        return io.BufferedReader(_View(self._file, self.size, self._lock), CHUNK)

    def head(self, length: int) -> bytes:
        with self.open() as stream:
            return stream.read(length)

    def close(self) -> None:
        if self._own is not None:
            self._own.close()


class _View(io.RawIOBase):
    """One reader's own place in a file that several readers share."""

    def __init__(self, file: BinaryIO, size: int, lock: threading.Lock) -> None:
        self._shared, self._size, self._lock, self._position = file, size, lock, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("seek before the start of the file")
        self._position = base + offset
        return self._position

    def readinto(self, buffer) -> int:  # type: ignore[override]
        with self._lock:
            self._shared.seek(self._position)
            data = self._shared.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def _seekable(file: object) -> bool:
    try:
        return bool(file.seekable())  # type: ignore[attr-defined]
    except AttributeError:
        return hasattr(file, "seek")


def fingerprint(given: Given) -> str:
    """SHA-256 of the content as 64 hexadecimal digits: the same file under another name has the same one."""
    source = Source(given)
    digest = hashlib.sha256()
    try:
        with source.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    finally:
        source.close()
    return digest.hexdigest()
