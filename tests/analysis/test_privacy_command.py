"""`goldthread redact`: plain text, JSON Lines and the list of finds, and mistakes told plainly."""

import argparse
import io
import json

import pytest

from goldthread.cli import redact as command
from goldthread.cli.errors import UserError


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command on what is piped in; returns what it printed."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())

    def call(piped: str, *words: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(piped))
        args = parser.parse_args(["redact", *words])
        assert args.run(args) == 0
        return capsys.readouterr().out

    return call


def test_plain_text_comes_back_with_stand_ins_and_nothing_else_changed(run):
    assert run("My carer Doreen rang.\nTwice.\n") == "My carer [carer A] rang.\nTwice.\n"


def test_plain_text_with_json_gives_the_list_of_finds(run):
    (only,) = json.loads(run("Ring 07700 900123", "--json"))
    assert (only["start"], only["end"], only["kind"]) == (5, 17, "PHONE")
    assert set(only) == {"start", "end", "kind", "reason", "confidence"}


def test_json_lines_come_back_line_by_line_without_the_text_and_with_the_rest(run):
    piped = '{"id": 7, "text": "Ask Doreen"}\n\n{"id": 8, "text": "Nothing here"}\n'
    first, second = map(json.loads, run(piped).splitlines())
    assert (
        first == {"id": 7, "redacted": "Ask [person 1]", "finds": first["finds"]} and len(first["finds"]) == 1
    )
    assert second == {"id": 8, "redacted": "Nothing here", "finds": []}


def test_a_file_and_known_names(run, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Penhalow was upset.", encoding="utf-8")
    assert run("", str(path), "--known", "Margaret Penhallow") == "[person 1] was upset."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"txt": 1}', "no `text`"),
        ('{"text": "a"}\nnot json', "Line 2 is not JSON"),
        ('{"text": 4}', "no `text`"),
    ],
)
def test_mistakes_in_json_lines_are_told_by_line(run, content, told):
    with pytest.raises(UserError, match=told):
        run(content)


def test_a_missing_file_and_a_file_that_is_not_text_are_told(run, tmp_path):
    with pytest.raises(UserError, match="no file"):
        run("", str(tmp_path / "none.txt"))
    path = tmp_path / "scan.bin"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(UserError, match="not UTF-8"):
        run("", str(path))
    with pytest.raises(UserError, match="folder"):
        run("", str(tmp_path))
