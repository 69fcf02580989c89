"""CSV tables for analysts' commands, from a file or from another program."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

from goldthread.cell_words import is_suppressed
from goldthread.cli.errors import UserError

T = TypeVar("T")
_SEPARATORS = ",;\t"
# A cell may hold a long letter; Python's own limit is 128 KB.
_LONGEST_CELL = 50_000_000
# Enough to see the whole header, quoted line ends and all.
_HEADER_WITHIN = 65_536
_SEPARATOR_LINE = re.compile(r"""["']?sep=([,;\t])["']?[ \t]*(?:\r\n|\r|\n)""", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table with its header. rows: (line number in the file, cells by column name).

    separator: what stands between its cells.
    """

    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    separator: str = ","

    def find(self, name: str, option: str) -> str:
        """Return the header's own spelling of a column; UserError, naming the option, unless there is just one."""
        key = name.strip().casefold()
        matches = [column for column in self.header if column and column.casefold() == key]
        if not matches:
            columns = ", ".join(repr(column) for column in self.header if column)
            raise UserError(
                f"{self.source} has no column {name!r}; it has {columns}. Name the right one with {option}."
            )
        if len(matches) > 1:
            raise UserError(
                f"{self.source} has more than one column {name!r}: {', '.join(map(repr, matches))}. Rename one of them."
            )
        return matches[0]

    def texts(self, name: str, option: str) -> list[str]:
        """Return a column as text, trimmed."""
        column = self.find(name, option)
        return [cells[column].strip() for _, cells in self.rows]

    def parsed(self, name: str, option: str, read: Callable[[str], T]) -> list[T]:
        """Return a column as `read` reads its cells; its ValueError becomes a UserError with line and column."""
        return self.parsed_with_lines(name, option, lambda _, cell: read(cell))

    def parsed_with_lines(self, name: str, option: str, read: Callable[[int, str], T]) -> list[T]:
        """Return a column as `read` reads its lines and cells; see `parsed`."""
        column = self.find(name, option)
        values = []
        for line, cells in self.rows:
            try:
                values.append(read(line, cells[column]))
            except ValueError as error:
                raise UserError(
                    f"{self.source}, line {line}, column {column!r}: {str(error).rstrip('.')}. "
                    "Correct the cell and try again."
                ) from None
        return values

    def numbers(
        self, name: str, option: str, *, percent: bool = False, suppressed: Suppressed | None = None
    ) -> list[float | None]:
        """Return a column as numbers, None for an empty cell; UserError names the line and column.

        percent: the column may hold percentages, all of it or none: 45% is 45. Elsewhere one is refused, as a count
        or a size is not a percentage. suppressed: takes "<5", "*" and the like as gaps where that was asked for.
        """
        from goldthread.analysis.charts.series import SeriesError
        from goldthread.analysis.tables.cells import to_number

        kinds: set[bool] = set()

        def read(line: int, cell: str) -> float | None:
            if suppressed is not None and is_suppressed(cell):
                suppressed.take(line, cell)
                return None
            value = to_number(cell, commas_may_be_decimal=self.separator == ";")
            is_percent = cell.strip().endswith("%")
            if is_percent and not percent:
                raise SeriesError(f"{cell.strip()!r} is a percentage, and the number itself is needed")
            if value:
                kinds.add(is_percent)
            if len(kinds) > 1:
                raise SeriesError(
                    f"{cell.strip()!r} has {'a' if is_percent else 'no'} % sign, unlike the cells above it"
                )
            return value

        return self.parsed_with_lines(name, option, read)

    def holds_percentages(self, name: str, option: str) -> bool:
        """Return whether the figures of a column have % signs."""
        return any(cell.endswith("%") and any(map(str.isdigit, cell)) for cell in self.texts(name, option))


@dataclass
class Suppressed:
    """Cells whose number is withheld at the source, and whether they may be taken as gaps. lines: where they are."""

    allowed: bool
    lines: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def take(self, line: int, cell: str) -> None:
        """Note a suppressed cell; ValueError, which says how to allow it, where they may not be taken as gaps."""
        if not self.allowed:
            raise ValueError(
                f"{cell.strip()!r} is not a number. If it stands for one that is withheld, give --suppressed-as-gaps"
            )
        self.lines.append(line)
        if cell.strip() not in self.marks:
            self.marks.append(cell.strip())

    def words(self) -> str:
        """Return a sentence on the cells taken as gaps."""
        cells = "1 figure is" if len(self.lines) == 1 else f"{len(self.lines)} figures are"
        return f"{cells} withheld at the source ({', '.join(self.marks)})."


def add_date_order_argument(parser: ArgumentParser) -> None:
    """Add --date-order."""
    parser.add_argument(
        "--date-order",
        choices=("dmy", "mdy"),
        default="dmy",
        help="how 03/04/2024 is meant: day first (default), or mdy for month first",
    )


def add_suppressed_argument(parser: ArgumentParser) -> None:
    """Add --suppressed-as-gaps."""
    parser.add_argument(
        "--suppressed-as-gaps",
        action="store_true",
        help='take withheld figures ("<5", "*", "[c]", "[x]", "z") as gaps and say so',
    )


def read_table(path: str) -> Table:
    """Read a CSV with a header from a file, or from standard input for "-"; the only reader of CSV here.

    Commas, semicolons and tabs are understood (and Excel's own line "sep=;"), and UTF-8, UTF-16 and the encoding
    Excel writes in Britain. Cells may be as long as a letter. Raises UserError for what is no such table.
    """
    source = "Standard input" if path == "-" else path
    text = _decoded(_bytes_of(path), source)
    stated = _SEPARATOR_LINE.match(text)
    separator = stated.group(1) if stated else _separator(text)
    lines = _lines(text, separator, source)
    if stated:
        lines = lines[1:]
    if not lines:
        raise UserError(
            f"{source} is empty: it has no header row. Give a CSV whose first line names its columns."
        )
    if len(lines) < 2:
        raise UserError(
            f"{source} has no rows under a header. Give a CSV whose first line names its columns."
        )
    header = tuple(cell.strip() for cell in lines[0][1])
    twice = {name for name in header if name and header.count(name) > 1}
    if twice:
        raise UserError(f"{source} has two columns called {sorted(twice)[0]!r}. Rename one of them.")
    rows = []
    for line, cells in lines[1:]:
        if any(cell.strip() for cell in cells[len(header) :]):
            # Passed over, the end of "1,204" or of a comment would be lost and nobody told.
            raise UserError(
                f"{source}, line {line} has more cells than the header has columns. Put a cell that holds "
                f"{'a tab' if separator == chr(9) else repr(separator)} between quotation marks."
            )
        rows.append((line, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))))
    return Table(source, header, tuple(rows), separator)


