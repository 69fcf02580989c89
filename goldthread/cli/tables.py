"""Reads the small tables that analysts' commands work on: CSV from a file, or from another program."""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from goldthread.cli.errors import UserError

T = TypeVar("T")


@dataclass(frozen=True)
class Table:
    """A table with its header. rows: (line number in the file, cells by column name)."""

    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def find(self, name: str, option: str) -> str:
        """Return the header's own spelling of a column; UserError, naming the option, where there is none."""
        wanted = name.strip().casefold()
        found = [column for column in self.header if column.casefold() == wanted]
        if not found:
            raise UserError(
                f"{self.source} has no column {name!r}; it has {', '.join(map(repr, self.header))}. "
                f"Name the right one with {option}."
            )
        return found[0]

    def texts(self, name: str, option: str) -> list[str]:
        """Return a column as text, trimmed."""
        column = self.find(name, option)
        return [cells[column].strip() for _, cells in self.rows]

    def numbers(self, name: str, option: str) -> list[float | None]:
        """Return a column as numbers, None for an empty cell; UserError names the line and column."""
        column = self.find(name, option)
        return [
            number(cells[column], f"{self.source}, line {line}, column {column!r}")
            for line, cells in self.rows
        ]


def number(text: str, where: str) -> float | None:
    """Return a number from a cell: 1,204 and 12.5 are read, empty is None; UserError names where."""
    bare = text.strip().replace(",", "")
    if not bare:
        return None
    try:
        return float(bare)
    except ValueError:
        raise UserError(
            f"{where}: {text.strip()!r} is not a number. Correct it, or leave the cell empty."
        ) from None


def read_table(path: str) -> Table:
    """Read a CSV with a header from a file, or from standard input for "-".

    Commas, semicolons and tabs are understood, and both UTF-8 and the encoding Excel writes in Britain.
    """
    source = "Standard input" if path == "-" else path
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} could not be read ({error.strerror}). Check the name and try again."
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise UserError(f"{source} is not a CSV file ({error}). Save it as CSV and try again.") from None
    if len(lines) < 2:
        raise UserError(
            f"{source} has no rows under a header. Give a CSV whose first line names its columns."
        )
    header = tuple(cell.strip() for cell in lines[0][1])
    twice = {name for name in header if name and header.count(name) > 1}
    if twice:
        raise UserError(f"{source} has two columns called {sorted(twice)[0]!r}. Rename one of them.")
    rows = tuple(
        (line, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False)))
        for line, cells in lines[1:]
    )
    return Table(source, header, rows)


def add_table_arguments(parser: ArgumentParser) -> None:
    """Add what all these commands take: the file and --json."""
    parser.add_argument("file", help="a CSV file with a header line, or - for standard input")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")


def computed(make: Callable[[], T]) -> T:
    """Return what `make` returns; what the figures do not allow becomes a UserError."""
    from goldthread.analysis.figures import FiguresError

    try:
        return make()
    except FiguresError as error:
        raise UserError(str(error)) from None


def print_json(data: object) -> None:
    """Print JSON; a number that is none is a defect of ours, so it is refused."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False, default=str))
