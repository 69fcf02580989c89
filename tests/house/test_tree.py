"""How the house is kept: its floors, the length and first words of each file, and nothing of anyone's machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "goldthread").rglob("*.py"))
OURS = [path for path in SOURCES if "migrations" not in path.parts]
MOST_LINES = 400


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout, so what is kept in the project cannot be listed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_each_file_begins_by_saying_what_it_is_for():
    silent = [where(path) for path in OURS if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def test_no_file_is_two_things():
    long = {where(path): len(path.read_text().splitlines()) for path in OURS}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_nothing_is_left_to_be_done_later():
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XXX)\b")
    assert [where(path) for path in OURS if words.search(path.read_text())] == []


def test_no_journey_waits_by_a_script_that_the_security_policy_stops_at_times():
    """Playwright's wait for a function asks again by `eval`, which every page forbids: it fails where the first look comes too early."""
    word = "wait_for_" + "function"
    assert [where(path) for path in sorted((ROOT / "tests").rglob("*.py")) if word in path.read_text()] == []


def test_each_room_stands_on_the_floors_below_it_only():
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout
    assert "3 kept, 0 broken" in found.stdout


def test_every_room_is_on_a_floor():
    floors = (ROOT / "pyproject.toml").read_text()
    rooms = {path.parent.name for path in (ROOT / "goldthread").glob("*/__init__.py")} - {"migrations"}
    assert {room for room in rooms if f"goldthread.{room}" not in floors} == set()


def test_nothing_of_anyones_machine_is_kept():
    # Put together here, so that this file is not what it finds.
    places = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/"]
    hosts = [
        "pypi." + "org",
        "files.python" + "hosted",
        "registry." + "npmjs",
        "arti" + "factory",
        "ne" + "xus.",
    ]
    wanted = re.compile(
        "|".join([rf"(?<![\w./~>]){place}\w" for place in places] + [re.escape(h) for h in hosts])
    )
    found = []
    for path in _tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{where(path)}: {match[0]}" for match in wanted.finditer(text)]
    assert found == []


def test_what_was_given_to_read_only_is_not_kept():
    assert [where(path) for path in _tracked() if "shared" in path.relative_to(ROOT).parts] == []


def test_a_test_file_tests_something():
    empty = [
        where(path) for path in (ROOT / "tests").rglob("test_*.py") if "def test_" not in path.read_text()
    ]
    assert empty == []


def test_web_and_worker_start_without_scipy():
    """It takes as long to load as Django: it is imported by the functions that reckon with it."""
    asked = (
        "import sys, django; django.setup(); import goldthread.urls; from django.urls import get_resolver;"
        "get_resolver().url_patterns; print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert "numpy" in loaded and "scipy" not in loaded
