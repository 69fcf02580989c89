"""Log lines: one line an event, as text and as JSON, and nobody's words in them."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread import log_lines
from goldthread.log_lines import LineFormatter

NOON = 1_782_903_600.25  # 2026-07-01 11:00:00.25 UTC, when London is an hour ahead
WORDS = "Mrs Adeyinka of 4 Mill Lane"


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch):
    monkeypatch.delenv(log_lines.PROCESS, raising=False)
    yield
    log_lines.end()


def record(message: str, *args: object, error: BaseException | None = None, **extra: object):
    made = logging.LogRecord("goldthread.test", logging.WARNING, "", 0, message, args, None)
    made.created, made.process = NOON, 7
    made.exc_info = (type(error), error, error.__traceback__) if error else None
    made.__dict__.update(extra)
    return made


def raised(make) -> BaseException:
    try:
        make()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def test_a_line_of_text_has_time_with_zone_level_process_and_message():
    line = LineFormatter().format(record("read %d rows", 3))
    assert line == "2026-07-01T12:00:00.250+01:00 WARNING command[7] goldthread.test read 3 rows"


def test_no_line_has_the_secret_of_a_password_link():
    line = LineFormatter().format(record("Not Found: %s", "/sign-in/password/MTI/c8f-0a1b2c3d/"))
    assert line.endswith("Not Found: /sign-in/password/...")


def test_a_line_of_a_request_has_its_id_and_the_clients_address(monkeypatch):
    monkeypatch.setenv(log_lines.PROCESS, "web")
    log_lines.begin(request="0123abcd", client="203.0.113.9")
    line = LineFormatter().format(record("slow"))
    assert line.endswith(" WARNING web[7] goldthread.test [request=0123abcd client=203.0.113.9] slow")
    assert json.loads(LineFormatter("json").format(record("slow"))) == {
        "time": "2026-07-01T12:00:00.250+01:00",
        "level": "WARNING",
        "process": "web[7]",
        "logger": "goldthread.test",
        "request": "0123abcd",
        "client": "203.0.113.9",
        "message": "slow",
    }
    log_lines.end()
    assert "request" not in LineFormatter().format(record("slow"))


def test_a_job_is_named_inside_what_is_at_hand_and_no_longer():
    with log_lines.context(job="12"):
        assert "[job=12]" in LineFormatter().format(record("counted"))
    assert "job" not in LineFormatter().format(record("counted"))


@pytest.mark.parametrize(
    "ending", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1b[2J", "\x85", "\u2028", "\u202e"]
)
@pytest.mark.parametrize("form", log_lines.FORMATS)
def test_what_is_typed_into_an_address_begins_no_line_of_its_own(form, ending):
    line = LineFormatter(form).format(record("Not Found: /%s", f"x{ending}2026-07-01 CRITICAL all is lost"))
    assert len(line.splitlines()) == 1
    assert ending not in line


@pytest.mark.parametrize("form", log_lines.FORMATS)
def test_a_traceback_belongs_to_its_line_and_quotes_nobody(form):
    def fail():
        try:
            int(WORDS)
        except ValueError as error:
            raise KeyError(WORDS) from error

    line = LineFormatter(form).format(record("it failed", error=raised(fail)))
    assert WORDS not in line
    if form == "json":
        [line] = line.splitlines()
        trace = json.loads(line)["traceback"].splitlines()
    else:
        first, *rest = line.splitlines()
        assert first.endswith("it failed") and all(each.startswith("    ") for each in rest)
        trace = [each.removeprefix("    ") for each in rest]
    assert [each for each in trace if not each.startswith(" ")] == [
        "Traceback (most recent call last):",
        "ValueError",
        "After that error:",
        "Traceback (most recent call last):",
        "KeyError",
    ]
    assert any("int(WORDS)" in each for each in trace), "the place in the code stays"


def test_errors_about_code_and_files_say_what_they_are_about():
    def missing():
        import goldthread.no_such_room  # noqa: F401

    trace = LineFormatter().format(record("x", error=raised(missing)))
    assert trace.endswith("ModuleNotFoundError: No module named 'goldthread.no_such_room'")
    trace = LineFormatter().format(record("x", error=raised(Path(f"/nowhere/{WORDS}").read_bytes)))
    assert trace.endswith("FileNotFoundError: No such file or directory")


def test_several_errors_at_once_are_all_named():
    def fail():
        raise ExceptionGroup("two", [ValueError(WORDS), OSError(28, "No space left on device")])

    trace = LineFormatter().format(record("x", error=raised(fail)))
    assert "ValueError" in trace and "OSError: No space left on device" in trace and WORDS not in trace


def test_a_job_is_named_without_what_it_was_asked_with():
    call = f"goldthread.feedback.code[12](words='{WORDS}')"
    job = {"id": 12, "task_name": "goldthread.feedback.code", "call_string": call}
    message = f"Job {call} ended with status: Error, lasted 0.1 s - Result: {WORDS}"
    line = LineFormatter().format(record(message, job=job))
    assert line.endswith("[job=12] Job goldthread.feedback.code[12] ended with status: Error, lasted 0.1 s")


def test_what_a_command_says_is_a_log_line_where_those_are_json(monkeypatch, capsys):
    log_lines.say("goldthread: waiting for the database...")
    assert capsys.readouterr().err == "goldthread: waiting for the database...\n"
    monkeypatch.setenv(log_lines.FORMAT, "json")
    log_lines.say("goldthread: it\nis refused", level=logging.ERROR)
    [line] = capsys.readouterr().err.splitlines()
    assert (json.loads(line)["level"], json.loads(line)["message"]) == ("ERROR", "it\nis refused")


@pytest.mark.parametrize(
    "what",
    [
        "raise ValueError('secret words')",
        "import threading; t = threading.Thread(target=int, args=('secret words',)); t.start(); t.join()",
        "import warnings; warnings.warn('an old way', RuntimeWarning)",
        "class A:\n  def __del__(self): raise ValueError('secret words')\na = A(); del a",
    ],
    ids=["error", "thread", "warning", "unraisable"],
)
def test_what_python_itself_would_print_is_a_log_line_of_a_named_process(what):
    script = (
        "import logging; from goldthread import log_lines; h = logging.StreamHandler(); "
        "h.setFormatter(log_lines.LineFormatter('json')); logging.getLogger().addHandler(h); "
        f"log_lines.name_process('worker')\n{what}"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    [line] = done.stderr.splitlines()
    assert re.fullmatch(r"worker\[\d+\]", json.loads(line)["process"])
    assert "secret words" not in line.replace("int('secret words'", "")


def test_what_a_library_prints_is_logged_a_line_at_a_time():
    script = (
        "import logging, sys; from goldthread import log_lines; h = logging.StreamHandler(); "
        "h.setFormatter(log_lines.LineFormatter()); logging.basicConfig(handlers=[h], level='INFO'); "
        "log_lines.log_what_is_printed(); print('one', end=''); print(' line\\nand another'); "
        "print('a fault', file=sys.stderr); print('not ended', end='')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == ""
    lines = [
        re.sub(r"^\S+ (\w+) command\[\d+\] goldthread.printed ", r"\1 ", x) for x in done.stderr.splitlines()
    ]
    assert lines == ["INFO one line", "INFO and another", "WARNING a fault"]


def test_somebody_at_a_terminal_reads_a_message_as_it_is(monkeypatch):
    monkeypatch.setenv(log_lines.FORMAT, "json")
    piped, terminal = io.StringIO(), io.StringIO()
    terminal.isatty = lambda: True
    for stream in (piped, terminal):
        log_lines.say("goldthread: No user has the address.", to=stream)
    assert terminal.getvalue() == "goldthread: No user has the address.\n"
    assert json.loads(piped.getvalue())["message"] == "No user has the address."
