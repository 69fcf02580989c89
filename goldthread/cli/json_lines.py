"""JSON Lines in and out: one object with a `text` on each line, read with errors in words."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from goldthread.cli.errors import UserError
from goldthread.cli.tables import standard_input

BOM = b"\xef\xbb\xbf"
ONE_A_LINE = "Put one object with a `text` on each line."


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input for `-`; UserError where it cannot be read."""
    if name == "-":
        yield standard_input()
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(name).open("rb"))
        except FileNotFoundError:
            raise UserError(f"There is no file {name}. Check its name, or pipe the text in.") from None
        except IsADirectoryError:
            raise UserError(f"{name} is a folder. Name one text file.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is not one a file can have"
            raise UserError(
                f"{name} could not be read ({reason}). Check the file, or pipe the text in."
            ) from None
        yield stream


def numbered_lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that have words, with their numbers from 1; UserError where one is not UTF-8."""
    for number, line in enumerate(stream, start=1):
        line = line.removeprefix(BOM) if number == 1 else line
        if line.strip():
            yield number, decoded(line, f"{name}, line {number}")


def decoded(data: bytes, name: str) -> str:
    """Return bytes as text; UserError, naming where they stand, if they are not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{name} is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if "\0" in text:
        raise UserError(
            f"{name} is not UTF-8 text but some other kind of file. Save its words as UTF-8 text."
        )
    return text


def _number(text: str) -> float:
    """Return a number of JSON; OverflowError for one that would come back as Infinity or NaN, which no JSON has."""
    value = float(text)
    if not math.isfinite(value):
        raise OverflowError(text if len(text) < 30 else f"{text[:30]}...")
    return value


def record_of(line: str, number: int) -> dict[str, Any]:
    """Return the JSON object of one line; UserError, naming the line, where it is none or has no text."""
    try:
        record = json.loads(line, parse_float=_number, parse_constant=_number)
    except OverflowError as error:
        raise UserError(
            f"Line {number} has the number {error}, which JSON cannot keep. Shorten it."
        ) from None
    except (ValueError, RecursionError):
        raise UserError(f"Line {number} is not JSON. {ONE_A_LINE}") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise UserError(f"Line {number} has no `text`. {ONE_A_LINE}")
    return record


def as_json(value: Any) -> str:
    """Return JSON with letters as they are; half a letter (a lone surrogate) can only be written as its number."""
    written = json.dumps(value, ensure_ascii=False)
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return written
