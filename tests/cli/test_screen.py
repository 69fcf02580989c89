"""`goldthread screen`: one line out for each line in, levels and reasons, and mistakes answered in words."""

from __future__ import annotations

import json

import pytest

from goldthread.cli.main import main


@pytest.fixture
def comments(tmp_path):
    path = tmp_path / "comments.jsonl"
    rows = [
        {"id": 7, "text": "I want to be dead."},
        {"id": 8, "text": "The carer slapped Dad."},
        {"id": 9, "text": "Thank you for the leaflet about the bus, my daughter read it to me."},
    ]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    return path


def test_each_line_comes_back_with_its_level_and_reasons(comments, capsys):
    assert main(["screen", str(comments), "--json", "--base", "--raise", "20"]) == 0
    lines = list(map(json.loads, capsys.readouterr().out.splitlines()))
    assert [(line["id"], line["level"]) for line in lines] == [(7, "danger"), (8, "today"), (9, None)]
    assert lines[1]["reasons"] == ["may tell of physical abuse: \u201ccarer slapped Dad\u201d"]
    assert lines[2]["reasons"] == []
    assert lines[0]["text"] == "I want to be dead."


def test_without_json_what_is_raised_is_listed_and_counted(comments, capsys):
    assert main(["screen", str(comments), "--base"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Line 1, danger now?: may tell of danger to life")
    assert lines[1].startswith("Line 2, look today: may tell of physical abuse")
    assert lines[-1].startswith("2 of 3 texts raised, 1 of them as possible danger.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not json\n", "Line 1 is not JSON. Put one object with a `text` on each line."),
        (b'{"text": "a"}\n{"words": "b"}\n', "Line 2 has no `text`."),
        (b'{"text": 5}\n', "Line 1 has no `text`."),
        (b'{"text": "\xff"}\n', "line 1 is not UTF-8 text"),
    ],
)
def test_what_cannot_be_read_is_told(content, message, tmp_path, capsys):
    path = tmp_path / "comments.jsonl"
    path.write_bytes(content)
    assert main(["screen", str(path), "--json", "--base"]) == 2
    assert message in capsys.readouterr().err


def test_a_missing_file_and_another_share_are_told(tmp_path, capsys):
    assert main(["screen", str(tmp_path / "none.jsonl")]) == 2
    assert "There is no file" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["screen", "x.jsonl", "--raise", "12"])
    assert "choose from" in capsys.readouterr().err


def test_an_empty_file_has_nothing_to_screen(tmp_path, capsys):
    path = tmp_path / "empty.jsonl"
    path.write_text("\ufeff\n", encoding="utf-8")
    assert main(["screen", str(path), "--json", "--base"]) == 0
    assert capsys.readouterr().out == ""
