"""Spreadsheet as the import room reads it: headings, rows with the numbers people know, and warnings."""

from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from goldthread.cell_text import shown
from goldthread.sheets.column_names import name_columns
from goldthread.sheets.errors import SheetError
from goldthread.sheets.file_types import kind_of
from goldthread.sheets.header import LOOKED_AT, Header, find_header, looks_like_data
from goldthread.sheets.left_out import LeftOut, RowKinds, list_rows
from goldthread.sheets.limits import Limits
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.source import Given, Source
from goldthread.sheets.text_file import TextFile
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_cells import column_letters, too_many_columns
from goldthread.sheets.xlsx_file import XlsxFile
from goldthread.sheets.xml_file import XmlFile


class Row(NamedTuple):
    """One row: its number in Excel, a value for every column (None where blank), and what is wrong, if
    anything. A row with a problem must not be taken in; its cells are there only to be shown. Where `wrong` names
    columns, the problem is about their cells alone, and the row may be taken in without them. `beyond` are the cells
    under no heading, as an unquoted comma in somebody's words makes them."""

    number: int
    cells: dict[str, Cell]
    problem: str | None = None
    letters: Mapping[str, str] = MappingProxyType({})
    wrong: frozenset[str] = frozenset()
    beyond: tuple[Cell, ...] = ()

    def address(self, column: str) -> str:
        """Return where a cell is, as Excel says it: "B3"."""
        return f"{self.letters.get(column, '')}{self.number}"


