"""A real browser, a real server and a real worker, on a copy of Avonshire of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import CHROMIUM

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, keep them in one worker, and pass over them where there is no Chromium."""
    for item in items:
        if Path(__file__).parent in Path(str(item.fspath)).parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium was found on this machine"))


@pytest.fixture(scope="session")
def served_database(django_db_setup) -> str:
    """Return the name of the copy of Avonshire that is served."""
    from tests import world
    from tests.conftest import SERVER

    name = f"goldthread_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    world.copy(SERVER, name)
    return name


@pytest.fixture(scope="session")
def served(served_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of Avonshire as `goldthread demo` does, and return its address."""
    from tests.conftest import SERVER

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {
        **os.environ,
        "DATABASE_URL": SERVER.dsn("runtime", served_database),
        "GOLDTHREAD_POOL_SIZE": "8",
    }
    environment.pop("DATABASE_OWNER_URL", None)
    log = tmp_path_factory.mktemp("served") / "log"
    with log.open("w") as out:
        commands = (
            [
                sys.executable,
                "-m",
                "gunicorn",
                "goldthread.wsgi:application",
                "--bind",
                address,
                "--worker-class",
                "gthread",
                "--threads",
                "4",
                "--log-level",
                "warning",
                "--no-control-socket",
            ],
            [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"],
        )
        children = [subprocess.Popen(c, env=environment, stdout=out, stderr=out) for c in commands]
        try:
            _wait_for(f"http://{address}/sign-in/", children, log)
            yield f"http://{address}"
        finally:
            for child in children:
                child.terminate()
            for child in children:
                try:
                    child.wait(20)
                except subprocess.TimeoutExpired:
                    # A worker in the middle of a job finishes it first; `goldthread up` does not wait for ever either.
                    child.kill()
                    child.wait(20)


def _wait_for(address: str, children: list[subprocess.Popen], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert all(child.poll() is None for child in children), log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            raise AssertionError(log.read_text()[-3000:]) from error
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer: " + log.read_text()[-3000:])


def _seats(served: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def seat(name: str, *, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=served, viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/demo/users/")
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url("**/")
        return page

    yield seat
    for context in contexts:
        context.close()


@pytest.fixture
def sit_down(served: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that seats somebody of the cast at a browser of their own, signed in."""
    yield from _seats(served, browser)


@pytest.fixture(scope="module")
def sit_at(served: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Do the same for a whole file of tests."""
    yield from _seats(served, browser)


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Return a function that holds a page to WCAG 2.2 AA as far as axe can see, and to its own width."""

    def check(page: Page) -> None:
        # As a script of the page it would be stopped by our own policy; evaluated, it is the browser's.
        page.evaluate(_AXE)
        found = page.evaluate(
            "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", _RULES
        )
        faults = [
            f"{violation['id']}: {violation['help']}: {violation['nodes'][0]['html'][:200]}"
            for violation in found["violations"]
        ]
        assert not faults, f"{page.url}\n" + "\n".join(faults)
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} scrolls sideways"

    return check
