"""The contract against import circles between files: it finds each kind of circle, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import grimp
import pytest

from tests.house.file_circles import FileCircles

PLAIN = "from room.{} import thing\n"
LATER = "def f():\n    from room.{} import thing\n"
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from room.{} import thing\n"


def check(folder: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]):
    """Write a package named room and hold the contract against it."""
    for name, text in {"__init__": "", **files}.items():
        path = folder / "room" / f"{name}.py"
        path.parent.mkdir(exist_ok=True, parents=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "room", raising=False)
    graph = grimp.build_graph("room", cache_dir=None)
    return FileCircles("No circles", {}, {}).check(graph, verbose=False)


@pytest.mark.parametrize("back", [PLAIN, LATER, FOR_TYPES])
def test_a_circle_breaks_the_contract_however_it_is_imported(tmp_path, monkeypatch, back):
    files = {"data": back.format("words"), "build": PLAIN.format("data"), "words": PLAIN.format("build")}
    result = check(tmp_path, monkeypatch, files)
    assert not result.kept
    assert result.metadata["circles"] == [["room.build", "room.data", "room.words", "room.build"]]


def test_two_separate_circles_are_both_named(tmp_path, monkeypatch):
    pairs = {"a": "b", "b": "a", "c": "d", "d": "c"}
    result = check(tmp_path, monkeypatch, {name: PLAIN.format(other) for name, other in pairs.items()})
    assert result.metadata["circles"] == [["room.a", "room.b", "room.a"], ["room.c", "room.d", "room.c"]]


def test_folders_may_import_each_other_where_their_files_make_no_circle(tmp_path, monkeypatch):
    files = {
        "charts/data": "thing = 1\n",
        "charts/report": PLAIN.format("drawing.svg"),
        "drawing/svg": PLAIN.format("charts.data"),
    }
    assert check(tmp_path, monkeypatch, files).kept
