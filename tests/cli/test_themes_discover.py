"""`goldthread themes discover`: a spreadsheet in, groups with their phrases, quotes and lines out."""

from __future__ import annotations

import json
import sys

import pytest

from goldthread.cli import main

pytest.importorskip("igraph", reason="igraph, which finds groups, is not installed")

# Invented.
ROWS = [
    "Comment",
    "The bus to the day centre does not stop at our road any more.",
    '"Since the bus stop at our road went, I cannot get to the day centre."',
    "No bus stop near us now and so no day centre for my sister.",
    '"The bus stop was taken away, and with it my day centre."',
    "They moved the bus stop and the day centre is out of reach.",
    "Lovely tea.",
    "The form has two page fours and no page five.",
    "My glasses were mended within the hour.",
    "I would like a larger print on the bill.",
    "Your receptionist was kind to my husband.",
    "Can the choir start again?",
    "My grandson drew you a picture.",
]


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text("\n".join(ROWS), encoding="utf-8")
    return str(path)


def test_groups_are_told_with_phrases_quotes_and_lines(sheet, capsys):
    assert main.main(["themes", "discover", sheet, "--text", "comment"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("12 comments: 1 topic; 7 are in none.")
    assert "bus stop" in output and "line 2:" in output
    assert "A person decides" in output


def test_the_same_as_json(sheet, capsys):
    assert main.main(["themes", "discover", sheet, "--text", "Comment", "--grain", "coarse", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    [group] = data["topics"]
    assert sorted(group["lines"]) == [2, 3, 4, 5, 6] and group["size"] == 5 and len(group["quotes"]) == 3
    assert data["left_over"] == list(range(7, 14))
    assert data["comments"] == 12 and data["grain"] == "coarse"


def test_words_that_are_no_answer_are_said_to_be_none(tmp_path, capsys):
    path = tmp_path / "comments.csv"
    trips = [f"The bus to the day centre came late on trip number {n} of the month" for n in range(1, 13)]
    path.write_text("\n".join(["comment", *["Not applicable"] * 12, *trips]), encoding="utf-8")
    assert main.main(["themes", "discover", str(path), "--text", "comment"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("24 comments: 1 topic; 12 are in none.")
    assert "12 of these are no answer, such as “Not applicable”." in output
    assert "bus" in output.split("1. ")[1].split("(12 comments)")[0]
    assert main.main(["themes", "discover", str(path), "--text", "comment", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["no_answer"] == list(range(2, 14))


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--text", "nope"], "has no column 'nope'"), (["--text", "Comment"], "fewer than two comments")],
)
def test_mistakes_are_told_plainly(tmp_path, capsys, words, message):
    path = tmp_path / "few.csv"
    path.write_text("Comment\nOnly one.\n", encoding="utf-8")
    assert main.main(["themes", "discover", str(path), *words]) == 2
    assert message in capsys.readouterr().err


def test_without_igraph_it_says_what_to_install(sheet, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "igraph", None)
    assert main.main(["themes", "discover", sheet, "--text", "comment"]) == 2
    assert "pip install igraph" in capsys.readouterr().err


def test_a_long_letter_is_read_as_by_the_other_commands(tmp_path, capsys):
    path = tmp_path / "long.csv"
    path.write_text("\n".join([*ROWS, "long letter " * 12_000]), encoding="utf-8")
    assert main.main(["themes", "discover", str(path), "--text", "comment"]) == 0
    assert capsys.readouterr().out.startswith("13 comments")
