"""Backup file format: its contents, and the check that it is whole.

A zip file with one member per table (PostgreSQL's own text form of its rows) and, last, `manifest.json`, so
that a file cut short has none. Anyone can open it without Goldthread (decision 0014).
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from goldthread.engine.errors import EngineError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 18


@dataclass(frozen=True)
class Member:
    """One table in the file: its columns (name to type), number of rows, and the rows' length and hash."""

    name: str
    columns: dict[str, str]
    rows: int
    bytes: int
    sha256: str

    @property
    def path(self) -> str:
        return f"tables/{self.name}.copy"


@dataclass(frozen=True)
class Manifest:
    """Manifest of a backup: what it holds, from which version of what, and when it was taken (UTC, ISO 8601)."""

    format: int
    product: str
    server: int
    taken: str
    migrations: list[str]
    tables: list[Member]
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, int]:
        """Return how many rows of each table."""
        return {member.name: member.rows for member in self.tables}

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Raises EngineError when it is not one, or is of a later format."""
        try:
            parts = json.loads(text)
            if parts["format"] != FORMAT:
                raise EngineError(
                    f"The backup is of format {parts['format']}, and this Goldthread reads {FORMAT}. "
                    "Update Goldthread and try again."
                )
            parts["tables"] = [Member(**member) for member in parts["tables"]]
            parts["sequences"] = {
                name: (int(last), bool(called)) for name, (last, called) in parts["sequences"].items()
            }
            return cls(**parts)
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise EngineError("The backup's list of contents cannot be read. Use another copy.") from problem


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The file, open to be read; whatever is wrong with it becomes an EngineError."""
    try:
        with zipfile.ZipFile(path) as file:
            yield file
    except FileNotFoundError:
        raise EngineError(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise EngineError(
            f"{path} is not a whole Goldthread backup ({problem}). Use another copy."
        ) from problem


def read_manifest(file: zipfile.ZipFile) -> Manifest:
    """Return what the file says it holds. Raises EngineError when that and its members differ."""
    names = file.namelist()
    if MANIFEST not in names:
        raise EngineError(
            f"{file.filename} is not a Goldthread backup, or was cut short: it has no {MANIFEST}."
        )
    manifest = Manifest.from_json(file.read(MANIFEST))
    if sorted(names) != sorted([MANIFEST, *(member.path for member in manifest.tables)]):
        raise EngineError(f"{file.filename} does not hold what its {MANIFEST} lists. Use another copy.")
    return manifest


def chunks(file: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    """A table's rows in pieces. Raises EngineError, at the end, when they are not those that were written."""
    digest, length = hashlib.sha256(), 0
    with file.open(member.path) as rows:
        while chunk := rows.read(CHUNK):
            length += len(chunk)
            if length > member.bytes:
                break
            digest.update(chunk)
            yield chunk
    if length != member.bytes or digest.hexdigest() != member.sha256:
        raise EngineError(f"The rows of {member.name} in {file.filename} have changed. Use another copy.")


def verify(path: Path) -> Manifest:
    """Read the whole file and return what it holds. Raises EngineError when anything in it has changed."""
    with opened(path) as file:
        manifest = read_manifest(file)
        for member in manifest.tables:
            for _ in chunks(file, member):
                pass
    return manifest
