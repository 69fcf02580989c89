"""`goldthread themes`: a spreadsheet in, a model and suggestions with their words out, and mistakes told plainly."""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys

import pytest

from goldthread.cli import main, themes
from goldthread.cli.errors import UserError

# Invented for these tests.
WAITING = [
    "waited months for the assessment",
    "still waiting to be assessed",
    "no date for an assessment yet",
]
BILLS = ["the bill is wrong again", "charged twice on one bill", "nobody can explain this bill"]
LABELS = "Waiting, and not knowing,Bills"


@pytest.fixture
def run(capsys):
    """Run `goldthread themes ...`; returns what it printed."""
    parser = argparse.ArgumentParser()
    themes.add_parser(parser.add_subparsers())

    def call(*words: object) -> str:
        args = parser.parse_args(["themes", *map(str, words)])
        assert args.run(args) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def sheet(tmp_path):
    """Write a CSV of rows; returns its path."""

    def write(*rows: tuple[object, ...], name: str = "comments.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


@pytest.fixture
def labelled(sheet):
    """Labelled comments; one theme's name holds a comma."""
    rows = [(f"{text} {n}", "complaint", 1, "") for n in range(5) for text in WAITING]
    rows += [(f"{text} {n}", "survey", "no", "x") for n in range(5) for text in BILLS]
    return sheet(("Comment", "kind", "Waiting, and not knowing", "Bills"), *rows)


@pytest.fixture
def model(labelled, tmp_path, run):
    """A trained model's path."""
    path = tmp_path / "council.themes"
    run("train", labelled, "--text", "comment", "--labels", LABELS, "--question", "kind", "--model", path)
    return path


def test_training_says_what_it_learned(labelled, tmp_path, run):
    out = run("train", labelled, "--text", "Comment", "--labels", LABELS, "--model", tmp_path / "m")
    assert out.startswith("Learned 2 themes from 30 comments")
    assert (tmp_path / "m").stat().st_size > 1000


def test_suggestions_are_a_line_of_json_for_each_row(sheet, model, run):
    new = sheet(("Comment",), ("My bill came and the bill is wrong",), ("",), ("?!",), name="new.csv")
    lines = [
        json.loads(line)
        for line in run("suggest", new, "--text", "Comment", "--model", model, "--json").splitlines()
    ]
    assert [line["line"] for line in lines] == [2, 4]
    (first,) = lines[0]["suggestions"]
    assert first["theme"] == "Bills" and 0 < first["score"] <= 1 and first["rests_on"] == 15
    assert any("bill" in word["word"] for word in first["why"])
    for word in first["why"]:
        assert lines[0]["text"][word["start"] : word["end"]] == word["word"]
    assert lines[1]["suggestions"] == []


def test_suggestions_can_be_read_as_well(sheet, model, run):
    new = sheet(("Comment", "kind"), ("the bill is wrong", "survey"), ("zzz qqq", ""), name="new.csv")
    out = run("suggest", new, "--text", "Comment", "--question", "kind", "--model", model)
    assert "line 2: Bills" in out and "(" in out
    assert "not sure" in out and "of 2 comments" in out


def test_a_codebook_brings_definitions_examples_and_further_themes(labelled, sheet, tmp_path, run):
    book = sheet(
        ("name", "description", "examples"),
        ("bills", "What people are charged", "‘My invoice is wrong’, ‘The invoice came late’"),
        ("Food", "Meals at home", "dinner was cold|the porridge was lumpy"),
        name="book.csv",
    )
    path = tmp_path / "m"
    out = run("train", labelled, "--text", "comment", "--labels", LABELS, "--codebook", book, "--model", path)
    assert "Learned 3 themes" in out and "based on the theme list alone: Food" in out
    new = sheet(("Comment",), ("lumpy porridge for dinner",), ("an invoice",), name="new.csv")
    lines = run("suggest", new, "--text", "Comment", "--model", path, "--json").splitlines()
    assert [json.loads(line)["suggestions"][0]["theme"] for line in lines] == ["Food", "Bills"]


def test_a_codebook_may_be_json_or_the_one_that_ships(labelled, tmp_path, run):
    book = tmp_path / "book.json"
    book.write_text(json.dumps({"themes": [{"name": "Food", "examples": ["cold dinner"]}]}))
    for given, themes_learned in ((book, 3), ("goldthread", 36)):
        out = run(
            "train",
            labelled,
            "--text",
            "comment",
            "--labels",
            LABELS,
            "--codebook",
            given,
            "--model",
            tmp_path / "m",
        )
        assert f"Learned {themes_learned} themes" in out


def test_accuracy_says_how_people_and_model_agree(sheet, model, run):
    rows = [(text, "Waiting, and not knowing", "waiting, and not knowing") for text in WAITING * 6]
    rows += [(text, "Bills", "Bills | Waiting, and not knowing") for text in BILLS * 6]
    twice = sheet(("Comment", "Ann", "Bo"), *rows, name="twice.csv")
    options = ("--text", "Comment", "--first", "Ann", "--second", "Bo", "--model", model)
    out = run("accuracy", twice, *options)
    assert out.startswith("36 comments coded by two people.")
    assert "Two people agree on 75.0%" in out and "kappa" in out and "Bills" in out
    assert "Give comments that the model was not trained on" in out
    figures = json.loads(run("accuracy", twice, *options, "--json"))
    assert "not trained on" in figures["note"]
    assert figures["points"] == 36 and {each["theme"] for each in figures["by_theme"]} == set(
        ["Bills", "Waiting, and not knowing"]
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--text", "wrong", "--labels", LABELS), "no column 'wrong'"),
        (("--text", "comment", "--labels", "Bills,Parking"), "no column 'Parking'"),
        (("--text", "comment", "--labels", "Bills,bills"), "twice"),
        (("--text", "comment", "--labels", "Bills"), "two themes or more"),
        (("--text", "comment", "--labels", "Bills,kind"), "line 2, column 'kind': 'complaint' says neither"),
        (("--text", "comment", "--labels", LABELS, "--codebook", "nowhere.csv"), "nowhere.csv"),
        (("--text", "comment", "--labels", LABELS, "--codebook", "nowhere.json"), "nowhere.json"),
    ],
)
def test_mistakes_in_training_are_told(labelled, tmp_path, run, words, message):
    with pytest.raises(UserError, match=message):
        run("train", labelled, "--model", tmp_path / "m", *words)
    assert not (tmp_path / "m").exists()


