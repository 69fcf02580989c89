"""The cache of the tests' world: an entry is used whole or not at all, and old ones are removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goldthread.engine import locks
from tests import home, world


class StoppedServer:
    """A server as far as the cache knows it: a data directory, and whether it was started."""

    def __init__(self, data: Path) -> None:
        self.data, self.started = data, False

    def start(self) -> None:
        self.started = True


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """Return an entry that was made from a data directory."""
    data = tmp_path / "made" / "data"
    (data / "base").mkdir(parents=True)
    (data / "base" / "1").write_text("a table")
    entry = tmp_path / "cache" / "0123"
    entry.parent.mkdir()
    world._put(data, entry)
    return entry


def test_an_entry_is_copied_and_the_server_started(entry, tmp_path):
    server = StoppedServer(tmp_path / "run" / "data")
    assert world._copied(entry, server) and server.started
    assert (server.data / "base" / "1").read_text() == "a table"


@pytest.mark.parametrize("file", ["data/base/1", "sizes.json"])
@pytest.mark.parametrize("content", [None, "a tab"])
def test_a_broken_entry_is_not_used_and_leaves_nothing(entry, tmp_path, file, content):
    if content is None:
        (entry / file).unlink()
    else:
        (entry / file).write_text(content)
    server = StoppedServer(tmp_path / "run" / "data")
    assert not world._copied(entry, server)
    assert not server.started and not server.data.exists()


def test_entries_that_were_not_used_for_a_day_are_removed_unless_somebody_holds_them(entry):
    folder = entry.parent
    for name in ("old", "held"):
        (folder / name).mkdir()
        os.utime(folder / name, (0, 0))
    with world._locked(folder / "held") as alone:
        assert alone
        world._remove_old(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["0123", "held", "held.lock"]


def test_no_more_entries_are_kept_than_are_of_use(entry):
    folder = entry.parent
    for number in range(world.ENTRIES):
        (folder / f"newer-{number}").mkdir()
        os.utime(folder / f"newer-{number}", (2**31, 2**31))
    world._remove_old(folder)
    assert not entry.exists() and len(list(folder.iterdir())) == world.ENTRIES


def test_the_cache_is_never_inside_the_checkout_nor_where_others_may_write(tmp_path, monkeypatch):
    monkeypatch.setenv(world.CACHE, str(world.ROOT / "tests"))
    assert world.ROOT not in world._cache_folder().parents
    monkeypatch.setenv(world.CACHE, str(tmp_path))
    folder = world._cache_folder()
    assert folder.parent == tmp_path
    folder.chmod(0o777)
    assert world._cache_folder() != folder


def test_the_home_of_a_killed_run_is_removed_and_that_of_a_living_one_is_not(tmp_path):
    killed, living = tmp_path / "killed", tmp_path / "living"
    for folder in (killed, living):
        folder.mkdir()
        os.utime(folder, (0, 0))
    lock = locks.open_lock(living / "run.lock")
    os.utime(living, (0, 0))
    assert locks.try_exclusive(lock)
    for folder in (killed, living):
        home._remove_if_left(folder)
    os.close(lock)
    assert living.exists() and not killed.exists()
