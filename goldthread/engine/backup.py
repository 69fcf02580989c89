"""Backup of the database to one file, as it stood at one moment.

The file holds people's words and names: it is made so that only its owner can read it, and is not encrypted. Sessions
and drafts are not in it (`catalogue.LEFT_OUT`).
"""

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import Connection, IsolationLevel, sql

from goldthread.engine import archive, catalogue
from goldthread.engine.archive import Manifest, Member, verify
from goldthread.engine.errors import EngineError
from goldthread.engine.restore import FILLED_BY_MIGRATING, restore
from goldthread.engine.session import Progress, connected, lock, silent, steady

__all__ = ["FILLED_BY_MIGRATING", "Manifest", "backup", "restore", "verify"]


def backup(dsn: str, out: Path, progress: Progress | None = None) -> Manifest:
    """Write all tables of the schema `public` to the new file `out`, as of one moment.

    Take a role that policies do not filter where there is one (a superuser, or one with BYPASSRLS and
    pg_read_all_data): people go on working meanwhile. The owner will do too; then tables whose policies
    bind even their owner are locked until the file is written, and other users wait. Rows are never left
    out silently: what the role may not read in full is an error.

    Raises EngineError, and leaves no file, when `out` exists or the database cannot be read in full.
    """
    if out.exists():
        raise EngineError(f"{out} is there already. Name another file, so that nothing is lost.")
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w+b") as file, _moment(dsn) as (conn, tables):
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
                manifest = _write(conn, tables, into, progress or silent)
            file.flush()
            os.fsync(file.fileno())
        part.rename(out)
    except OSError as problem:
        raise EngineError(f"{out} cannot be written ({problem.strerror}). Name another place.") from problem
    except psycopg.errors.InsufficientPrivilege as problem:
        raise EngineError(
            f"This role may not read everything ({problem.diag.message_primary}). "
            "Make the backup as the owner of the tables, or as a role with BYPASSRLS and pg_read_all_data."
        ) from problem
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as problem:
        raise EngineError("The database is too busy to be locked. Try again at a quiet moment.") from problem
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    return manifest


@contextmanager
def _moment(dsn: str) -> Iterator[tuple[Connection, list[catalogue.Table]]]:
    """A connection that sees one moment, all of it, and changes nothing: what it does is undone at the end."""
    with connected(dsn) as conn:
        conn.isolation_level = IsolationLevel.REPEATABLE_READ
        try:
            steady(conn)
            tables = catalogue.tables(conn)
            unfiltered = conn.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchall()
            if unfiltered != [(True,)]:
                tables = _lift_policies(conn, tables)
            if catalogue.has_large_objects(conn):
                raise EngineError("The database holds large objects, and a backup would leave them out.")
            yield conn, tables
        finally:
            conn.rollback()


def _lift_policies(conn: Connection, tables: list[catalogue.Table]) -> list[catalogue.Table]:
    """Let the owner see all of its own tables until the transaction is rolled back.

    The locks come first and in a transaction of one look: what others wrote while we waited for them must
    be seen, so the moment of the backup begins only when we hold them all.
    """
    forced = [table.name for table in tables if table.forced]
    if not forced:
        return tables
    conn.rollback()
    lock(conn, forced)
    steady(conn)
    for name in forced:
        conn.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(catalogue.public(name)))
    return catalogue.tables(conn)


def _write(
    conn: Connection, tables: list[catalogue.Table], into: zipfile.ZipFile, progress: Progress
) -> Manifest:
    counts = {}
    for table in tables:
        counts[table.name] = 0
        if table.name not in catalogue.LEFT_OUT:
            query = sql.SQL("SELECT count(*) FROM ONLY {}").format(catalogue.public(table.name))
            [(counts[table.name],)] = conn.execute(query).fetchall()
    total, done = sum(counts.values()), 0
    members = []
    for table in tables:
        moved = partial(_report, progress, table.name, done, total)
        moved(0)
        member = _write_table(conn, table, into, moved)
        if member.rows != counts[table.name]:
            raise EngineError(
                f"{table.name} gave {member.rows} of {counts[table.name]} rows. Nothing was kept."
            )
        members.append(member)
        done += member.rows
    manifest = Manifest(
        format=archive.FORMAT,
        product=_product(),
        server=conn.info.server_version,
        taken=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=catalogue.migrations(conn),
        tables=members,
        sequences=catalogue.sequences(conn),  # after the rows: never behind them
    )
    into.writestr(archive.MANIFEST, manifest.as_json())
    progress("", total, total)
    return manifest


def _write_table(
    conn: Connection, table: catalogue.Table, into: zipfile.ZipFile, moved: Callable[[int], None]
) -> Member:
    digest, length, rows = hashlib.sha256(), 0, 0
    held = bytearray()
    member = Member(table.name, table.columns, 0, 0, "")
    if table.name in catalogue.LEFT_OUT:
        into.writestr(member.path, b"")
        return Member(table.name, table.columns, 0, 0, digest.hexdigest())
    query = sql.SQL("COPY {} {} TO STDOUT").format(
        catalogue.public(table.name), catalogue.column_list(table.columns)
    )
    with into.open(member.path, "w", force_zip64=True) as file, conn.cursor().copy(query) as copy:

        def put() -> None:
            nonlocal length
            digest.update(held)
            file.write(held)
            length += len(held)
            held.clear()

        for row in copy:
            held += row
            rows += 1
            if len(held) > archive.CHUNK:
                put()
                moved(rows)
        put()
    return Member(table.name, table.columns, rows, length, digest.hexdigest())


def _report(progress: Progress, table: str, before: int, total: int, rows: int) -> None:
    progress(table, before + rows, total)


def _product() -> str:
    try:
        return metadata.version("goldthread")
    except metadata.PackageNotFoundError:
        return "unknown"
