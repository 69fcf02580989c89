"""Log lines: one line an event, as text or as JSON, with what it belongs to and without anybody's words.

Every line has the time with its zone, the level and the process. What is logged while a page or a job is made also has
the request's id and the client's address, or the job's id (`begin`, `context`). An error's message is left out of its
traceback, because it often quotes what somebody typed or a row of a table; its type, its place in the code and what a
database error says about itself (SQLSTATE, table, constraint) stay.
"""

from __future__ import annotations

import datetime
import io
import json
import logging
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, TextIO
from zoneinfo import ZoneInfo

FORMATS = ("text", "json")
FORMAT, PROCESS = "GOLDTHREAD_LOG_FORMAT", "GOLDTHREAD_PROCESS"
"""Environment variables: the format of lines, which a council sets, and the process's name, which `up` sets."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_context: ContextVar[Mapping[str, str]] = ContextVar("log_context", default=_NOTHING)
_INDENT = "    "
# What would begin a new line, or a line somebody else wrote, in a terminal or a reader of logs.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# The address by which somebody chooses a password, as a line about it has it: whoever reads it could choose it too.
_SECRET_LINK = re.compile(r"(/sign-in/password/|/calendar/|/link/|/tell-us/[^/\s]+/form/)[^\s'\"]+")
# Errors whose message names what is in the code or how the database cannot be reached, never what is stored.
_NAMES_CODE_ONLY = (ImportError, NameError, AttributeError, TypeError, RecursionError)
_NAMES_NO_ROW = (
    "ImproperlyConfigured",
    "OperationalError",
    "InterfaceError",
    "PoolTimeout",
    "ConnectorException",
)


def begin(**names: str) -> None:
    """Give every line from now on these names (request, client), until `end`."""
    _context.set(MappingProxyType({name: value for name, value in names.items() if value}))


def end() -> None:
    """Give lines no names any more."""
    _context.set(_NOTHING)


@contextmanager
def context(**names: str) -> Iterator[None]:
    """Give every line of the block these names too."""
    token = _context.set(MappingProxyType({**_context.get(), **names}))
    try:
        yield
    finally:
        _context.reset(token)


async def name_job(call_next: Callable[[], Awaitable[Any]], job_context: Any, worker: Any) -> Any:
    """Give every line of a job its number; a middleware of the worker's, around each job that it runs."""
    with context(job=str(job_context.job.id)):
        return await call_next()


def client() -> str:
    """Return the address of the client whose request is answered now, "" where there is none."""
    return _context.get().get("client", "")


