"""`goldthread represent`: who is missing from a panel, and how many more people it would take."""

from __future__ import annotations

import argparse

from goldthread.cell_text import plain
from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import add_table_arguments, computed, print_json, read_table
from goldthread.cli.totals import add_total_arguments, check_no_unnamed_total, without_totals


def add_parser(subparsers) -> None:
    """Add `goldthread represent` to the command line."""
    parser = subparsers.add_parser(
        "represent",
        help="who is missing from a panel?",
        description='Reads one row a group: its members and its population. A row "Not stated", '
        'one "Prefer not to say" and one that adds up the others are set apart.',
        **with_examples(
            "goldthread represent panel.csv --base-year 2021",
            'goldthread represent panel.csv --group "Ethnic group" --members panel --population borough',
        ),
    )
    add_table_arguments(parser)
    parser.add_argument("--group", default="group", help="column of groups (default: group)")
    parser.add_argument("--members", default="members", help="column of members (default: members)")
    parser.add_argument(
        "--population",
        default="population",
        help="column of population, people or percent (default: population)",
    )
    parser.add_argument("--base-year", type=int, metavar="YEAR", help="the year of the population figures")
    parser.add_argument("--inside", action="store_true", help="show numbers of 1 to 4, for the group itself")
    add_total_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare; print one sentence a group, or JSON."""
    from goldthread.analysis.tables.representation import representation

    table = read_table(args.file)
    table, notes = without_totals(table, table.texts(args.group, "--group"), args)
    groups = table.texts(args.group, "--group")
    keys = [plain(group) for group in groups]
    twice = next((group for i, group in enumerate(groups) if keys[i] in keys[:i]), None)
    if twice is not None:
        raise UserError(f"{table.source} has the group {twice!r} twice. Add its rows together.")
    members, people = (
        table.numbers(args.members, "--members"),
        table.numbers(args.population, "--population", percent=True),
    )
    check_no_unnamed_total(table, groups, (members, people), args)
    blank = [
        f"{group} (line {line})"
        for group, (line, _), m in zip(groups, table.rows, members, strict=True)
        if m is None
    ]
    if blank:
        notes += (f"No number of members is given for {', '.join(blank)}; it was taken as none.",)
    result = computed(
        lambda: representation(
            {g: m or 0 for g, m in zip(groups, members, strict=True)},
            dict(zip(groups, people, strict=True)),
            args.base_year,
            notes,
        )
    )
    if args.json:
        print_json(result.as_dict(inside=args.inside))
    else:
        print("\n".join(result.sentences(inside=args.inside)))
    return 0
