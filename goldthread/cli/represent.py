"""`goldthread represent`: who is missing from a panel, and how many more people it would take."""

from __future__ import annotations

import argparse

from goldthread.cli.tables import add_table_arguments, computed, print_json, read_table


def add_parser(subparsers) -> None:
    """Add `goldthread represent` to the command line."""
    parser = subparsers.add_parser(
        "represent",
        help="who is missing from a panel?",
        description='Reads one row a group: its members and its population. A row "Not stated" is set apart.',
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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare; print one sentence a group, or JSON."""
    from goldthread.analysis.tables.representation import representation
    from goldthread.cli.errors import UserError

    table = read_table(args.file)
    groups = table.texts(args.group, "--group")
    if len(set(groups)) < len(groups):
        raise UserError(f"{table.source} has a group twice. Add its rows together.")
    members, people = (
        table.numbers(args.members, "--members"),
        table.numbers(args.population, "--population", percent=True),
    )
    result = computed(
        lambda: representation(
            {g: m or 0 for g, m in zip(groups, members, strict=True)},
            dict(zip(groups, people, strict=True)),
            args.base_year,
        )
    )
    if args.json:
        print_json(result.as_dict(inside=args.inside))
    else:
        print("\n".join(result.sentences(inside=args.inside)))
    return 0
