"""`goldthread themes discover`: finds emerging topics in a spreadsheet of comments."""

from __future__ import annotations

import argparse
from typing import Any

from goldthread.cli.errors import UserError

_QUOTES = 3
_TEXT_WIDTH = 200


def add_parser(subparsers: Any) -> None:
    """Put `discover` beside the other things that `goldthread themes` does."""
    parser = subparsers.add_parser(
        "discover",
        help="put together comments that speak of the same thing, with phrases and quotes",
        description="Reads a CSV of comments and puts together those that speak of the same thing, without being told "
        "what to look for. Groups are named by phrases that several say; people's own words stay on this machine. The "
        "same comments give the same groups in whatever order they come.",
    )
    parser.add_argument("file", metavar="FILE.csv", help="one row a comment; - for standard input")
    parser.add_argument("--text", required=True, metavar="COL", help="the column of what people said")
    parser.add_argument(
        "--grain",
        choices=("coarse", "middle", "fine"),
        default="middle",
        help="fewer and larger groups, or more and smaller (default: middle)",
    )
    parser.add_argument("--json", action="store_true", help="write the groups as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the groups, largest first; return 0. UserError where igraph or the column is missing."""
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
        found = discover_topics(texts, grain=args.grain)
    except IgraphMissing as missing:
        raise UserError(str(missing)) from None
    if args.json:
        print_json(
            {
                "comments": len(texts),
                "grain": args.grain,
                "groups": [
                    {
                        "size": len(group),
                        "phrases": list(group.phrases),
                        "tightness": round(group.tightness, 2),
                        "lines": [rows[place][0] for place in group.members],
                        "quotes": [texts[place] for place in group.members[:_QUOTES]],
                    }
                    for group in found.groups
                ],
                "left_over": [rows[place][0] for place in found.left_over],
            }
        )
        return 0
    print(
        f"{len(texts):,} comments: {_groups(len(found.groups))}; {len(found.left_over):,} belong to none.\n"
        "What a group is about is for a person to say."
    )
    for number, group in enumerate(found.groups, start=1):
        print(f"\n{number}. {', '.join(group.phrases) or 'No phrase of its own'} ({len(group):,} comments)")
        for place in group.members[:_QUOTES]:
            print(f"   line {rows[place][0]}: {_short(texts[place])}")
    return 0


def _groups(count: int) -> str:
    return "1 group" if count == 1 else f"{count:,} groups"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TEXT_WIDTH else line[: _TEXT_WIDTH - 1].rsplit(" ", 1)[0] + "…"