class Sheet:
    """A table that was opened and understood. Close it, or use it in a `with`, when done.

    `columns` are the headings, unique; `kind` is csv, tsv, xlsx or alike; `encoding` is None for Excel;
    `warnings` are sentences for the person; `sheet_names` all sheets of a workbook, `sheet_name` the one
    read; `header_row` the number of the row that names the columns, and `header_rows` of all that belong to it.
    Reading (`rows`) is streamed and can be repeated; `left_out` says which rows the last reading left out.
    """

    def __init__(
        self, source: Source, reader: TextFile | XlsxFile | XmlFile, limits: Limits, header_row: int | None
    ) -> None:
        self._source, self._reader, self._limits = source, reader, limits
        self._count: int | None = None
        self._closed = False
        self.kind, self.encoding = reader.kind, reader.encoding
        self.sheet_names, self.sheet_name = reader.sheet_names, reader.sheet_name
        self.warnings = list(reader.warnings)
        self.left_out = LeftOut()
        self._read_header(header_row)
        if reader.most_rows > limits.rows:
            self.count()  # says so now rather than half-way through

    def _read_header(self, wanted: int | None) -> None:
        first = self._first_rows(wanted)
        if not first:
            raise SheetError(
                "There is nothing in this spreadsheet"
                + (f" on the sheet {shown(self.sheet_name)}." if self.sheet_name else "."),
                "Check that the right file and sheet were chosen, and that it was saved.",
            )
        header = self._find_header(first, wanted)
        named = name_columns(header, first, self._reader.spread)
        self._names = named.names
        self.columns = [name for name in named.names if name]
        self._letters = {name: column_letters(at) for at, name in enumerate(named.names, 1) if name}
        self.header_row, self.header_rows = header.row.number, header.numbers
        self._last_heading = header.last_row
        if len(self._names) > self._limits.columns:
            raise too_many_columns(
                f"{column_letters(len(self._names))}{self.header_row}", len(self._names), self._limits.columns
            )
        labels = {row.values[0] for row in first if row.values and isinstance(row.values[0], str)}
        self._row_kinds = RowKinds(named.headings, named.names, labels)
        self.warnings += self._header_notes(header, first) + named.notes
        self.warnings += self._reader.describe_columns(self.header_row, len(self._names))

    def _find_header(self, first: list[RawRow], wanted: int | None) -> Header:
        if wanted is None:
            header = find_header([row for row in first if not row.problem] or first)
            broken = next((row for row in first if row.problem and row.number < header.last_row), None)
            header = Header(broken) if broken else header
        elif first[0].number == wanted:
            header = Header(first[0])
        else:
            raise SheetError(
                f"Row {wanted:,} is empty, so it cannot hold the headings.", "Choose the row of the headings."
            )
        if header.row.problem:
            raise SheetError(
                f"The headings in row {header.row.number:,} cannot be read. {header.row.problem}",
                "Then upload it again.",
            )
        return header

    def _header_notes(self, header: Header, first: list[RawRow]) -> list[str]:
        notes = []
        above = [row.number for row in first if row.number < min(header.numbers)]
        if above:
            stand = "stands" if len(above) == 1 else "stand"
            notes.append(
                f"{list_rows(above)} {stand} above the headings in row {header.row.number} and {'was' if len(above) == 1 else 'were'} not read."
            )
        if header.second:
            notes.append(
                f"The headings have two lines, rows {header.row.number} and {header.second.number}, and were read as one."
            )
        if header.others:
            others = list_rows([row.number for row in header.others])
            notes.append(
                f"{others} {'belongs' if len(header.others) == 1 else 'belong'} to the headings too; "
                f"the columns are named by row {header.row.number}."
            )
        if header.groups:
            notes.append(
                f"Row {header.groups.number} has headings over several columns; they are used where two columns have the same heading."
            )
        if not any(row.number > header.last_row for row in first):
            notes.append(f"There are headings in row {header.row.number}, but no rows under them.")
        if looks_like_data(header):
            notes.append(
                f"Row {header.row.number} was taken for the headings, but it holds dates or figures. If it is the first row of "
                "data, put a row of headings above it and upload the file again."
            )
        return notes

    def _first_rows(self, wanted: int | None) -> list[RawRow]:
        rows = self._reader.rows()
        try:
            return list(islice((row for row in rows if wanted is None or row.number >= wanted), LOOKED_AT))
        finally:
            rows.close()  # type: ignore[attr-defined]

    def rows(self, *words: str) -> Iterator[Row]:
        """Each row under the headings that is a record. Raises SheetError if the file breaks off.

        Totals, titles of sections and notes between and under the rows are left out, and `left_out` names them. A
        row that begins in a column of `words` is none of them, so that nobody's words are left out; a reader for whom
        each row counts gives all columns.
        """
        if self._closed:
            raise ValueError("this sheet is closed; open it again to read it")
        names, width, most, kind = self._names, len(self._names), self._limits.rows, self._row_kinds.kind
        words_at = {names.index(column) for column in words if column in names}
        blank: list[Cell] = [None] * width
        whole = all(names)
        left_out = self.left_out = LeftOut()
        letters = MappingProxyType(self._letters)
        count = read = 0
        for number, values, problem, _, wrong in self._reader.rows():
            if number <= self._last_heading:
                continue
            read += 1
            if read > most:
                raise SheetError(
                    f"There are more than {most:,} rows, the most that is read at once.",
                    "Split the spreadsheet into parts, by year for example, and upload them one after the other.",
                )
            if (not problem or wrong) and (what := kind(values, words_at)):
                left_out.add(what, number)
                continue
            count += 1
            if len(values) > width:
                problem, wrong = self._too_wide(number, values), ()
            if whole:
                cells = dict(zip(names, values + blank[len(values) :], strict=False))
            else:
                if stray := self._under_no_heading(number, values):
                    problem, wrong = stray, ()
                pairs = zip(names, values + blank[len(values) :], strict=False)
                cells = {name: value for name, value in pairs if name}
            columns = frozenset(names[at] for at in wrong if at < width and names[at])
            beyond = () if whole and len(values) <= width else _beyond(names, values)
            yield Row(number, cells, problem, letters, columns, beyond)
        self._count = count

    def _under_no_heading(self, number: int, values: list[Cell]) -> str | None:
        for at, (name, value) in enumerate(zip(self._names, values, strict=False), 1):
            if not name and value is not None:
                letters = column_letters(at)
                return f"Cell {letters}{number} holds something, but column {letters} has no heading. Give it one, or empty the cell."
        return None

    def _too_wide(self, number: int, values: list[Cell]) -> str:
        width = len(self._names)
        if self.kind == "xlsx":
            position = next(at for at, value in enumerate(values, 1) if at > width and value is not None)
            letters = column_letters(position)
            return f"Cell {letters}{number} holds something, but column {letters} has no heading. Give it one, or empty the cell."
        headings = "1 heading" if width == 1 else f"{width} headings"
        return (
            f"Row {number:,} has {len(values):,} cells, and there {'is' if width == 1 else 'are'} {headings}: "
            f"what is after the {_ordinal(width)} cell stands under none. Often a cell has the separator in its text: "
            "put quotation marks around that text."
        )

    def sample(self, n: int = 20) -> list[Row]:
        """The first `n` rows, for a preview."""
        rows = self.rows()
        try:
            return list(islice(rows, n))
        finally:
            rows.close()  # type: ignore[attr-defined]

    def count(self) -> int:
        """Return how many rows `rows` will give. The first call reads the file through once; later ones are free."""
        if self._count is None:
            for _ in self.rows():
                pass
        assert self._count is not None
        return self._count

    @property
    def most_rows(self) -> int:
        """No more rows than this; known at once, for a progress bar that must not wait."""
        return min(self._reader.most_rows, self._limits.rows)

    def close(self) -> None:
        self._closed = True
        if isinstance(self._reader, XlsxFile):
            self._reader.close()
        self._source.close()

    def __enter__(self) -> "Sheet":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _beyond(names: list[str], values: list[Cell]) -> tuple[Cell, ...]:
    """Return the cells under no heading, without the empty ones at the end."""
    cells = [value for at, value in enumerate(values) if at >= len(names) or not names[at]]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def open_sheet(
    given: Given,
    filename: str,
    *,
    limits: Limits | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Sheet:
    """Open a CSV (commas, semicolons, tabs, bars), an Excel workbook (.xlsx) or cases in XML, told apart by content.

    `given` is a path, bytes or a binary file (which must stay open). `filename` is only for messages.
    `sheet` names the sheet of a workbook (else the first visible one), `header_row` the row of the headings
    (else it is found). Raises SheetError, fit to show, for everything that cannot be read with confidence.
    """
    limits = limits or Limits()
    try:
        source = Source(given)
    except OSError as error:
        raise SheetError(
            f"{shown(filename)} cannot be opened ({error.strerror}).",
            "Check where the file is and that you may read it.",
        ) from None
    try:
        if source.size > limits.file_bytes:
            raise SheetError(
                f"{shown(filename)} has {source.size / 1e6:,.0f} MB; the most is {limits.file_bytes / 1e6:,.0f} MB.",
                "Remove pictures and sheets that are not needed, or split it into parts, and upload those.",
            )
        reader: TextFile | XlsxFile | XmlFile
        kind = kind_of(source, filename)
        if kind == "zip":
            reader = XlsxFile(source, filename, limits, sheet)
        elif kind == "xml":
            reader = XmlFile(source, limits)
        else:
            reader = TextFile(source, limits)
        result = Sheet(source, reader, limits, header_row)
    except BaseException:
        source.close()
        raise
    ending = filename.rpartition(".")[2].casefold()
    if result.kind != "xlsx" and ending in ("xls", "xlsx", "xlsm", "ods"):
        result.warnings.insert(
            0, f"{shown(filename)} is named like a workbook but is plain text; it was read as {result.kind}."
        )
    if result.kind == "xlsx" and ending in ("csv", "txt", "tsv"):
        result.warnings.insert(
            0, f"{shown(filename)} is named like a text file but is an Excel workbook; it was read as one."
        )
    return result
