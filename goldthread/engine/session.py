"""Session settings of a backup and a restore, so that the same rows mean the same everywhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import Connection, sql

from goldthread.engine import catalogue
from goldthread.engine.errors import EngineError

Progress = Callable[[str, int, int], None]
"""Called with the table at hand ("" when all are done), rows done so far, and rows in all."""


def silent(table: str, done: int, total: int) -> None:
    """The progress that nobody asked for."""


_SETTINGS = (
    "row_security = off",  # a row that a policy would hide is an error, never a row left out
    "search_path = public",
    "client_encoding = 'UTF8'",
    "timezone = 'UTC'",
    "datestyle = 'ISO, YMD'",
    "intervalstyle = 'postgres'",
    "bytea_output = 'hex'",
    "extra_float_digits = 3",
    "statement_timeout = 0",
    "idle_in_transaction_session_timeout = 0",
)


def steady(conn: Connection) -> None:
    """For the rest of this transaction, values read and write alike on every server, and rows are all seen."""
    for setting in _SETTINGS:
        conn.execute(f"SET LOCAL {setting}".encode())


def lock(conn: Connection, tables: Sequence[str]) -> None:
    """Keep everybody else away from these tables until the transaction ends; waits a minute at most.

    Raises psycopg.errors.LockNotAvailable or DeadlockDetected when others will not let go.
    """
    if tables:
        names = sql.SQL(", ").join(map(catalogue.public, tables))
        conn.execute("SET LOCAL lock_timeout = '60s'")
        conn.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))


@contextmanager
def connected(dsn: str) -> Iterator[Connection]:
    """A connection; EngineError when there is no server to connect to."""
    try:
        conn = psycopg.connect(dsn)
    except psycopg.OperationalError as problem:
        raise EngineError(f"The database cannot be reached: {str(problem).strip()}") from problem
    with conn:
        yield conn