class LineFormatter(logging.Formatter):
    """Formats a record as one line of JSON, or as one line of text with an error's traceback indented under it.

    form: "text" or "json".
    """

    def __init__(self, form: str = "text") -> None:
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without an end of line."""
        content = {
            "time": _when(record.created),
            "level": record.levelname,
            "process": f"{os.environ.get(PROCESS) or 'command'}[{record.process}]",
            "logger": record.name,
            **_context.get(),
            **_of_job(record),
            "message": _message(record),
        }
        error = record.exc_info[1] if record.exc_info else None
        lines = _traceback(error) if error is not None else []
        if self.form == "json":
            return json.dumps(content | ({"traceback": "\n".join(lines)} if lines else {}))
        names = " ".join(
            f"{name}={content[name]}" for name in ("request", "client", "job") if name in content
        )
        first = " ".join(
            filter(
                None,
                (
                    content["time"],
                    content["level"],
                    content["process"],
                    content["logger"],
                    f"[{names}]" if names else "",
                    content["message"],
                ),
            )
        )
        return "\n".join([_printable(first), *(_INDENT + _printable(line) for line in lines)])


def formatter() -> LineFormatter:
    """Return the formatter that the environment asks for."""
    return LineFormatter(os.environ.get(FORMAT) or "text")


def say(text: str, *, level: int = logging.INFO, to: TextIO | None = None) -> None:
    """Write a message of a command for whoever started it: as it is, or as a log line where those are JSON.

    to: the stream, standard error where it is not given. Somebody at a terminal reads it as it is.
    """
    to = to or sys.stderr
    is_read_at_once = to is not None and to.isatty()
    if os.environ.get(FORMAT) == "json" and not is_read_at_once:
        record = logging.LogRecord(
            "goldthread.cli", level, "", 0, text.removeprefix("goldthread: "), (), None
        )
        text = LineFormatter("json").format(record)
    print(text, file=to, flush=True)


def name_process(name: str) -> None:
    """Name this process in its lines, and log what would else be printed: uncaught errors and warnings."""
    os.environ[PROCESS] = name
    logger = logging.getLogger("goldthread.process")

    def uncaught(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            return
        logger.critical("stopped by an error", exc_info=(kind, error, trace))

    sys.excepthook = uncaught
    threading.excepthook = lambda args: uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: logger.error(
        "an error that could not be raised",
        exc_info=(args.exc_type, args.exc_value, args.exc_traceback) if args.exc_value else None,
    )
    logging.captureWarnings(True)
    warnings.simplefilter("default", RuntimeWarning)


def log_what_is_printed() -> None:
    """Log what libraries print from now on, a line an event; after the handlers have got hold of the real streams."""
    logger = logging.getLogger("goldthread.printed")
    sys.stdout = _Printed(logger, logging.INFO, sys.stdout)
    sys.stderr = _Printed(logger, logging.WARNING, sys.stderr)


class _Printed(io.TextIOBase):
    """A stream whose lines are logged."""

    def __init__(self, logger: logging.Logger, level: int, real: TextIO) -> None:
        super().__init__()
        self._logger, self._level, self._real = logger, level, real
        self._local = threading.local()

    def write(self, text: str) -> int:
        """Log each line that is complete, in the thread that printed it."""
        if getattr(self._local, "is_logging", False):
            # The log itself cannot be written, and says so.
            return self._real.write(text)
        *lines, self._local.rest = (getattr(self._local, "rest", "") + text).split("\n")
        self._local.is_logging = True
        try:
            for line in lines:
                if line.strip():
                    self._logger.log(self._level, "%s", line)
        finally:
            self._local.is_logging = False
        return len(text)

    def fileno(self) -> int:
        """Return the real stream's descriptor, for whatever needs one."""
        return self._real.fileno()

    def flush(self) -> None:
        """Write what waits in the real stream; a line that is not complete waits on."""
        self._real.flush()


def _when(seconds: float) -> str:
    """Return a time in London with its offset, as 2026-11-30T09:12:45.120+00:00 (RFC 3339)."""
    # Looked up here: the analyst's commands come by this file too, also where a system has no time zones.
    return datetime.datetime.fromtimestamp(seconds, ZoneInfo("Europe/London")).isoformat(
        timespec="milliseconds"
    )


def _printable(text: str) -> str:
    """Return text in which what would begin another line is written as its number."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _message(record: logging.LogRecord) -> str:
    """Return the message; of a job its name and number, without what it was asked with; no secret of an address."""
    text = record.getMessage()
    job = getattr(record, "job", None)
    if isinstance(job, dict) and job.get("call_string"):
        text = text.replace(str(job["call_string"]), f"{job.get('task_name')}[{job.get('id')}]")
        text = text.partition(" - Result: ")[0]
    return _SECRET_LINK.sub(r"\1...", text)


def _of_job(record: logging.LogRecord) -> dict[str, str]:
    """Return the id of the job that the worker itself says something about."""
    job = getattr(record, "job", None)
    return {"job": str(job["id"])} if isinstance(job, dict) and job.get("id") else {}


def _traceback(error: BaseException, shown: frozenset[int] = frozenset()) -> list[str]:
    """Return the lines of a traceback, those of the errors before it first; no message that may quote somebody."""
    shown |= {id(error)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = []
    if before is not None and id(before) not in shown:
        lines += [*_traceback(before, shown), "After that error:"]
    lines.append("Traceback (most recent call last):")
    for entry in traceback.format_tb(error.__traceback__):
        lines += entry.splitlines()
    lines.append(_called(error))
    for part in getattr(error, "exceptions", None) or ():
        if id(part) not in shown:
            lines += [_INDENT + line for line in _traceback(part, shown)]
    return lines


def _called(error: BaseException) -> str:
    """Return the type of an error, and what it says where that cannot be somebody's words."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, _NAMES_CODE_ONLY) or kind.__name__ in _NAMES_NO_ROW:
        return f"{name}: {' '.join(str(error).split())}"
    about = getattr(error, "diag", None)
    details = [getattr(error, "sqlstate", None)]
    details += [getattr(about, f"{each}_name", None) for each in ("table", "column", "constraint")]
    if isinstance(error, OSError):
        details.append(error.strerror)
    said = ", ".join(str(detail) for detail in details if detail)
    return f"{name}: {said}" if said else name
