"""Rows that add up the others: set apart or refused by every command that compares rows, and said so."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from goldthread.cell_text import plain
from goldthread.cell_words import is_empty, is_total
from goldthread.cli.errors import UserError
from goldthread.cli.tables import Table


def add_total_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --total and --no-total."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--total",
        action="append",
        metavar="NAME",
        help='a row that adds up the others; "Total", "All", "England" and the like are known',
    )
    which.add_argument(
        "--no-total", action="store_true", help="no row adds up the others, whatever its name says"
    )


def without_totals(
    table: Table, labels: Sequence[str], args: argparse.Namespace | None = None
) -> tuple[Table, tuple[str, ...]]:
    """Return the table without the rows that add up the others, and a sentence for each.

    labels: what each row is called. args: with --total and --no-total, where the command has them; a month or a day is
    never called "Total". UserError where --total names a row that is not there.
    """
    if args is not None and args.no_total:
        return table, ()
    totals = (args.total if args is not None else None) or ()
    named = {plain(name) for name in totals}
    missing = [name for name in totals if plain(name) not in set(map(plain, labels))]
    if missing:
        raise UserError(
            f"--total: {table.source} has no row called {missing[0]!r}. Give its name as it is there."
        )
    rows, notes = [], []
    for row, label in zip(table.rows, labels, strict=True):
        if plain(label) in named or is_total(label, labels):
            note = f"{label!r} (line {row[0]}) adds up or averages the other rows and was set apart."
            notes.append(note if args is None else f"{note} Give --no-total if it does not.")
        else:
            rows.append(row)
    if not rows:
        raise UserError(f"{table.source} has only rows that add up others. Give the rows themselves.")
    return replace(table, rows=tuple(rows)), tuple(notes)


def row_labels(table: Table, used: Sequence[str]) -> list[str]:
    """Return what each row is called: its first cell that is not empty, in a column that is not used otherwise."""
    columns = [column for column in table.header if column and column not in used]
    return [
        next((cells[column].strip() for column in columns if not is_empty(cells[column])), "")
        for _, cells in table.rows
    ]


def check_no_unnamed_total(
    table: Table, labels: Sequence[str], figures: Sequence[Sequence[float | None]], args: argparse.Namespace
) -> None:
    """Refuse a row whose every figure is the sum of all the others', as that of a total under another name is.

    figures: one column of figures each, a figure for each row.
    """
    if args.no_total or args.total or len(labels) < 3:
        return
    for index, (line, _) in enumerate(table.rows):
        if all(_is_sum(column, index) for column in figures):
            raise UserError(
                f"{table.source}, line {line}: {labels[index]!r} has as much as all other rows together. "
                f"Give --total {labels[index]!r} if it is their total, or --no-total if it is one of them."
            )


def _is_sum(column: Sequence[float | None], index: int) -> bool:
    own = column[index]
    others = [value for i, value in enumerate(column) if i != index and value is not None]
    if not own or len(others) < 2:
        return False
    # Percentages of a whole that make up 100 hold no total, though one may be half of them.
    if 99 <= own + sum(others) <= 101:
        return False
    return abs(own - sum(others)) <= 1e-9 * abs(own)
