"""What every test stands on: a PostgreSQL of its own, and Avonshire in it, built once through commands.

The server is started for the run in a throw-away home and stopped after it. Avonshire is built once into a
template; each worker has a copy. The plain rooms' tests (analysis, standards, engine, sheets) need none of
this and run where Django is not installed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

try:
    import django
except ModuleNotFoundError:
    django = None

_HOME = "GOLDTHREAD_TEST_HOME"
WORLD = "goldthread_world"
SHARED = Path(__file__).resolve().parents[2] / "shared"

if django is not None:
    from goldthread.engine import roles
    from goldthread.engine.server import Server

    _MADE_HERE = _HOME not in os.environ
    if _MADE_HERE:
        os.environ[_HOME] = tempfile.mkdtemp(prefix="goldthread-test-")
    SERVER = Server(Path(os.environ[_HOME]) / "engine", durable=False)
    _DATABASE = f"goldthread_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    os.environ.update(
        DJANGO_SETTINGS_MODULE="goldthread.settings",
        DATABASE_URL=SERVER.dsn("runtime", _DATABASE),
        DATABASE_OWNER_URL=SERVER.dsn("owner", _DATABASE),
        GOLDTHREAD_SECRET_KEY="for-tests-only-for-tests-only-for-tests-only",
        GOLDTHREAD_DEMO="1",
        GOLDTHREAD_POOL_SIZE="0",
        GOLDTHREAD_HOSTS="127.0.0.1,localhost,testserver",
        GOLDTHREAD_HOME=os.environ[_HOME],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make Django ready before tests are collected: they import models."""
    if django is not None:
        django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw the run's home away, in the process that made it."""
    if django is not None and _MADE_HERE:
        SERVER.stop()
        shutil.rmtree(os.environ[_HOME], ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines where the journeys could not be run."""
    from tests.journeys.browser import CHROMIUM

    if CHROMIUM is None:
        terminalreporter.write_line(
            "The journeys in a browser were not run: no Chromium was found. On Debian: apt-get install chromium"
        )


@pytest.fixture
def shared() -> Path:
    """Return the folder of golden outputs and real data, or skip: a newcomer does not have it."""
    if not SHARED.is_dir():
        pytest.skip("the folder of golden outputs and real data is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Debian's Chromium, without a window; one in a worker, since Playwright has one event loop."""
    from tests.journeys.browser import CHROMIUM, FLAGS

    if CHROMIUM is None:
        pytest.skip("no Chromium was found on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    # In a thread that has an event loop Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


if django is not None:

    def _build_world() -> None:
        """Migrate a database, build Avonshire in it, and leave it as the template for every worker."""
        from django.core.management import call_command
        from django.db import connections

        from goldthread.demo.build import build

        roles.prepare(SERVER.dsn("superuser", "postgres"), WORLD, owner_makes_databases=True)
        for connection in connections.all():
            connection.close()
            connection.settings_dict["NAME"] = WORLD
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        build()
        for connection in connections.all():
            connection.close()

    @pytest.fixture(scope="session")
    def django_db_setup(request: pytest.FixtureRequest, django_db_blocker) -> None:
        """Give this worker a copy of Avonshire; the first worker builds it while the others wait."""
        import fcntl

        import psycopg
        from django.db import connections
        from psycopg import sql

        SERVER.start()
        request.addfinalizer(SERVER.stop)
        ready = Path(os.environ[_HOME]) / "world-is-built"
        with open(Path(os.environ[_HOME]) / "world.lock", "w") as lock, django_db_blocker.unblock():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                _build_world()
                ready.touch()
            with psycopg.connect(SERVER.dsn("superuser", "postgres"), autocommit=True) as superuser:
                for statement in (
                    "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                    "CREATE DATABASE {} OWNER {} TEMPLATE {}",
                ):
                    superuser.execute(
                        sql.SQL(statement).format(
                            *map(sql.Identifier, (_DATABASE, "goldthread_owner", WORLD))
                        )
                        if "TEMPLATE" in statement
                        else sql.SQL(statement).format(sql.Identifier(_DATABASE))
                    )
            # A worker's settings are read before this file is, with the address of whoever started it.
            for connection in connections.all():
                connection.close()
                connection.settings_dict["NAME"] = _DATABASE
            # Rights by default are a database's own, and are not copied with a template.
            roles.prepare(SERVER.dsn("superuser", "postgres"), _DATABASE, owner_makes_databases=True)

    @pytest.fixture(autouse=True)
    def nothing_remembered():
        """What a process keeps in memory must not outlive the test whose changes are taken back."""
        from goldthread.council.records import vectors

        yield
        vectors.forget()

    @pytest.fixture
    def avonshire(db):
        """Return the made-up council, entered, with its people by their short names."""
        from tests.cast import Cast

        return Cast("avonshire")

    @pytest.fixture
    def brackenmoor(db):
        """Return the other made-up council."""
        from tests.cast import Cast

        return Cast("brackenmoor")
