"""Home of a council's data on this machine: its database, its secret, and Django set up to use them."""

from __future__ import annotations

import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldthread.cli.errors import UserError


@dataclass(frozen=True)
class Home:
    """A home: a folder, and the two ways into its database."""

    folder: Path
    runtime_url: str
    owner_url: str
    superuser_url: str
    embedded: bool

    def for_children(self) -> dict[str, str]:
        """Return the environment of the web server and the worker, which must never hold the owner's way in."""
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
        return environment | {"DATABASE_URL": self.runtime_url}


def folder_of(name: str) -> Path:
    """Return the folder for a kind of use ("demo" or "council"); GOLDTHREAD_HOME names another."""
    chosen = os.environ.get("GOLDTHREAD_HOME")
    return Path(chosen) if chosen else Path.home() / ".goldthread" / name


def _secret(folder: Path) -> str:
    path = folder / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


@contextmanager
def opened(name: str, *, demo: bool = False, bind: str = "127.0.0.1:8000") -> Iterator[Home]:
    """Find or start the database of a home and make Django ready; stop what was started, on leaving."""
    try:
        import django
    except ModuleNotFoundError as error:
        raise UserError(
            "This needs the web product. Install it with: pip install 'goldthread[web,embedded]'"
        ) from error
    from goldthread import engine

    folder = folder_of(name)
    external = os.environ.get("DATABASE_URL")
    server = None
    previous = _leave_in_order()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if external:
            owner = os.environ.get("DATABASE_OWNER_URL", "")
            home = Home(folder, external, owner, "", embedded=False)
        else:
            server = engine.ready(folder)
            home = Home(
                folder,
                server.dsn("runtime"),
                server.dsn("owner"),
                server.dsn("superuser"),
                embedded=True,
            )
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
        _set_up(django)
        yield home
    except engine.EngineError as error:
        raise UserError(str(error)) from error
    except PermissionError as error:
        raise UserError(
            f"{error.filename} cannot be written. Set GOLDTHREAD_HOME to a folder of yours."
        ) from error
    finally:
        if server is not None:
            server.stop()
        for which, handler in previous.items():
            signal.signal(which, handler)


def _leave_in_order() -> dict[int, Any]:
    """Make a closed terminal or a polite kill end what is being done as Ctrl-C does, so that PostgreSQL stops."""
    if threading.current_thread() is not threading.main_thread():
        return {}

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    return {which: signal.signal(which, leave) for which in (signal.SIGTERM, signal.SIGHUP)}


def _set_up(django) -> None:
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise UserError(str(error)) from error


def migrate(home: Home) -> bool:
    """Bring the database's tables up to date, as their owner; return whether anything was to be done."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from goldthread.council.database import schema

    if not home.owner_url:
        raise UserError(
            "Set DATABASE_OWNER_URL to the owner's address of the same database, so that its tables can be made."
        )
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
