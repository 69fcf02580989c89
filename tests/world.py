"""Avonshire for the tests: built once on a machine for each state of the code and each day, and copied for every run.

Building it takes far longer than copying it, and it follows from nothing but the code, what is installed,
PostgreSQL and the day. So the data directory of the server that it was built in is cached under a hash of all
those, outside the checkout, and copied into the throw-away home of each run. The day counts because everything
in Avonshire is dated relative to today: yesterday's world would have no feedback "this week".

A cached directory is never run from, so no test and no power cut can spoil it. It holds invented people only,
and no password, session or key. Delete the folder whenever you like; GOLDTHREAD_TEST_CACHE names another.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone
from psycopg import sql

from goldthread.engine import binaries, locks, roles, settings
from goldthread.engine.account import choose
from goldthread.engine.server import Server

NAME = "goldthread_world"
ROOT = Path(__file__).resolve().parents[1]
CACHE = "GOLDTHREAD_TEST_CACHE"
# Two versions of PostgreSQL, for the checkout as it is and as it was a moment ago; none is of use on another day.
ENTRIES = 4
DAY = 24 * 3600
# The build renders no page (`_build` holds it to that), so a change of a page alone leaves the world as it is.
_PAGES = (".html", ".css", ".js", ".svg")


def bring(server: Server) -> None:
    """Leave `server` running with the finished world in the database NAME.

    The caller sees to it that one process of a run does this while its others wait.
    """
    folder = _cache_folder()
    if folder is None:
        server.start()
        _build(server)
        return
    entry = folder / key(server)
    with _locked(entry):
        if _copied(entry, server):
            return
        shutil.rmtree(entry, ignore_errors=True)
        server.start()
        _build(server)
        server.stop()
        if _code() == CODE:
            # A full disk, say, costs the next run its cache and this one nothing.
            with suppress(OSError, subprocess.CalledProcessError):
                _put(server.data, entry)
        server.start()
    _remove_old(folder)


def copy(server: Server, name: str) -> None:
    """Make a database that is the finished world, over any earlier one of that name."""
    superuser = server.dsn("superuser", "postgres")
    drop(server, name)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                *map(sql.Identifier, (name, settings.OWNER, NAME))
            )
        )
    # The rights of the database itself are not copied with a template.
    roles.prepare(superuser, name, owner_makes_databases=True)


def drop(server: Server, name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with psycopg.connect(server.dsn("superuser", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def connect_to(name: str) -> None:
    """Let all of Django's connections lead to another database from now on."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Do the same for a while."""
    before = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
    connect_to(name)
    try:
        yield
    finally:
        connect_to(before)


def key(server: Server) -> str:
    """Return a hash of everything that the finished data directory depends on."""
    engine = server.binaries or binaries.find()
    version = subprocess.run([engine.folder / "postgres", "--version"], capture_output=True, check=True)
    said = hashlib.sha256()
    for part in (
        CODE,
        timezone.localdate().isoformat(),
        version.stdout.decode(),
        str(engine.folder),
        choose(server.data).name,
        platform.machine(),
        sys.version,
        *sorted(f"{package.name}=={package.version}" for package in metadata.distributions()),
        *sorted(
            f"{name}={value}"
            for name, value in os.environ.items()
            if name.startswith("GOLDTHREAD_")
            and name not in ("GOLDTHREAD_HOME", "GOLDTHREAD_TEST_HOME", CACHE)
        ),
    ):
        said.update(part.encode() + b"\0")
    return said.hexdigest()[:32]


def _code() -> str:
    """Return a hash of the code and data of which Avonshire is built."""
    said = hashlib.sha256()
    for path in sorted([Path(__file__), *(ROOT / "goldthread").rglob("*")]):
        if path.suffix in _PAGES or "__pycache__" in path.parts:
            continue
        # An editor may take a file away between its listing and its reading.
        with suppress(FileNotFoundError, IsADirectoryError):
            content = path.read_bytes()
            said.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + hashlib.sha256(content).digest())
    return said.hexdigest()


