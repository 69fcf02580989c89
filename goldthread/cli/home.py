"""Home of a council's data on this machine: its database, its secret, and Django set up to use them."""

from __future__ import annotations

import importlib.util
import logging
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldthread import log_lines
from goldthread.cli.errors import UserError

logger = logging.getLogger(__name__)

_WAIT_FOR_DATABASE = 300  # seconds


@dataclass(frozen=True)
class Home:
    """A home: a folder, and the two ways into its database."""

    folder: Path
    runtime_url: str
    owner_url: str
    superuser_url: str
    server: Any = None  # the home's own PostgreSQL; None where somebody else runs one

    @property
    def embedded(self) -> bool:
        """Return whether its PostgreSQL is its own."""
        return self.server is not None

    def for_owner(self) -> str:
        """Return the owner's way in, by which tables are made, backed up and restored; raises UserError for none."""
        if not self.owner_url:
            # An empty address would lead to whatever PostgreSQL this machine has.
            raise UserError(
                "Set DATABASE_OWNER_URL to the owner's address of the same database: its tables are made, backed up "
                "and restored by their owner."
            )
        return self.owner_url

    def keep_database(self) -> None:
        """Start the home's own PostgreSQL again where it has stopped, and bound its log.

        Where it does not start, the web server answers that it is away, and it is tried again the next time.
        """
        if not self.embedded:
            return
        # Where only the base package is installed, this file is read and says what is missing.
        from goldthread.engine.errors import EngineError

        self.server.bound_log()
        if not self.server.running():
            logger.warning("PostgreSQL stopped and is started again")
            try:
                self.server.start()
            except EngineError as error:
                logger.error("PostgreSQL does not start, and is tried again. %s", error)

    def for_children(self) -> dict[str, str]:
        """Return the environment of the web server and the worker, which must never hold the owner's way in."""
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
        # One thread of arithmetic in each: two processes of two threads wait for each other, and take twice the time.
        return {"OPENBLAS_NUM_THREADS": "1"} | environment | {"DATABASE_URL": self.runtime_url}


def folder_of(name: str) -> Path:
    """Return the folder for a kind of use ("demo" or "council"); GOLDTHREAD_HOME names another."""
    chosen = os.environ.get("GOLDTHREAD_HOME")
    return Path(chosen) if chosen else Path.home() / ".goldthread" / name


