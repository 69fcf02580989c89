"""`goldthread redact`: replaces or lists what identifies people in a text, entirely on this machine."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.json_lines import BOM, ONE_A_LINE, as_json, decoded, opened, record_of

# How JSON begins, and a letter does not.
_LIKE_JSON = re.compile(r'\{\s*"|\[\s*\{|[{\[]\s*$')
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
    with opened(args.file) as stream:
        before, first = _to_first_words(stream)
        if not _LIKE_JSON.match(decoded(first, name).lstrip()):
            text = decoded(before + first + stream.read(), name)
            detections = find_personal_data(text, known_names=known)
            if args.json:
                print(as_json([each.as_dict() for each in detections]))
            else:
                sys.stdout.write(redact(text, detections, CaseNames(known)).text)
            return 0
        detector = Detector()
        number = before.count(b"\n") + 1
        while first:
            if first.strip():
                record = record_of(decoded(first, f"{name}, line {number}"), number)
                try:
                    done = as_json(_redacted(record, CaseNames(known), detector))
                except RecursionError:
                    raise UserError(
                        f"Line {number} has lists in lists too deep to read. {ONE_A_LINE}"
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


def _to_first_words(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Return the blank lines that a stream begins with, and the first line that is not; no byte order mark."""
    before, line = b"", stream.readline().removeprefix(BOM)
    while line and not line.strip():
        before += line
        line = stream.readline()
    return before, line