# Hashed as this process begins to load it: what is edited later is not what this process builds with.
CODE = _code()


def _build(server: Server) -> None:
    """Migrate the database NAME and build Avonshire in it."""
    from unittest import mock

    from django.core.management import call_command
    from django.template.utils import EngineHandler

    from goldthread.demo.build import build

    roles.prepare(server.dsn("superuser", "postgres"), NAME, owner_makes_databases=True)
    with connected_to(NAME):
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        pages = AssertionError("Building Avonshire rendered a page: _PAGES in tests/world.py no longer holds")
        with mock.patch.object(EngineHandler, "__getitem__", side_effect=pages):
            build()
    with psycopg.connect(server.dsn("superuser", NAME), autocommit=True) as connection:
        # Every copy has the planner's statistics from the start, whether or not autovacuum has come by.
        connection.execute("VACUUM (FREEZE, ANALYZE)")


# -- The cache --------------------------------------------------------------------------------------------


def _cache_folder() -> Path | None:
    """Return a folder outside the checkout that nobody else can write to, or None where there is none."""
    for parent in (
        os.environ.get(CACHE),
        os.environ.get("XDG_CACHE_HOME") or "~/.cache",
        tempfile.gettempdir(),
    ):
        if not parent:
            continue
        folder = (Path(parent).expanduser() / f"goldthread-tests-{os.geteuid()}").absolute()
        if ROOT in folder.parents:
            continue
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            about = folder.lstat()
        except OSError:
            continue
        if stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and not about.st_mode & 0o022:
            return folder
    return None


@contextmanager
def _locked(entry: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold an entry alone while it is copied, made or removed; give False where somebody else does."""
    lock = _lock(entry.with_suffix(".lock"), wait=wait)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)


def _lock(path: Path, *, wait: bool) -> int | None:
    while True:
        lock = locks.open_lock(path)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            # Whoever removed the entry meanwhile removed its lock too: then this is nobody's lock any more.
            if os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        except BlockingIOError:
            os.close(lock)
            return None
        except FileNotFoundError:
            pass
        os.close(lock)


def _sizes(data: Path) -> dict[str, int]:
    return {
        path.relative_to(data).as_posix(): path.stat().st_size for path in data.rglob("*") if path.is_file()
    }


def _put(data: Path, entry: Path) -> None:
    """Cache a stopped server's data directory, whole or not at all."""
    new = entry.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    _copy_tree(data, new / "data")
    (new / "sizes.json").write_text(json.dumps(_sizes(data)))
    new.rename(entry)


def _copied(entry: Path, server: Server) -> bool:
    """Copy an entry to a new server and start it; False where there is no entry or it is broken."""
    try:
        sizes = json.loads((entry / "sizes.json").read_text())
        _copy_tree(entry / "data", server.data)
        if _sizes(server.data) == sizes:
            os.utime(entry)
            server.start()
            return True
    except (OSError, ValueError, subprocess.CalledProcessError):
        pass
    shutil.rmtree(server.data, ignore_errors=True)
    return False


def _copy_tree(source: Path, target: Path) -> None:
    """Copy with owners and rights, as PostgreSQL insists on both; without doubling the blocks where the disk can."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "--", source, target], check=True, stderr=subprocess.DEVNULL)


def _remove_old(folder: Path) -> None:
    """Remove what was not used lately, and what a killed build left half done, unless somebody is at it."""

    def used(entry: Path) -> float:
        try:
            return entry.stat().st_mtime
        except FileNotFoundError:
            return 0

    entries = sorted({path.with_suffix("") for path in folder.iterdir()}, key=used, reverse=True)
    for number, entry in enumerate(entries):
        if number < ENTRIES and time.time() - used(entry) < DAY:
            continue
        with _locked(entry, wait=False) as alone:
            if alone:
                shutil.rmtree(entry, ignore_errors=True)
                shutil.rmtree(entry.with_suffix(".new"), ignore_errors=True)
                entry.with_suffix(".lock").unlink(missing_ok=True)
