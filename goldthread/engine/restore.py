"""Restore of a backup into an empty database, all of it or none of it."""

import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

import psycopg
from psycopg import Connection, sql

from goldthread.engine import archive, catalogue
from goldthread.engine.archive import Manifest, Member
from goldthread.engine.errors import EngineError
from goldthread.engine.session import Progress, connected, lock, silent, steady

FILLED_BY_MIGRATING = ("django_migrations", "django_content_type", "auth_permission", "django_site")
"""Tables that making the tables fills by itself; the backup's rows take the place of theirs."""


def restore(
    dsn: str, path: Path, progress: Progress | None = None, *, replace: Collection[str] = FILLED_BY_MIGRATING
) -> Manifest:
    """Read `path` into the database at `dsn`, as the owner of its tables (or a superuser).

    Make the tables first, by the same migrations. Everything happens in one transaction, from which others
    are locked out: foreign keys are taken off and put back (which checks every one), triggers sleep, and
    policies that bind the owner are lifted and put back.

    Raises EngineError, and changes nothing, when the file is damaged, the migrations, tables or columns
    differ, or any table but those in `replace` holds rows.
    """
    manifest = archive.verify(path)
    with archive.opened(path) as file, connected(dsn) as conn:
        try:
            with conn.transaction():
                _restore(conn, file, manifest, progress or silent, replace)
        except psycopg.errors.InsufficientPrivilege as problem:
            raise EngineError(
                f"This role may not restore ({problem.diag.message_primary}). Restore as the tables' owner."
            ) from problem
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as problem:
            raise EngineError("Others are using this database. Stop them, and restore again.") from problem
        except (psycopg.DataError, psycopg.IntegrityError) as problem:
            raise EngineError(
                f"The database would not take the backup ({problem.diag.message_primary}). Nothing was changed."
            ) from problem
        conn.autocommit = True
        conn.execute("ANALYZE")
    return manifest


def _restore(
    conn: Connection,
    file: zipfile.ZipFile,
    manifest: Manifest,
    progress: Progress,
    replace: Collection[str],
) -> None:
    steady(conn)
    tables = catalogue.tables(conn)
    _check_same(conn, manifest, tables)
    lock(conn, [table.name for table in tables])
    forced = [catalogue.public(table.name) for table in tables if table.forced]
    keys, triggers = catalogue.foreign_keys(conn), catalogue.triggers(conn)
    for table in forced:
        _alter(conn, table, "NO FORCE ROW LEVEL SECURITY")
    for key in keys:
        _alter(conn, catalogue.public(key.table), "DROP CONSTRAINT", key.name)
    for trigger in triggers:
        _alter(conn, catalogue.public(trigger.table), "DISABLE TRIGGER", trigger.name)
    _check_empty(conn, tables, replace)
    done, total = 0, sum(manifest.rows.values())
    for member in manifest.tables:
        if member.name in catalogue.LEFT_OUT:
            continue  # of an earlier version, which backed them up
        for rows in _read_table(conn, file, member):
            progress(member.name, done + rows, total)
        done += member.rows
    conn.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for key in keys:
        _alter(conn, catalogue.public(key.table), "ADD CONSTRAINT", key.name, key.definition)
    for trigger in triggers:
        _alter(conn, catalogue.public(trigger.table), f"{trigger.definition} TRIGGER", trigger.name)
    for table in forced:
        _alter(conn, table, "FORCE ROW LEVEL SECURITY")
    for view in catalogue.materialised_views(conn):
        conn.execute(sql.SQL("REFRESH MATERIALIZED VIEW {}").format(catalogue.public(view)))
    # Last, when nothing can fail any more: a sequence is not set back with its transaction.
    for name, (last, called) in manifest.sequences.items():
        conn.execute("SELECT setval(%s::regclass, %s, %s)", [_quoted(conn, name), last, called])
    progress("", total, total)


def _read_table(conn: Connection, file: zipfile.ZipFile, member: Member) -> Iterator[int]:
    """Fill one table; yields about how many of its rows are in."""
    yield 0
    query = sql.SQL("COPY {} {} FROM STDIN").format(
        catalogue.public(member.name), catalogue.column_list(member.columns)
    )
    cursor = conn.cursor()
    length = 0
    with cursor.copy(query) as copy:
        for chunk in archive.chunks(file, member):
            copy.write(chunk)
            length += len(chunk)
            yield member.rows * length // member.bytes
    if cursor.rowcount != member.rows:
        raise EngineError(f"{member.name} took {cursor.rowcount} of {member.rows} rows. Nothing was changed.")


def _check_same(conn: Connection, manifest: Manifest, tables: list[catalogue.Table]) -> None:
    here, there = set(catalogue.migrations(conn)), set(manifest.migrations)
    if ahead := there - here:
        raise EngineError(
            f"The backup was made by Goldthread {manifest.product}, which knows {_some(ahead)}, and this "
            "database does not. Update Goldthread here, make the tables, and restore again."
        )
    if behind := here - there:
        raise EngineError(
            f"This database has {_some(behind)}, and the backup, made by Goldthread {manifest.product}, does "
            "not. Restore it with that version into a database without tables, and then update that."
        )
    columns = {table.name: table.columns for table in tables}
    backed_up = {member.name: member.columns for member in manifest.tables}
    names = columns.keys() | backed_up.keys()
    if differing := {name for name in names if columns.get(name) != backed_up.get(name)}:
        raise EngineError(
            f"The tables here and in the backup differ: {_some(differing)}. Make the tables by the same "
            "migrations and restore again."
        )


def _check_empty(conn: Connection, tables: list[catalogue.Table], replace: Collection[str]) -> None:
    """Clear what migrating fills; refuse where anything else is."""
    filled = set()
    for table in tables:
        name = catalogue.public(table.name)
        if table.name in replace or table.name in catalogue.LEFT_OUT:
            conn.execute(sql.SQL("DELETE FROM ONLY {}").format(name))
        elif conn.execute(sql.SQL("SELECT FROM ONLY {} LIMIT 1").format(name)).rowcount:
            filled.add(table.name)
    if filled:
        raise EngineError(
            f"This database is not empty: there are rows in {_some(filled)}. Restore into a new home."
        )


def _alter(conn: Connection, table: sql.Identifier, change: str, name: str = "", more: str = "") -> None:
    """`more` is PostgreSQL's own wording and is passed on as it is, braces and all."""
    words: list[sql.Composable] = [sql.SQL("ALTER TABLE"), table, sql.SQL(change)]
    words += [sql.Identifier(name)] if name else []
    conn.execute(sql.SQL(" ").join([*words, sql.SQL(more)]))


def _quoted(conn: Connection, name: str) -> str:
    return catalogue.public(name).as_string(conn)


def _some(names: Collection[str], shown: int = 3) -> str:
    rest = len(names) - shown
    return ", ".join(sorted(names)[:shown]) + (f" and {rest} more" if rest > 0 else "")
