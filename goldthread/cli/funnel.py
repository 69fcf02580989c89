"""`goldthread funnel`: whether teams or areas differ by more than chance."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import (
    Suppressed,
    add_suppressed_argument,
    add_table_arguments,
    computed,
    option_number,
    print_json,
    read_table,
)
from goldthread.cli.totals import add_total_arguments, check_no_unnamed_total, without_totals

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
        **with_examples(
            "goldthread funnel teams.csv --unit team --count complaints --size people",
            "goldthread funnel audits.csv --unit team --count passed --size files --kind proportion",
        ),
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
        "--limits",
        metavar="OUTER,INNER",
        default="99.8,95",
        help="limits of your own: what per cent lie inside by chance alone; outside the outer ones a unit is flagged "
        "(default: 99.8,95)",
    )
    parser.add_argument(
        "--chance-only",
        action="store_true",
        help="limits for chance alone, not widened where units differ by more",
    )
    add_suppressed_argument(parser)
    add_total_arguments(parser)
    parser.add_argument(
        "--show-small", action="store_true", help="show counts of 1 to 4, for those allowed to see them"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare; print a table and a sentence, or JSON."""
    from goldthread.analysis.charts.funnel import funnel

    table = read_table(args.file)
    table, notes = without_totals(table, table.texts(args.unit, "--unit"), args)
    names = table.texts(args.unit, "--unit")
    suppressed = Suppressed(args.suppressed_as_gaps)
    counts = table.numbers(args.count, "--count", suppressed=suppressed)
    sizes = table.numbers(args.size, "--size")
    check_no_unnamed_total(table, names, (counts, sizes), args)
    if suppressed.lines:
        apart = [name for name, (line, _) in zip(names, table.rows, strict=True) if line in suppressed.lines]
        notes += (f"{suppressed.words()} Not compared: {', '.join(apart)}.",)
        names, counts, sizes = (
            [x for x, (line, _) in zip(each, table.rows, strict=True) if line not in suppressed.lines]
            for each in (names, counts, sizes)
        )
    rate = None if args.rate is None else option_number("--rate", args.rate)
    result = computed(
        lambda: funnel(
            names,
            counts,
            sizes,
            args.kind,
            rate,
            levels=_levels(args.limits),
            spread=not args.chance_only,
            notes=notes,
        )
    )
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
    for note in result.notes:
        print(note)
    return 0


def _levels(text: str) -> tuple[float, float]:
    """Return the parts of 1 inside the outer and the inner limits, from "99.8,95"; one figure is the outer."""
    parts = [option_number("--limits", part) for part in text.split(",")]
    if len(parts) not in (1, 2):
        raise UserError("--limits takes the outer limits and the inner ones, such as 99.8,95.")
    outer = parts[0] / 100
    return outer, parts[1] / 100 if len(parts) == 2 else min(0.95, 1 - 2 * (1 - outer))


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