def _check_folder(folder: Path, *, make: bool, external: bool) -> None:
    """Make the folder, or refuse one in which no council was ever served."""
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file. Set GOLDTHREAD_HOME to a folder.")
    if not make and not external and not (folder / "data").is_dir():
        raise UserError(
            f"There is no council in {folder}. Run this as the user who runs `goldthread up`, or set "
            "GOLDTHREAD_HOME to the folder it serves."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _reach(name: str, address: str, *, wait: bool) -> None:
    """Connect to somebody else's server once; wait some minutes where it may still be starting.

    name: the setting that gives the address. No message quotes the address, which has a password in it.
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        raise UserError(
            f"{name} cannot be read. Write it as postgresql://USER:PASSWORD@HOST:5432/DATABASE; a password of letters "
            "and figures only needs no escaping there."
        ) from None
    deadline = time.monotonic() + (_WAIT_FOR_DATABASE if wait else 0)
    is_announced = False
    while True:
        try:
            psycopg.connect(address, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            reason = str(error).strip().splitlines()[-1]
            # A wrong password or name does not mend itself by waiting.
            will_not = "FATAL" in reason and not any(
                state in reason for state in ("starting up", "shutting down")
            )
            if time.monotonic() > deadline or will_not:
                raise UserError(
                    f"The database of {name} cannot be reached: {reason} Check that the server runs, "
                    "and its address, name and password."
                ) from error
            if not is_announced:
                log_lines.say("goldthread: waiting for the database...")
                is_announced = True
            time.sleep(1)


def _check_tables(folder: Path) -> None:
    """Refuse a database in which nothing was ever served."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.goldthread_council') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
    raise UserError(
        f"There is no council in {folder}: its database has no tables. Run `goldthread up` first."
    )


def _secret(folder: Path) -> str:
    path = folder / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


@contextmanager
def opened(
    name: str,
    *,
    demo: bool = False,
    bind: str = "127.0.0.1:8000",
    make: bool = False,
    set_up: bool = True,
) -> Iterator[Home]:
    """Find or start the database of a home and make Django ready; stop what was started, on leaving.

    make: whether a home that is not there is made, and a database that does not answer yet is waited for, as
    the commands that serve do. All others say that there is nothing here. set_up: False leaves Django to the caller
    (`set_up_django`).
    """
    if importlib.util.find_spec("django") is None:
        raise UserError(
            "This needs the web product. In the checkout, install it with: pip install '.[web,embedded]'"
        )
    from goldthread import engine

    folder = folder_of(name)
    external = os.environ.get("DATABASE_URL")
    server = None
    previous = _leave_in_order()
    try:
        _check_folder(folder, make=make, external=bool(external))
        if external:
            owner = os.environ.get("DATABASE_OWNER_URL", "")
            home = Home(folder, external, owner, "")
            _reach("DATABASE_URL", home.runtime_url, wait=make)
            if owner:
                _reach("DATABASE_OWNER_URL", owner, wait=make)
        else:
            server = engine.ready(folder)
            dsns = (server.dsn(role) for role in ("runtime", "owner", "superuser"))
            home = Home(folder, *dsns, server=server)
            os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = home.runtime_url, home.owner_url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.settings")
        os.environ.setdefault("GOLDTHREAD_SECRET_KEY", _secret(folder))
        os.environ["GOLDTHREAD_HOME"] = str(folder)
        # What is really served, whatever the environment says: the demo is refused anywhere but here.
        os.environ["GOLDTHREAD_BIND"] = bind
        if demo:
            os.environ["GOLDTHREAD_DEMO"] = "1"
        elif os.environ.pop("GOLDTHREAD_DEMO", ""):
            raise UserError(
                "GOLDTHREAD_DEMO is set. It is for `goldthread demo` only; unset it and try again."
            )
        if set_up:
            set_up_django()
        if not make:
            _check_tables(folder)
        yield home
    except engine.EngineError as error:
        raise UserError(str(error)) from error
    except NotADirectoryError as error:
        raise UserError(
            f"{folder} cannot be made: a file is in its way. Set GOLDTHREAD_HOME to a folder."
        ) from error
    except PermissionError as error:
        raise UserError(
            f"{error.filename} cannot be written. Set GOLDTHREAD_HOME to a folder of yours."
        ) from error
    finally:
        _let_go()
        if server is not None:
            server.stop()
        for which, handler in previous.items():
            signal.signal(which, handler)


def _let_go() -> None:
    """Close Django's connections, so that its pool does not look for a server that has just been stopped."""
    if "django.db" in sys.modules and sys.modules["django.conf"].settings.configured:
        from django.db import connections

        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()


def _leave_in_order() -> dict[int, Any]:
    """Make a closed terminal or a polite kill end what is being done as Ctrl-C does, so that PostgreSQL stops."""
    if threading.current_thread() is not threading.main_thread():
        return {}

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    return {which: signal.signal(which, leave) for which in (signal.SIGTERM, signal.SIGHUP)}


def set_up_django() -> None:
    """Make Django ready for the database of the environment; safe to repeat. Raises UserError for settings it cannot use."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise UserError(str(error)) from error


@contextmanager
def one_start_at_a_time(home: Home) -> Iterator[None]:
    """Let a second start on the same database wait until the first has made its tables and its council."""
    import psycopg

    with psycopg.connect(home.owner_url or home.runtime_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('goldthread start'))")
        yield  # the lock goes with the connection


def check_version() -> None:
    """Refuse tables of another version, which only their owner can bring up to date."""
    from goldthread.council.database import schema

    if not schema.tables_are_protected("default"):
        raise UserError(
            "The database has no tables of this version. Run `goldthread up --no-serve` once with DATABASE_OWNER_URL."
        )


def migrate(home: Home) -> bool:
    """Bring the database's tables up to date, as their owner; return whether anything was to be done.

    Somebody else's server is prepared first: extensions, and the rights of the role that serves.
    """
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from goldthread.council.database import schema
    from goldthread.engine import roles

    owner_url = home.for_owner()
    if not home.embedded:
        roles.prepare_external(owner_url, connections["default"].settings_dict["USER"])
    executor = MigrationExecutor(connections["owner"])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if schema.tables_are_protected("owner"):
            return False
        schema.protect_tables("owner")
        connections["owner"].close()
        return True
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()
    return True
