"""What every test stands on: a PostgreSQL of its own, and Avonshire in it, built once through commands.

The server is started for the run in a throw-away home and stopped after it. Avonshire is built once on a machine
(tests/world.py) and is the template of which each worker has a copy. The plain rooms' tests (analysis, standards,
engine, sheets) need none of this and run where Django is not installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

try:
    import django
except ModuleNotFoundError:
    django = None

_HOME = "GOLDTHREAD_TEST_HOME"
SHARED = Path(__file__).resolve().parents[2] / "shared"


if django is not None:
    from goldthread.engine.server import Server
    from tests import home

    _MADE_HERE = _HOME not in os.environ
    if _MADE_HERE:
        os.environ[_HOME] = str(home.make())
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
        home.remove(Path(os.environ[_HOME]))


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

    @pytest.fixture(scope="session")
    def django_db_setup(request: pytest.FixtureRequest, django_db_blocker) -> None:
        """Give this worker a copy of Avonshire; the first worker brings it while the others wait."""
        import fcntl

        from django.db import connections

        from tests import world

        request.addfinalizer(SERVER.stop)
        ready = Path(os.environ[_HOME]) / "world-is-here"
        with open(Path(os.environ[_HOME]) / "world.lock", "w") as lock, django_db_blocker.unblock():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                world.bring(SERVER)
                ready.touch()
            SERVER.start()
            world.copy(SERVER, _DATABASE)
            # A worker's settings are read before this file is, with the address of whoever started it.
            for connection in connections.all():
                connection.close()
                connection.settings_dict["NAME"] = _DATABASE

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
