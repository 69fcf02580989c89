"""The command as it is run: a reader who stops reading, a full disk, and letters that the terminal has not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread.cli.main import main

RUN = [sys.executable, "-c", "import sys; from goldthread.cli.main import main; sys.exit(main())"]


@pytest.fixture
def letters(tmp_path) -> Path:
    """More lines than a pipe holds."""
    path = tmp_path / "letters.jsonl"
    path.write_text(('{"text": "' + "Nothing to hide. " * 20 + '"}\n') * 600, encoding="utf-8")
    return path


def test_whoever_stops_reading_stops_the_command_without_a_word(letters):
    with subprocess.Popen(
        [*RUN, "redact", str(letters)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout and command.stderr
        assert command.stdout.readline().startswith(b"{")
        command.stdout.close()
        errors = command.stderr.read()
        assert command.wait() == 141
    assert errors == b""


def test_a_reader_who_is_gone_before_the_first_word(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Ask Doreen\n", encoding="utf-8")
    there, here = os.pipe()
    os.close(there)
    done = subprocess.run([*RUN, "redact", str(path)], stdout=here, stderr=subprocess.PIPE)
    os.close(here)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full on this machine")
def test_a_full_disk_is_told_plainly(letters):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*RUN, "redact", str(letters)], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "goldthread: the disk is full. Make room and run the command again."
    ]


def test_a_letter_that_the_terminal_has_not_ends_nothing(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Ask Doreen \N{GRINNING FACE}\n", encoding="utf-8")
    done = subprocess.run(
        [*RUN, "redact", str(path)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert (done.returncode, done.stdout) == (0, b"Ask [person 1] \\U0001f600\n")


@pytest.mark.parametrize(
    "words",
    [
        "spc - --date a --value b",
        "verdict - --action 2025-01 --better down",
        "funnel -",
        "agreement -",
        "represent -",
        "rating -",
        "redact -",
        "screen -",
        "screen",
        "redact",
        "themes train - --text a --labels b,c --model {0}/made",
        "themes discover - --text a",
    ],
)
def test_a_closed_standard_input_is_told(words, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(words.format(tmp_path).split()) == 2
    assert capsys.readouterr().err.startswith("goldthread: Standard input is closed")


def test_closed_streams_of_a_real_process_end_no_command(letters):
    """A shell closes them with `<&-` and `>&-`; Python then has none at all."""
    done = subprocess.run([*RUN, "funnel", "-"], stderr=subprocess.PIPE, preexec_fn=lambda: os.close(0))
    assert done.returncode == 2 and b"Standard input is closed" in done.stderr
    letter = letters.with_name("letter.txt")
    letter.write_text("Ask Doreen\n", encoding="utf-8")
    done = subprocess.run(
        [*RUN, "redact", str(letter)], stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1)
    )
    assert (done.returncode, done.stderr) == (0, b"")
