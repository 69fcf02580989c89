"""`goldthread screen`: what of many texts a person should look at the same day, because it may tell of harm."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, BinaryIO

from goldthread.cli.examples import with_examples
from goldthread.cli.json_lines import as_json, numbered_lines, opened, record_of

_AT_ONCE = 500
_NOTES = """JSON Lines in, one object with a `text` on each line; all else in it comes back as it is. `level` is "danger" where a
life may turn on the next hours, "today" where a person should look the same day, and null for the rest, which is no sign
that nothing is wrong. `reasons` are the words that a cue was found in and its kind. Without --json, one line for each text
that is raised, and how many were.
"""


def add_parser(subparsers: Any) -> None:
    """Add the `screen` command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "screen",
        help="find texts that may tell of abuse, neglect or danger, for a person to read the same day",
        description="Reads texts for possible harm, in two levels, with reasons. It closes nothing and misses some: whatever "
        "is not raised is still to be read. Nothing leaves this machine.",
        **with_examples(
            "goldthread screen comments.jsonl --json > screened.jsonl",
            "goldthread screen comments.jsonl --raise 10 --base",
            notes=_NOTES,
        ),
    )
    parser.add_argument(
        "file", nargs="?", default="-", help="JSON Lines to read; - for what is piped in (default)"
    )
    parser.add_argument("--json", action="store_true", help="write JSON Lines, one for each line read")
    parser.add_argument(
        "--raise",
        dest="share",
        type=int,
        choices=(10, 15, 20),
        default=15,
        help="how many in 100 ordinary texts may be raised (default: 15); danger is raised at each",
    )
    parser.add_argument(
        "--base",
        action="store_true",
        help="leave the sentence model of goldthread[semantic] out if it is there",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Screen each line; return 0. UserError for what cannot be read."""
    from goldthread.analysis.text.safeguarding_screening import Screener

    screener = Screener(semantic=False if args.base else None)
    read = raised = danger = 0
    with opened(args.file) as stream:
        for number, record, found in _screened(stream, args.file, screener):
            level, reasons = found.level(args.share), found.reasons()
            read += 1
            raised += level is not None
            danger += level == "danger"
            if args.json:
                print(as_json(record | {"level": level, "reasons": reasons if level else []}))
            elif level is not None:
                print(
                    f"Line {number}, {'danger now?' if level == 'danger' else 'look today'}: {'; '.join(reasons)}"
                )
    if not args.json:
        print(
            f"{raised} of {read} texts raised, {danger} of them as possible danger. "
            "The screening misses some: read the rest as well."
        )
    return 0


def _screened(stream: BinaryIO, name: str, screener: Any) -> Iterator[tuple[int, dict[str, Any], Any]]:
    """Yield the number of each line that has words, its object and what the screening found, many at once."""
    waiting: list[tuple[int, dict[str, Any]]] = []
    for number, line in numbered_lines(stream, "Standard input" if name == "-" else name):
        waiting.append((number, record_of(line, number)))
        if len(waiting) == _AT_ONCE:
            yield from _together(waiting, screener)
            waiting = []
    yield from _together(waiting, screener)


def _together(
    waiting: list[tuple[int, dict[str, Any]]], screener: Any
) -> Iterator[tuple[int, dict[str, Any], Any]]:
    found = screener.screen_all([record["text"] for _, record in waiting])
    for (number, record), one in zip(waiting, found, strict=True):
        yield number, record, one
