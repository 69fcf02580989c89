"""`goldthread agreement`: agreement between people who grade the same files."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from goldthread.cell_text import plain
from goldthread.cell_words import is_empty, is_total
from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import Table, add_table_arguments, computed, print_json, read_table
from goldthread.cli.totals import row_labels


def add_parser(subparsers) -> None:
    """Add `goldthread agreement` to the command line."""
    parser = subparsers.add_parser(
        "agreement",
        help="do people who grade the same files agree?",
        description="Reads one row a file and one column a rater; an empty cell, n/a or not graded is a file that "
        "rater did not grade.",
        **with_examples(
            "goldthread agreement graded-twice.csv",
            "goldthread agreement graded-twice.csv --raters Ann,Bo --grades poor,fair,good",
        ),
    )
    add_table_arguments(parser)
    parser.add_argument("--raters", metavar="A,B", help="columns of the raters (default: all but the first)")
    parser.add_argument(
        "--file-column",
        metavar="COL",
        help="the column that names the file (default: the first that is no rater's)",
    )
    parser.add_argument(
        "--grades",
        metavar="A,B,C",
        help="all possible grades from the lowest; grades in words are ranked only by this (default: those found)",
    )
    parser.add_argument(
        "--no-order", action="store_true", help="the grades have no order, as themes have none"
    )
    parser.add_argument(
        "--no-total", action="store_true", help="no row adds up the others, whatever its name says"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure agreement; print sentences and the table of pairs, or JSON."""
    from goldthread.analysis.agreement.agreement_report import agreement_report
    from goldthread.analysis.agreement.grades import read_grades

    table = read_table(args.file)
    names = [n.strip() for n in args.raters.split(",")] if args.raters else list(table.header[1:])
    names = [name for name in names if name]
    if len(names) < 2:
        raise UserError("Agreement needs two raters or more. Name their columns with --raters.")
    raters = [table.find(name, "--raters") for name in names]
    _no_name_twice("--raters", raters)
    if not args.raters:
        _check_first_column(table, raters)
    _check_rows(table, raters, args)
    stated = None
    if args.grades is not None:
        stated = [grade.strip() for grade in args.grades.split(",") if grade.strip()]
        if len(stated) < 2:
            raise UserError("--grades names all possible grades, two or more, with commas between them.")
        _no_name_twice("--grades", stated)
    columns = {name: [(line, cells[name]) for line, cells in table.rows] for name in raters}
    grades = computed(lambda: read_grades(columns, stated, ordered=not args.no_order), table.source)
    report = computed(
        lambda: agreement_report(
            grades.ratings,
            grades.categories,
            graded=grades.ranked,
            positions=grades.positions,
            notes=grades.notes,
        )
    )
    if args.json:
        print_json(report.as_dict())
        return 0
    print("\n".join([report.sentence(), *report.notes]))
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


def _no_name_twice(option: str, names: Sequence[str]) -> None:
    keys = [plain(name) or name for name in names]
    twice = [name for name, key in zip(names, keys, strict=True) if keys.count(key) > 1]
    if twice:
        raise UserError(f"{option} names {twice[0]!r} twice. Name each once.")


def _check_rows(table: Table, raters: Sequence[str], args: argparse.Namespace) -> None:
    """Refuse a row that adds up the others, and a file with two rows: either would be counted as one file more."""
    labels = row_labels(table, raters)
    for (line, _), label in zip(table.rows, labels, strict=True):
        if not args.no_total and is_total(label, labels):
            raise UserError(
                f"{table.source}, line {line}: {label!r} adds up or averages the other rows. Take it out, or give "
                "--no-total if it is a file."
            )
    others = [column for column in table.header if column and column not in raters]
    named = table.find(args.file_column, "--file-column") if args.file_column else (others or [""])[0]
    if not named:
        return
    lines: dict[str, int] = {}
    for line, cells in table.rows:
        name = cells[named].strip()
        key = plain(name).removesuffix(" 0") if not is_empty(name) else ""
        if key and key in lines:
            raise UserError(
                f"{table.source}, line {line}, column {named!r}: the file {name!r} is on line {lines[key]} already. "
                "Keep one of the rows, or name the column that tells files apart with --file-column."
            )
        lines[key] = line


def _check_first_column(table: Table, raters: Sequence[str]) -> None:
    """Refuse to leave out a first column that looks like a rater's."""
    first = table.header[0]
    own = [plain(cells[first]) for _, cells in table.rows if not is_empty(cells[first])]
    theirs = {plain(cells[name]) for _, cells in table.rows for name in raters}
    if len(set(own)) < len(own) and set(own) <= theirs:
        raise UserError(
            f"{table.source}: the first column, {first!r}, holds grades and no names of files. Name the columns of "
            "the raters with --raters."
        )
