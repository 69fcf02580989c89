"""What every test stands on: a PostgreSQL of its own, and Avonshire in it, built once through commands.

The server is started for the run in a throw-away home and stopped after it. Avonshire is built once on a machine
(tests/world.py) and is the template of which each worker has a copy. The plain rooms' tests (analysis, standards,
engine, sheets) need none of this and run where Django is not installed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from goldthread.engine.binaries import Binaries

try:
    import django
except ModuleNotFoundError:
    django = None

# One thread of arithmetic in each worker, set before numpy is loaded: two workers with two threads each on two cores
# wait for each other most of the time, and several tests took four times as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")

_HOME = "GOLDTHREAD_TEST_HOME"
SHARED = Path(__file__).resolve().parents[2] / "shared"


if django is not None:
    from goldthread.engine.server import Server
    from tests import home, world

    _MADE_HERE = _HOME not in os.environ
    if _MADE_HERE:
        os.environ[_HOME] = str(home.make())
    SERVER = Server(Path(os.environ[_HOME]) / "engine", durable=False)
    DATABASE = f"goldthread_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    os.environ.update(
        DJANGO_SETTINGS_MODULE="goldthread.settings",
        DATABASE_URL=SERVER.dsn("runtime", DATABASE),
        DATABASE_OWNER_URL=SERVER.dsn("owner", DATABASE),
        GOLDTHREAD_SECRET_KEY="for-tests-only-for-tests-only-for-tests-only",
        GOLDTHREAD_DEMO="1",
        GOLDTHREAD_POOL_SIZE="0",
        GOLDTHREAD_HOSTS="127.0.0.1,localhost,testserver",
        GOLDTHREAD_HOME=os.environ[_HOME],
    )


# How long one example takes says how busy the machine is, and nothing about what is tested.
hypothesis.settings.register_profile("goldthread", deadline=None)
hypothesis.settings.load_profile("goldthread")

# Journeys apart, what takes longer than this is marked slow, with its reason.
SLOW = 2.0  # seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run of the same checkout leave out what passed in a first (`.ci/run` does)."""
    group = parser.getgroup("goldthread")
    group.addoption("--write-passed", type=Path, metavar="FILE", help="list the tests that pass in FILE")
    group.addoption("--leave-out", type=Path, metavar="FILE", help="leave out the tests that FILE lists")


def pytest_configure(config: pytest.Config) -> None:
    """Make Django ready before tests are collected: they import models."""
    if django is not None:
        django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw the run's home away, in the process that made it."""
    if django is not None and _MADE_HERE:
        home.remove(Path(os.environ[_HOME]))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a long value by its beginning: a hostile file of megabytes was a name of megabytes in every report."""
    if isinstance(val, str | bytes) and len(val) > 200:
        return f"{val[:40]!a}, {len(val)} long"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL, by what it asks for; hold every `slow` to a reason; leave out what was asked."""
    for item in items:
        if "postgresql" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if "browser" in getattr(item, "fixturenames", ()):
            # In one worker, so that one Chromium is started.
            item.add_marker(pytest.mark.xdist_group("journeys"))
        for slow in item.iter_markers("slow"):
            if not slow.kwargs.get("reason"):
                raise pytest.UsageError(f"{item.nodeid} is marked slow without a reason")
    if passed := config.getoption("--leave-out"):
        known = set(json.loads(passed.read_text()))
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in known])
        items[:] = [item for item in items if item.nodeid not in known]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in the last lines what ought to be marked slow, and where the journeys could not be run."""
    from tests.journeys.browser import CHROMIUM

    called = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        if report.when == "call"
    ]
    if passed := config.getoption("--write-passed"):
        passed.write_text(json.dumps(sorted(report.nodeid for report in called if report.passed)))
    unmarked = [
        report
        for report in called
        if report.duration > SLOW and not {"slow", "journey"} & set(report.keywords)
    ]
    for report in sorted(unmarked, key=lambda report: -report.duration):
        terminalreporter.write_line(
            f"Took {report.duration:.1f} s and is not marked slow: {report.nodeid[:200]}", yellow=True
        )
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
def postgresql() -> Binaries:
    """Return PostgreSQL's programs. Whatever starts a server asks for this: so `-m database` finds it."""
    from goldthread.engine import binaries
    from goldthread.engine.errors import EngineError

    try:
        return binaries.find()
    except EngineError as reason:
        pytest.skip(str(reason))


@pytest.fixture(autouse=True)
def no_postgresql_unasked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that is not marked as one of the database's find no PostgreSQL: it would be left out on another."""
    if not request.node.get_closest_marker("database"):
        monkeypatch.setenv("GOLDTHREAD_PG_BIN", "/this test did not ask for the fixture postgresql")


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
    def django_db_setup(request: pytest.FixtureRequest, postgresql: Binaries, django_db_blocker) -> None:
        """Give this worker a copy of Avonshire; the first worker brings it while the others wait."""
        import fcntl

        request.addfinalizer(SERVER.stop)
        ready = Path(os.environ[_HOME]) / "world-is-here"
        with open(Path(os.environ[_HOME]) / "world.lock", "w") as lock, django_db_blocker.unblock():
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                world.bring(SERVER)
                ready.touch()
            SERVER.start()
            world.copy(SERVER, DATABASE)
            # A worker's settings are read before this file is, with the address of whoever started it.
            world.connect_to(DATABASE)

    @pytest.fixture(scope="module")
    def module_transaction(django_db_setup, django_db_blocker) -> Iterator[None]:
        """Open a transaction around all tests of a module, for what is made once for them; each test's stands in it."""
        from django.db import transaction

        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    @pytest.fixture(autouse=True)
    def nothing_remembered():
        """What a process keeps in memory must not outlive the test whose changes are taken back."""
        from goldthread.council import kept
        from goldthread.council.records import vectors

        yield
        vectors.forget()
        kept.forget()

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