def test_a_codebook_of_lists_in_lists_is_told(labelled, tmp_path, run):
    book = tmp_path / "deep.json"
    book.write_text("[" * 100_000)
    with pytest.raises(UserError, match="is not JSON"):
        run("train", labelled, "--text", "comment", "--labels", LABELS, "--model", "m", "--codebook", book)


def test_other_mistakes_are_told(labelled, sheet, tmp_path, model, run):
    with pytest.raises(UserError, match="make one with `goldthread themes train`"):
        run("suggest", labelled, "--text", "comment", "--model", tmp_path / "none")
    with pytest.raises(UserError, match="not a model that Goldthread wrote"):
        run("suggest", labelled, "--text", "comment", "--model", labelled)
    with pytest.raises(UserError, match="1 or more"):
        run("suggest", labelled, "--text", "comment", "--model", model, "--most", 0)
    with pytest.raises(UserError, match="cannot be written"):
        run("train", labelled, "--text", "comment", "--labels", LABELS, "--model", tmp_path / "no" / "m")
    few = sheet(("Comment", "Ann", "Bo"), ("a", "Bills", "Bills"), name="few.csv")
    with pytest.raises(UserError, match="30 are needed"):
        run("accuracy", few, "--text", "Comment", "--first", "Ann", "--second", "Bo", "--model", model)
    strange = sheet(("Comment", "Ann", "Bo"), ("a", "Bils", "Bills"), name="strange.csv")
    with pytest.raises(UserError, match="line 2: the model has no theme 'Bils'"):
        run("accuracy", strange, "--text", "Comment", "--first", "Ann", "--second", "Bo", "--model", model)


def test_the_help_warns_of_comments_that_the_model_learned_from(run, capsys):
    with pytest.raises(SystemExit):
        run("accuracy", "--help")
    assert "that the model was not trained on" in " ".join(capsys.readouterr().out.split())


def test_a_damaged_model_is_one_line_whatever_is_damaged(sheet, model, capsys):
    new = sheet(("Comment",), ("the bill is wrong",), name="new.csv")
    whole = model.read_bytes()
    # The way it is packed, for which zip has an error of its own, and a byte within.
    for position in (whole.rindex(b"PK\x01\x02") + 10, len(whole) // 2):
        model.write_bytes(whole[:position] + bytes([whole[position] ^ 0x5A]) + whole[position + 1 :])
        assert main.main(["themes", "suggest", str(new), "--text", "Comment", "--model", str(model)]) == 2
        message = capsys.readouterr().err
        assert (
            message.count("\n") == 1
            and "not a model that Goldthread wrote" in message
            and "Train it anew" in message
        )


def test_the_language_model_is_asked_for_plainly_where_it_is_missing(labelled, tmp_path, run, monkeypatch):
    monkeypatch.setenv("GOLDTHREAD_SEMANTIC", str(tmp_path))
    options = ("--text", "comment", "--labels", LABELS, "--model", tmp_path / "m", "--sentences")
    with pytest.raises(UserError, match=r"Install goldthread\[semantic\]"):
        run("train", labelled, *options)


def test_discovery_is_one_of_the_ways(run, capsys):
    with pytest.raises(SystemExit):
        run("discover", "--help")
    assert "--grain" in capsys.readouterr().out


def test_a_megabyte_in_one_cell_is_read(sheet, model, run):
    new = sheet(("Comment",), ("the bill is wrong " * 60_000,), name="long.csv")
    (line,) = run("suggest", new, "--text", "Comment", "--model", model, "--json").splitlines()
    assert json.loads(line)["suggestions"][0]["theme"] == "Bills"


def test_a_mistake_is_one_line_without_a_traceback(labelled, capsys):
    assert main.main(["themes", "suggest", str(labelled), "--text", "x", "--model", "nowhere"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_it_needs_no_django():
    code = (
        "import sys; sys.modules['django'] = None\n"
        "import goldthread.cli.themes, goldthread.cli.themes_files, goldthread.analysis.theming, goldthread.analysis.theming.model_card"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
