"""`goldthread agreement`: agreement between people who grade the same files."""

from __future__ import annotations

import argparse

from goldthread.cli.errors import UserError
from goldthread.cli.tables import add_table_arguments, computed, print_json, read_table


def add_parser(subparsers) -> None:
    """Add `goldthread agreement` to the command line."""
    parser = subparsers.add_parser(
        "agreement",
        help="do people who grade the same files agree?",
        description="Reads one row a file and one column a rater; an empty cell is a file that rater did not grade.",
    )
    add_table_arguments(parser)
    parser.add_argument("--raters", metavar="A,B", help="columns of the raters (default: all but the first)")
    parser.add_argument(
        "--grades",
        metavar="1,2,3,4",
        help="all possible grades from the lowest (default: those found, sorted)",
    )
    parser.add_argument(
        "--no-order", action="store_true", help="the grades have no order, as themes have none"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure agreement; print sentences and the table of pairs, or JSON."""
    from goldthread.analysis.agreement.agreement_report import agreement_report

    table = read_table(args.file)
    names = [n.strip() for n in args.raters.split(",")] if args.raters else list(table.header[1:])
    if len(names) < 2:
        raise UserError("Agreement needs two raters or more. Name their columns with --raters.")
    _no_name_twice("--raters", [table.find(name, "--raters") for name in names])
    columns = [table.texts(name, "--raters") for name in names]
    ratings: list[list[object]] = [[cell or None for cell in row] for row in zip(*columns, strict=True)]
    grades: list[object] | None = None
    if args.grades is not None:
        stated = [grade.strip() for grade in args.grades.split(",") if grade.strip()]
        if len(stated) < 2:
            raise UserError("--grades names all possible grades, two or more, with commas between them.")
        _no_name_twice("--grades", stated)
        grades = list(stated)
    if grades is None:
        grades = sorted({cell for row in ratings for cell in row if cell is not None}, key=_in_order)
    report = computed(lambda: agreement_report(ratings, grades, graded=not args.no_order))
    if args.json:
        print_json(report.as_dict())
        return 0
    print(report.sentence())
    if len(report.categories) <= 12:
        width = max(5, *(len(str(c)) for c in report.categories))
        print(f"\n{'':<{width}}  " + "  ".join(f"{c!s:>{width}}" for c in report.categories))
        for category, row in zip(report.categories, report.table, strict=True):
            print(f"{category!s:<{width}}  " + "  ".join(f"{x:>{width}g}" for x in row))
        across = (
            f"{names[0]} down, {names[1]} across"
            if len(names) == 2
            else "every pair of raters, both ways round"
        )
        print(f"({across})")
    return 0


def _no_name_twice(option: str, names: list[str]) -> None:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise UserError(f"{option} names {twice[0]!r} twice. Name each once.")


def _in_order(grade: object) -> tuple[int, float, str]:
    """Numbers by size, then words by letter."""
    try:
        return 0, float(str(grade)), ""
    except ValueError:
        return 1, 0.0, str(grade)
