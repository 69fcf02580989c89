"""Run one analysts' command as the command line would."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from goldthread.cli.main import main


@pytest.fixture
def answer(capsys, tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Write a CSV of the given lines and run a command on it; returns its exit code and what it printed."""

    def call(command: str, lines: str, *options: str) -> subprocess.CompletedProcess:
        path = tmp_path / "table.csv"
        path.write_text(lines.strip("\n") + "\n", encoding="utf-8")
        code = main([*command.split(), str(path), *options])
        return subprocess.CompletedProcess(command, code, *capsys.readouterr())

    return call


@pytest.fixture
def as_json(answer) -> Callable[..., dict]:
    """Run a command on the given lines with --json; returns what it printed."""

    def call(command: str, lines: str, *options: str):
        done = answer(command, lines, *options, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return call
