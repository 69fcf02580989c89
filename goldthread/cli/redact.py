"""`goldthread redact`: hides what identifies people in a text, or lists it, entirely on this machine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from goldthread.cli.errors import UserError


def add_parser(subparsers: Any) -> None:
    """Add the `redact` command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "redact",
        help="hide names, addresses and numbers that identify people in a text",
        description="Reads a text, or JSON Lines with a `text` each, and writes it with readable stand-ins. "
        "Nothing leaves this machine.",
    )
    parser.add_argument("file", nargs="?", default="-", help="file to read; - for what is piped in (default)")
    parser.add_argument(
        "--json", action="store_true", help="write the finds as JSON (always so for JSON Lines)"
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
    """Redact one text or each line of JSON Lines; return 0."""
    from goldthread.analysis.privacy import CaseNames, find, redact

    known = tuple(args.known)
    with _opened(args.file) as stream:
        first = stream.readline()
        record = _record(first, 1, plain_allowed=True)
        if record is None:
            text = first + stream.read()
            finds = find(text, known_names=known)
            if args.json:
                print(json.dumps([each.as_dict() for each in finds], ensure_ascii=False))
            else:
                sys.stdout.write(redact(text, finds, CaseNames(known)).text)
            return 0
        number = 1
        while first:
            if first.strip():
                record = _record(first, number)
                finds = find(record["text"], known_names=known)
                record["redacted"] = redact(record.pop("text"), finds, CaseNames(known)).text
                record["finds"] = [each.as_dict() for each in finds]
                print(json.dumps(record, ensure_ascii=False))
            first = stream.readline()
            number += 1
    return 0


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig", newline="") as stream:
            yield stream
    except FileNotFoundError:
        raise UserError(f"There is no file {name}. Check its name, or pipe the text in.") from None
    except IsADirectoryError:
        raise UserError(f"{name} is a folder. Name one text file.") from None
    except UnicodeDecodeError:
        raise UserError(f"{name} is not UTF-8 text. Save it as UTF-8 and try again.") from None


def _record(line: str, number: int, *, plain_allowed: bool = False) -> dict[str, Any] | None:
    """The JSON object of one line; None where the input is plain text and may be."""
    if plain_allowed and not line.lstrip().startswith("{"):
        return None
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        if plain_allowed:
            return None
        raise UserError(f"Line {number} is not JSON. Each line must be an object with a `text`.") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        if plain_allowed and not isinstance(record, dict):
            return None
        raise UserError(f"Line {number} has no `text`. Each line must be an object with a `text`.")
    return record
