"""Runs the database that holds everything, so that a council's laptop needs nothing installed by hand.

PostgreSQL is the one engine (decision 0010). `Server` runs it from a folder of programs, `roles` makes the
two accounts that Goldthread works under, `backup` writes everything to one file and brings it back.
Plain Python and psycopg: nothing here knows what is stored.
"""

from pathlib import Path

from goldthread.engine import roles
from goldthread.engine.errors import EngineError
from goldthread.engine.server import Server

__all__ = ["EngineError", "Server", "ready"]


def ready(home: Path, database: str = "goldthread", *, durable: bool = True) -> Server:
    """Start or join the server of `home`, with roles and database prepared; `.stop()` it when done."""
    server = Server(home, durable=durable)
    server.start()
    try:
        roles.prepare(server.dsn("superuser", "postgres"), database)
    except BaseException:
        server.stop()
        raise
    return server
