"""`goldthread redact`: plain text, JSON Lines and the list of detections, and mistakes told plainly."""

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
        first == {"id": 7, "redacted": "Ask [person 1]", "detections": first["detections"]}
        and len(first["detections"]) == 1
    )
    assert second == {"id": 8, "redacted": "Nothing here", "detections": []}


def test_a_file_and_known_names(run, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Penhalow was upset.", encoding="utf-8")
    assert run("", str(path), "--known", "Margaret Penhallow") == "[person 1] was upset."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"txt": 1}', "no `text`"),
        ('{"text": "a"}\nnot json', "Line 2 is not JSON"),
        ('{"text": 4}', "no `text`"),
        ('{"text": "Mrs Patel"', "Line 1 is not JSON"),
        ('\n[{"text": "Mrs Patel"}]', "Line 2 has no `text`"),
        ('{\n"text": "Mrs Patel"}', "Line 1 is not JSON. Put one object"),
    ],
)
def test_mistakes_in_json_lines_are_told_by_line(run, content, message):
    with pytest.raises(UserError, match=message):
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


def test_what_is_found_in_one_field_is_hidden_in_every_field_of_its_line(run):
    line = {
        "text": "Mrs Patel rang about her NHS number 943 476 5919.",
        "sender": "Mrs Patel",
        "notes": ["Ring Mrs Patel", {"deep": "the number is 9434765919"}],
        "title": "Ask Doreen",
        "id": "CAS-123456",
        "age": 4,
        "open": True,
        "none": None,
    }
    output = run(json.dumps(line))
    record = json.loads(output)
    for secret in ("Patel", "5919", "Doreen"):
        assert secret not in output
    assert record["sender"] == "[person 1]" and record["notes"][0] == "Ring [person 1]"
    assert record["notes"][1]["deep"] == "the number is [NHS number]"
    # What is left is what the line is known by, and what is no text.
    assert (record["id"], record["age"], record["open"], record["none"]) == ("CAS-123456", 4, True, None)
    assert [each["kind"] for each in record["detections"]] == ["PERSON", "NHS"]
    assert all(set(each) == {"start", "end", "kind", "reason", "confidence"} for each in record["detections"])
    assert [line["text"][each["start"] : each["end"]] for each in record["detections"]] == [
        "Mrs Patel",
        "943 476 5919",
    ]


def test_one_line_knows_nothing_of_another(run):
    lines = run('{"text": "Mrs Patel"}\n{"text": "Mr Hughes"}\n').splitlines()
    assert [json.loads(line)["redacted"] for line in lines] == ["[person 1]", "[person 1]"]


def test_the_help_says_what_is_hidden_and_what_stays(run, capsys):
    with pytest.raises(SystemExit):
        run("", "--help")
    text = " ".join(capsys.readouterr().out.split())
    assert "redacted in all its text fields" in text and "Numbers, true, false, null" in text


@pytest.mark.parametrize("before", ["\ufeff", "\n", "\ufeff\r\n \n"])
def test_json_lines_are_known_behind_a_byte_order_mark_and_blank_lines(run, tmp_path, before):
    content = before + '{"text": "Ask Doreen"}\n'
    path = tmp_path / "letters.jsonl"
    path.write_bytes(content.encode())
    for output in (run(content), run("", str(path))):
        assert json.loads(output)["redacted"] == "Ask [person 1]"


def test_a_letter_may_begin_with_brackets(run):
    assert run("[inaudible] Ask Doreen") == "[inaudible] Ask [person 1]"
    assert run("{sic} Ask Doreen") == "{sic} Ask [person 1]"


def test_half_a_letter_is_written_as_it_came(run):
    assert json.loads(run('{"text": "\\ud800 Ask Doreen"}'))["redacted"] == "\ud800 Ask [person 1]"


def test_what_is_piped_in_and_is_not_utf_8_is_told(run, monkeypatch):
    for data in (b"caf\xe9", b'{"text": "a"}\n{"text": "caf\xe9"}\n', b"\x00\x01"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        args = argparse.ArgumentParser()
        command.add_parser(args.add_subparsers())
        with pytest.raises(UserError, match="not UTF-8"):
            command.run(args.parse_args(["redact"]))


def test_a_file_that_may_not_be_read_is_told(run, monkeypatch, tmp_path):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(UserError, match=r"could not be read \(Permission denied\)"):
        run("", str(tmp_path / "letter.txt"))
