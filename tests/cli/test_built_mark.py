"""The mark by which a second start of the demo looks for nothing: it holds for what it was made of and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from goldthread.cli import built_mark
from goldthread.cli.home import Home
from tests.conftest import DATABASE, SERVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path, django_db_setup) -> Home:
    """Return a home with the tests' database, in which Avonshire stands."""
    dsns = (SERVER.dsn(role, DATABASE) for role in ("runtime", "owner", "superuser"))
    return Home(tmp_path, *dsns, server=SERVER)


def test_it_holds_where_nothing_changed(home):
    assert not built_mark.holds(home), "a home that was never marked"
    built_mark.put(home)
    assert built_mark.holds(home)
    assert json.loads((home.folder / "built.json").read_text())["found"][2] is True


@pytest.mark.parametrize("what", ["version", "migrations", "modules", "packages", "python"])
def test_it_does_not_hold_for_another_version(home, what, monkeypatch):
    built_mark.put(home)
    other = built_mark.installed() | {what: "another"}
    monkeypatch.setattr(built_mark, "installed", lambda: other)
    assert not built_mark.holds(home)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_it_does_not_hold_for_another_database(home, place):
    """A backup of an earlier version, somebody's own migration, or a council that is not there."""
    built_mark.put(home)
    mark = json.loads((home.folder / "built.json").read_text())
    mark["found"][place] = "another"
    (home.folder / "built.json").write_text(json.dumps(mark))
    assert not built_mark.holds(home)


def test_a_database_without_tables_has_none_of_it(home, tmp_path):
    built_mark.put(home)
    empty = Home(tmp_path, *[SERVER.dsn("superuser", "postgres")] * 3, server=SERVER)
    assert not built_mark.holds(empty)


def test_a_mark_that_cannot_be_read_is_none(home):
    (home.folder / "built.json").write_text("{")
    assert not built_mark.holds(home)


def test_a_new_migration_and_a_changed_module_are_told(tmp_path):
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_initial.py").write_text("")
    (tmp_path / "module.py").write_text("a = 1")
    before = built_mark.installed(tmp_path)
    (tmp_path / "migrations" / "0002_more.py").write_text("")
    after = built_mark.installed(tmp_path)
    assert before["migrations"] == "0001_initial" and after["migrations"] == "0001_initial 0002_more"
    (tmp_path / "module.py").write_text("a = 1000")
    assert built_mark.installed(tmp_path)["modules"] not in (before["modules"], after["modules"])


AGAIN = """
import argparse, contextlib, sys
from goldthread.cli import demo, home, serving

@contextlib.contextmanager
def opened(*_, **__):
    yield home.Home(__import__("pathlib").Path(sys.argv[1]), *sys.argv[2:5], server=object())

def serve(home, **_):
    print("django.apps" in sys.modules)
    return 0

home.opened, serving.serve = opened, serve
demo.run(argparse.Namespace(bind="127.0.0.1:0", fresh=False, no_serve=False, real_input="/nowhere"))
"""


def test_a_second_start_serves_without_loading_django(home):
    built_mark.put(home)
    call = [
        sys.executable,
        "-c",
        AGAIN,
        str(home.folder),
        home.runtime_url,
        home.owner_url,
        home.superuser_url,
    ]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "False"
    assert "Avonshire is built already" in done.stdout
