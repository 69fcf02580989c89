"""Homes to try the engine in; whatever a test leaves running is stopped through its own lock."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from goldthread.engine import Server, locks
from goldthread.engine.binaries import Binaries


@pytest.fixture
def new_home(postgresql: Binaries, tmp_path: Path) -> Iterator[Path]:
    """A folder that does not exist yet, with spaces and a quotation mark in its name."""
    home = tmp_path / "the team's own home"
    yield home
    if locks.held(home / "server.lock"):
        last = Server(home)
        last.start()
        last.stop()


@pytest.fixture(scope="session")
def seed(postgresql: Binaries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a home that was made once, to be copied: making it is the slow part of a test."""
    with Server(tmp_path_factory.mktemp("seed") / "home", durable=False) as server:
        pass
    return server.data


@pytest.fixture
def home(new_home: Path, seed: Path) -> Path:
    """The same, already made, and not running."""
    new_home.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", seed, new_home / "data"], check=True)
    return new_home


@pytest.fixture(scope="session")
def engine(postgresql: Binaries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One quick server for tests that only need somewhere to make databases."""
    with Server(tmp_path_factory.mktemp("engine") / "home", durable=False) as server:
        yield server


@pytest.fixture
def python() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start another Python with `script`, sys.argv and pipes; ended with the test if it has not ended."""
    started = []

    def start(script: str, *arguments: object) -> subprocess.Popen[str]:
        path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": path},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
