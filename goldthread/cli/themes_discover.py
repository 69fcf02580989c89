"""`goldthread themes discover`: finds emerging topics in a spreadsheet of comments."""

from __future__ import annotations

import argparse
from typing import Any

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples

_QUOTES = 3
_TEXT_WIDTH = 200


def add_parser(subparsers: Any) -> None:
    """Add `goldthread themes discover` to the command line."""
    parser = subparsers.add_parser(
        "discover",
        help="find emerging topics: comments about the same thing, with phrases and quotes",
        description="Reads a CSV of comments and groups those about the same thing, without a theme list. Topics are "
        "named by phrases that several comments share; comments stay on this machine. Comments that differ only in a "
        "day, a date, a number or a name count as one text, and words that are no answer (“N/A”, “None”) are in no "
        "topic. The same comments give the same topics in any order.",
        **with_examples(
            "goldthread themes discover comments.csv --text comment",
            "goldthread themes discover comments.csv --text comment --grain fine --json",
        ),
    )
    parser.add_argument("file", metavar="FILE.csv", help="one row a comment; - for standard input")
    parser.add_argument("--text", required=True, metavar="COL", help="the column of comments")
    parser.add_argument(
        "--grain",
        choices=("coarse", "middle", "fine"),
        default="middle",
        help="fewer and larger topics, or more and smaller (default: middle)",
    )
    parser.add_argument("--json", action="store_true", help="write the topics as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the topics, largest first; return 0. UserError where igraph or the column is missing."""
    from goldthread.analysis.text.emerging_topics import IgraphMissing, discover_topics
    from goldthread.cli.tables import print_json, read_table

    table = read_table(args.file)
    rows = [
        (line, text)
        for (line, _), text in zip(table.rows, table.texts(args.text, "--text"), strict=True)
        if text
    ]
    if len(rows) < 2:
        raise UserError(
            f"{table.source} has fewer than two comments in {args.text!r}. Name another with --text."
        )
    texts = [text for _, text in rows]
    try:
        result = discover_topics(texts, grain=args.grain)
    except IgraphMissing as missing:
        raise UserError(str(missing)) from None
    if args.json:
        print_json(
            {
                "comments": len(texts),
                "grain": args.grain,
                "topics": [
                    {
                        "size": len(group),
                        "phrases": list(group.phrases),
                        "tightness": round(group.tightness, 2),
                        "lines": [rows[index][0] for index in group.members],
                        "quotes": [texts[index] for index in group.members[:_QUOTES]],
                    }
                    for group in result.groups
                ],
                "left_over": [rows[index][0] for index in result.left_over],
                "no_answer": [rows[index][0] for index in result.no_answer],
            }
        )
        return 0
    print(
        f"{len(texts):,} comments: {_topics(len(result.groups))}; {len(result.left_over):,} are in none.\n"
        "A person decides what each is about."
    )
    if result.no_answer:
        example = _short(texts[result.no_answer[0]])
        print(f"{len(result.no_answer):,} of these are no answer, such as “{example}”.")
    for number, group in enumerate(result.groups, start=1):
        print(f"\n{number}. {', '.join(group.phrases) or 'No phrase of its own'} ({len(group):,} comments)")
        for index in group.members[:_QUOTES]:
            print(f"   line {rows[index][0]}: {_short(texts[index])}")
    return 0


def _topics(count: int) -> str:
    return "1 topic" if count == 1 else f"{count:,} topics"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TEXT_WIDTH else line[: _TEXT_WIDTH - 1].rsplit(" ", 1)[0] + "…"
