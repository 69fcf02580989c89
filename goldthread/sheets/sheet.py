"""Spreadsheet as the import room reads it: headings, rows with the numbers people know, and warnings."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from goldthread.cell_text import shown
from goldthread.sheets.errors import SheetError
from goldthread.sheets.file_types import kind_of
from goldthread.sheets.header import LOOKED_AT, find_header, looks_like_data, name_columns
from goldthread.sheets.limits import Limits
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.source import Given, Source
from goldthread.sheets.text_file import TextFile
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_cells import column_letters, too_many_columns
from goldthread.sheets.xlsx_file import XlsxFile


class Row(NamedTuple):
    """One row: its number in Excel, a value for every column (None where blank), and what is wrong, if
    anything. A row with a problem must not be taken in; its cells are there only to be shown."""

    number: int
    cells: dict[str, Cell]
    problem: str | None = None


class Sheet:
    """A table that was opened and understood. Close it, or use it in a `with`, when done.

    `columns` are the headings, unique; `kind` is csv, tsv, xlsx or alike; `encoding` is None for Excel;
    `warnings` are sentences for the person; `sheet_names` all sheets of a workbook, `sheet_name` the one
    read; `header_row` the row number of the headings. Reading (`rows`) is streamed and can be repeated.
    """

    def __init__(
        self, source: Source, reader: TextFile | XlsxFile, limits: Limits, header_row: int | None
    ) -> None:
        self._source, self._reader, self._limits = source, reader, limits
        self._count: int | None = None
        self._closed = False
        self.kind, self.encoding = reader.kind, reader.encoding
        self.sheet_names, self.sheet_name = reader.sheet_names, reader.sheet_name
        self.warnings = list(reader.warnings)
        self.columns: list[str] = []
        self.header_row = self._read_header(header_row)
        if reader.most_rows > limits.rows:
            self.count()  # says so now rather than half-way through

    def _read_header(self, wanted: int | None) -> int:
        first = self._first_rows(wanted)
        if not first:
            raise SheetError(
                "There is nothing in this spreadsheet"
                + (f" on the sheet {shown(self.sheet_name)}." if self.sheet_name else "."),
                "Check that the right file and sheet were chosen, and that it was saved.",
            )
        if wanted is None:
            header = find_header([row for row in first if not row.problem] or first)
            header = next((row for row in first if row.problem and row.number < header.number), header)
        elif first[0].number == wanted:
            header = first[0]
        else:
            raise SheetError(
                f"Row {wanted:,} is empty, so it cannot hold the headings.", "Choose the row of the headings."
            )
        if header.problem:
            raise SheetError(
                f"The headings in row {header.number:,} cannot be read. {header.problem}",
                "Then upload it again.",
            )
        self.columns, notes = name_columns(header, first)
        if len(self.columns) > self._limits.columns:
            raise too_many_columns(
                f"{column_letters(len(self.columns))}{header.number}", len(self.columns), self._limits.columns
            )
        if header is first[-1]:
            notes.append(f"There are headings in row {header.number}, but no rows under them.")
        if looks_like_data(header):
            notes.append(
                f"Row {header.number} was taken for the headings, but it holds dates or figures. If it is the first row of "
                "data, put a row of headings above it and upload the file again."
            )
        self.warnings += notes
        if isinstance(self._reader, XlsxFile) and (merged := self._reader.describe_merges(header.number)):
            self.warnings.append(merged)
        return header.number

    def _first_rows(self, wanted: int | None) -> list[RawRow]:
        rows = self._reader.rows()
        try:
            return list(islice((row for row in rows if wanted is None or row.number >= wanted), LOOKED_AT))
        finally:
            rows.close()  # type: ignore[attr-defined]

    def rows(self) -> Iterator[Row]:
        """Each row under the headings that holds something. Raises SheetError if the file breaks off."""
        if self._closed:
            raise ValueError("this sheet is closed; open it again to read it")
        columns, width, most = self.columns, len(self.columns), self._limits.rows
        blank: list[Cell] = [None] * width
        count = 0
        for number, values, problem in self._reader.rows():
            if number <= self.header_row:
                continue
            count += 1
            if count > most:
                raise SheetError(
                    f"There are more than {most:,} rows, the most that is read at once.",
                    "Split the spreadsheet into parts, by year for example, and upload them one after the other.",
                )
            if len(values) > width:
                problem = problem or self._too_wide(number, values)
            yield Row(number, dict(zip(columns, values + blank[len(values) :], strict=False)), problem)
        self._count = count

    def _too_wide(self, number: int, values: list[Cell]) -> str:
        width = len(self.columns)
        if self.kind == "xlsx":
            position = next(at for at, value in enumerate(values, 1) if at > width and value is not None)
            letters = column_letters(position)
            return f"Cell {letters}{number} holds something, but column {letters} has no heading. Give it one, or empty the cell."
        return (
            f"This row has {len(values)} cells, but there are {width} headings. Often a cell has the separator in its text: "
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


def open_sheet(
    given: Given,
    filename: str,
    *,
    limits: Limits | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Sheet:
    """Open a CSV (commas, semicolons, tabs, bars) or an Excel workbook (.xlsx), told apart by content.

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
        reader: TextFile | XlsxFile
        if kind_of(source, filename) == "zip":
            reader = XlsxFile(source, filename, limits, sheet)
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
