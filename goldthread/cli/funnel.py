"""`goldthread funnel`: whether teams or areas differ by more than chance."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from goldthread.cli.errors import UserError
from goldthread.cli.tables import add_table_arguments, computed, option_number, print_json, read_table

if TYPE_CHECKING:
    from goldthread.analysis.charts.funnel import Funnel

# A rate so many times away from what was counted is a rate for another unit of size: for a thousand, or per cent.
_FARTHEST = 100


def add_parser(subparsers) -> None:
    """Add `goldthread funnel` to the command line."""
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
    parser.add_argument(
        "--rate",
        metavar="X",
        help="rate to compare with, events for one unit of size (default: that of all together)",
    )
    parser.add_argument(
        "--show-small", action="store_true", help="show counts of 1 to 4, for those allowed to see them"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare; print a table and a sentence, or JSON."""
    from goldthread.analysis.charts.funnel import funnel

    table = read_table(args.file)
    names = table.texts(args.unit, "--unit")
    counts, sizes = table.numbers(args.count, "--count"), table.numbers(args.size, "--size")
    rate = None if args.rate is None else option_number("--rate", args.rate)
    result = computed(lambda: funnel(names, counts, sizes, args.kind, rate))
    _check_rate(result, rate)
    if args.json:
        print_json(result.as_dict(show_small=args.show_small))
        return 0
    width = max(len("unit"), *(len(u.name) for u in result.units))
    print(f"{'unit':<{width}}  {'count':>7}  {'size':>10}  {'chance allows':>16}  verdict")
    shown = result if args.show_small else result.without_small_counts()
    for unit in shown.units:
        count = "c" if unit.hide and not args.show_small else f"{unit.observed:,}"
        limits = f"{unit.outer[0]:,.1f} to {unit.outer[1]:,.1f}"
        if result.gives_total and not args.show_small:
            limits = "not shown"
        print(f"{unit.name:<{width}}  {count:>7}  {unit.size:>10,.4g}  {limits:>16}  {unit.verdict}")
    print()
    print(shown.sentence())
    if args.show_small or not result.gives_total:
        print(result.note())
    if not args.show_small and any(unit.hide for unit in result.units):
        print("c: a count of 1 to 4, or one that would give such a count away.")
    return 0


def _check_rate(result: Funnel, rate: float | None) -> None:
    """Refuse a rate that is none for one unit of size; the limits would be far from every count."""
    counted, expected = (
        sum(unit.observed for unit in result.units),
        sum(unit.expected for unit in result.units),
    )
    if rate is not None and counted and not counted / _FARTHEST <= max(expected, 1) <= counted * _FARTHEST:
        raise UserError(
            f"--rate {rate:g} would make {expected:,.4g} expected in all, nowhere near what was counted. Give the rate "
            "for one unit of size: 40 in 1,000 is 0.04."
        )
