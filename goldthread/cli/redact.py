"""`goldthread redact`: replaces or lists what identifies people in a text, entirely on this machine."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import standard_input

_BOM = b"\xef\xbb\xbf"
# How JSON begins, and a letter does not.
_LIKE_JSON = re.compile(r'\{\s*"|\[\s*\{|[{\[]\s*$')
_ONE_A_LINE = "Put one object with a `text` on each line."
_JSON_LINES = """JSON Lines: what is detected in one field of a line is redacted in all its text fields, however deep.
`text` comes back as `redacted`, with `detections` beside it: a list of {start, end, kind, reason, confidence} of places
in `text`. Numbers, true, false, null and the fields' own names stay as they are, and so does a reference in
a field called `id`. With --json, plain text gives such a list too.
"""


def add_parser(subparsers: Any) -> None:
    """Add the `redact` command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "redact",
        help="redact names, addresses and numbers that identify people in a text",
        description="Reads a text, or JSON Lines with a `text` each, in UTF-8, and writes it with readable placeholders. "
        "Nothing leaves this machine.",
        **with_examples(
            "goldthread redact letter.txt", "goldthread redact letters.jsonl > safe.jsonl", notes=_JSON_LINES
        ),
    )
    parser.add_argument("file", nargs="?", default="-", help="file to read; - for what is piped in (default)")
    parser.add_argument(
        "--json", action="store_true", help="write the detections as JSON (always so for JSON Lines)"
    )
    parser.add_argument(
        "--known",
        action="append",
        default=[],
        metavar="NAME",
        help="a name the case knows; may be given again",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Redact one text or each line of JSON Lines; return 0. UserError for what cannot be read."""
    from goldthread.analysis.privacy import CaseNames, Detector, find_personal_data, redact

    known = tuple(args.known)
    name = "Standard input" if args.file == "-" else args.file
    with _opened(args.file) as stream:
        before, first = _to_first_words(stream)
        if not _LIKE_JSON.match(_decoded(first, name).lstrip()):
            text = _decoded(before + first + stream.read(), name)
            detections = find_personal_data(text, known_names=known)
            if args.json:
                print(_as_json([each.as_dict() for each in detections]))
            else:
                sys.stdout.write(redact(text, detections, CaseNames(known)).text)
            return 0
        detector = Detector()
        number = before.count(b"\n") + 1
        while first:
            if first.strip():
                record = _record(_decoded(first, f"{name}, line {number}"), number)
                try:
                    done = _as_json(_redacted(record, CaseNames(known), detector))
                except RecursionError:
                    raise UserError(
                        f"Line {number} has lists in lists too deep to read. {_ONE_A_LINE}"
                    ) from None
                print(done)
            first = stream.readline()
            number += 1
    return 0


def _redacted(record: dict[str, Any], case: Any, detector: Any) -> dict[str, Any]:
    """Return a line's object with every text in it redacted as one case, `text` as `redacted` with its detections."""
    from goldthread.analysis.privacy import Kind, redact_fields

    # The text first, so that the people in it are numbered as they come.
    fields = {("text",): record["text"]} | dict(_texts(record, ()))
    numbered = {str(index): text for index, text in enumerate(fields.values())}
    # Without its own reference nobody could put a line back beside the case it is of.
    leave = {str(index): (Kind.REF,) for index, path in enumerate(fields) if path == ("id",)}
    done = redact_fields(numbered, case, detector, leave=leave)
    redacted = {path: done[str(index)].text for index, path in enumerate(fields)}
    others = {key: _with(value, (key,), redacted) for key, value in record.items() if key != "text"}
    return others | {
        "redacted": done["0"].text,
        "detections": [each.as_dict() for each in done["0"].detections],
    }


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text within a JSON value with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*path, key))


def _with(value: Any, path: tuple[str | int, ...], redacted: dict[tuple[str | int, ...], str]) -> Any:
    """Return a JSON value with its texts taken from `redacted`."""
    if isinstance(value, str):
        return redacted[path]
    if isinstance(value, dict):
        return {key: _with(inner, (*path, key), redacted) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with(inner, (*path, index), redacted) for index, inner in enumerate(value)]
    return value


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
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


def _to_first_words(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Return the blank lines that a stream begins with, and the first line that is not; no byte order mark."""
    before, line = b"", stream.readline().removeprefix(_BOM)
    while line and not line.strip():
        before += line
        line = stream.readline()
    return before, line


def _decoded(data: bytes, name: str) -> str:
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


def _record(line: str, number: int) -> dict[str, Any]:
    """Return the JSON object of one line; UserError, naming the line, where it is none or has no text."""
    try:
        record = json.loads(line, parse_float=_number, parse_constant=_number)
    except OverflowError as error:
        raise UserError(
            f"Line {number} has the number {error}, which JSON cannot keep. Shorten it."
        ) from None
    except (ValueError, RecursionError):
        raise UserError(f"Line {number} is not JSON. {_ONE_A_LINE}") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise UserError(f"Line {number} has no `text`. {_ONE_A_LINE}")
    return record


def _as_json(value: Any) -> str:
    """Return JSON with letters as they are; half a letter (a lone surrogate) can only be written as its number."""
    written = json.dumps(value, ensure_ascii=False)
    try:
        written.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return written