def standard_input() -> BinaryIO:
    """Return standard input, to be read as bytes; UserError where it was closed before the command began."""
    if sys.stdin is None or sys.stdin.closed:
        raise UserError("Standard input is closed, so nothing can be read from it. Name a file.")
    # Whoever calls this from Python may have put plain text in its place.
    return getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode("utf-8", "surrogatepass"))


def _bytes_of(path: str) -> bytes:
    try:
        return standard_input().read() if path == "-" else Path(path).read_bytes()
    except IsADirectoryError:
        raise UserError(f"{path} is a folder. Name one CSV file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one a file can have"
        raise UserError(f"{path} could not be read ({reason}). Check the name and try again.") from None


def _decoded(data: bytes, source: str) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text or data.startswith((b"PK\x03\x04", b"%PDF")):
        raise UserError(
            f"{source} is not a CSV file. Save it as CSV (in Excel: Save As, CSV UTF-8) and try again."
        )
    return text


def _separator(text: str) -> str:
    """Return what stands most often between the header's cells; where two are as frequent, in the next line too."""
    bare = re.sub(r'"[^"]*"', '""', text[:_HEADER_WITHIN])
    lines = [line for line in re.split(r"[\r\n]+", bare) if line.strip()]
    first, second = [*lines, "", ""][:2]
    return max(_SEPARATORS, key=lambda each: (first.count(each), second.count(each)))


def _lines(text: str, separator: str, source: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with the number of its first line."""
    csv.field_size_limit(_LONGEST_CELL)
    # Strict, as a quotation mark that is never closed would else swallow every row after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise UserError(
                f"{source}, line {start} has a cell of more than {_LONGEST_CELL:,} characters. Shorten it."
            ) from None
        raise UserError(
            f"{source} is not a CSV file that can be read: from line {start} on its quotation marks do not pair "
            "up. Close the one left open, and double those inside a cell."
        ) from None
    return lines


def add_table_arguments(parser: ArgumentParser) -> None:
    """Add what all these commands take: the file and --json."""
    parser.add_argument("file", help="a CSV file with a header line, or - for standard input")
    parser.add_argument("--json", action="store_true", help="write the result as JSON")


def option_number(option: str, text: str) -> float:
    """Return the number given with an option, as one in a cell is read; UserError for anything else."""
    from goldthread.analysis.figures import LARGEST
    from goldthread.analysis.tables.cells import to_number

    try:
        number = to_number(text)
    except ValueError as error:
        raise UserError(f"{option}: {error}. Give it again.") from None
    if number is None:
        raise UserError(f"{option} is blank. Give a figure or leave it out.")
    if abs(number) > LARGEST:
        raise UserError(f"{option} is {number:g}, which is too large. Give it again.")
    return number


def computed(make: Callable[[], T], source: str = "") -> T:
    """Return what `make` returns; what the figures do not allow becomes a UserError, with its source where given."""
    from goldthread.analysis.figures import FiguresError

    try:
        return make()
    except FiguresError as error:
        text = str(error)
        raise UserError(f"{source}, {text[0].lower()}{text[1:]}" if source else text) from None


def print_json(data: object) -> None:
    """Print JSON; a number that is none is a defect of ours, so it is refused."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False, default=str))
