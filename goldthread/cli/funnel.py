"""`goldthread funnel`: do teams or areas differ by more than chance would make them?"""

from __future__ import annotations

import argparse

from goldthread.cli.tables import add_table_arguments, computed, print_json, read_table


def add_parser(subparsers) -> None:
    """Put the command on the parser."""
    parser = subparsers.add_parser(
        "funnel",
        help="do teams differ by more than chance?",
        description="Compares teams or areas with the limits that chance allows each of them. Never a league table: "
        "they stay in the order given, and those too small to compare are not compared.",
    )
    add_table_arguments(parser)
    parser.add_argument("--unit", default="unit", help="column of names (default: unit)")
    parser.add_argument(
        "--count", default="count", help="column of events, or of files that passed (default: count)"
    )
    parser.add_argument("--size", default="size", help="column of people served, or of files (default: size)")
    parser.add_argument("--kind", choices=("count", "proportion"), default="count")
    parser.add_argument("--rate", type=float, help="rate to compare with (default: that of all together)")
    parser.add_argument(
        "--show-small", action="store_true", help="show counts of 1 to 4, for those allowed to see them"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare; print a table and a sentence, or JSON."""
    from goldthread.analysis.funnel import funnel

    table = read_table(args.file)
    names = table.texts(args.unit, "--unit")
    counts, sizes = table.numbers(args.count, "--count"), table.numbers(args.size, "--size")
    result = computed(lambda: funnel(names, counts, sizes, args.kind, args.rate))
    if args.json:
        print_json(result.as_dict(show_small=args.show_small))
        return 0
    width = max(len("unit"), *(len(u.name) for u in result.units))
    print(f"{'unit':<{width}}  {'count':>7}  {'size':>10}  {'chance allows':>16}  verdict")
    shown = result if args.show_small else result.without_small_counts()
    for unit in shown.units:
        count = "c" if unit.hide and not args.show_small else f"{unit.observed:,}"
        limits = f"{unit.outer[0]:,.1f} to {unit.outer[1]:,.1f}"
        print(f"{unit.name:<{width}}  {count:>7}  {unit.size:>10,.4g}  {limits:>16}  {unit.verdict}")
    print()
    print(shown.sentence())
    print(result.note())
    if not args.show_small and any(unit.hide for unit in result.units):
        print("c: a count of 1 to 4, or one that would give such a count away.")
    return 0
