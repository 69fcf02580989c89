"""CSV reader (tabs, semicolons and bars too) that says where a quote went astray."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from goldthread.cell_text import clean_text
from goldthread.sheets.encoding import encoding_warning, find_encoding
from goldthread.sheets.errors import SheetError
from goldthread.sheets.limits import Limits, Work
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.source import Source
from goldthread.sheets.values import Cell

DELIMITERS = (",", ";", "\t", "|")
_KINDS = {",": "csv", ";": "csv (semicolons)", "\t": "tsv", "|": "csv (bars)"}
# No line of a real file is longer; a longer one means that the line ends are missing.
LINE_LIMIT = 2_000_000
# Blank lines are counted by so many.
_BLANK_AT_ONCE = 1_000
# What `write_csv` puts before a text that a spreadsheet would take for a formula; see decision 0032.
GUARDED = re.compile(r"''*\s*[=+\-@＝＋－＠]")
_GARBLED = re.compile("â€|Ã[\u0080-\u00bf]|Â[£ ]|\ufffd")


class TextFile:
    """The rows of a delimited text file as RawRow, numbered as Excel would number them."""

    sheet_names: tuple[str, ...] = ()
    sheet_name: str | None = None

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self._encoding = find_encoding(source)
        self.encoding = self._encoding.name
        self.most_rows = self._encoding.lines + 1
        with self._open() as stream:
            start = stream.read(200_000)
        self._skip = 0
        self.delimiter = self._stated_separator(start) or _likeliest(start)
        self.kind = _KINDS.get(self.delimiter, "csv")
        warning = encoding_warning(self.encoding)
        self.warnings = [warning] if warning else []
        if _GARBLED.search(start):
            self.warnings.append(
                "Some letters were garbled before the file came here (such as â€™ for an apostrophe). "
                "If you can, export it again as “CSV UTF-8”."
            )

    def _open(self) -> io.TextIOWrapper:
        # newline="" leaves line ends inside quoted cells to the csv module.
        return io.TextIOWrapper(
            self._source.open(), self._encoding.codec, errors=self._encoding.errors, newline=""
        )

    def _stated_separator(self, start: str) -> str | None:
        """Excel's own hint, a first line `sep=;`, which Excel does not count as a row."""
        hint = re.match(r'"?sep=(.)"?\r?\n', start, re.IGNORECASE)
        if hint is None:
            return None
        self._skip = hint.end()
        return hint[1]

    def rows(self) -> Iterator[RawRow]:
        """Every record that holds something. Raises SheetError where the rest cannot be told apart."""
        work = Work(self._limits)
        with self._open() as stream:
            stream.read(self._skip)
            lines = _Lines(stream)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True, skipinitialspace=True)
            number = blank = 0
            while True:
                number += 1
                lines.of_record.clear()
                try:
                    record = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield RawRow(number, [], self._quote_problem(number, lines))
                    continue
                if (
                    len(lines.of_record) > 1
                ):  # a cell may hold thousands of lines, and each costs as a cell does
                    work.cells(len(lines.of_record))
                if not any(record):
                    blank += 1
                    if blank == _BLANK_AT_ONCE:
                        work.blank_rows(blank)
                        blank = 0
                    # An empty cell costs little: a million lines of commas under a table are an everyday export.
                    work.cells(len(record) // 8)
                    continue
                work.cells(len(record))
                values, problem = self._tidy(record)
                if values:
                    yield RawRow(number, values, problem, len(record))
                else:
                    work.blank_rows(1)

    def _tidy(self, record: list[str]) -> tuple[list[Cell], str | None]:
        values: list[Cell] = []
        problem = None
        for text in record:
            if not text:
                values.append(None)
                continue
            if len(text) > self._limits.cell_characters:
                problem = (
                    f"Cell {len(values) + 1} of this row has {len(text):,} characters; "
                    f"the most is {self._limits.cell_characters:,}. Shorten it."
                )
                text = text[: self._limits.cell_characters]
            text = clean_text(text)
            if text.startswith("'") and GUARDED.match(text):
                text = text[1:]
            values.append(text or None)
        while values and values[-1] is None:
            values.pop()
        return values, problem

    def describe_columns(self, header_row: int, width: int) -> list[str]:
        """Text has no merged and no hidden cells."""
        return []

    def spread(self, row: RawRow) -> list[Cell]:
        """Return a row of group headings with each text up to the next: what was merged is blank in text."""
        spread: list[Cell] = []
        for value in row.values:
            spread.append(value if value is not None or not spread else spread[-1])
        return spread + spread[-1:] * self._limits.columns

    def _quote_problem(self, number: int, lines: "_Lines") -> str:
        """A stray quotation mark. Where the marks pair up again by the line's end, only this row is lost;
        where they do not, no later row can be trusted to begin where it seems to, and the file is refused."""
        record = "".join(lines.of_record)
        if record.count('"') % 2 == 0 and len(record) < csv.field_size_limit():
            return (
                "A quotation mark stands in the middle of a quoted cell, so the cells cannot be told apart. "
                'Double it ("") or take it out.'
            )
        first = lines.count - len(lines.of_record) + 1
        raise SheetError(
            f"A quotation mark opens in row {number:,} (line {first:,} of the file) and does not close where it "
            "should, so the rows after it cannot be told apart.",
            f"Look at row {number:,}, close or remove the quotation mark, and upload the file again. "
            "Saving it from Excel as “CSV UTF-8” usually mends it.",
        )


class _Lines:
    """The file's lines, counted, with those of the record being read kept at hand."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.count = 0
        self.of_record: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LINE_LIMIT)
        if not line:
            raise StopIteration
        self.count += 1
        if len(line) >= LINE_LIMIT:
            raise SheetError(
                f"Line {self.count:,} is longer than {LINE_LIMIT:,} characters, so this is not a table of rows.",
                "Check that the right file was chosen, or open it in Excel and save it as “CSV UTF-8”.",
            )
        self.of_record.append(line)
        return line


def _likeliest(start: str) -> str:
    """The delimiter that cuts the most rows into the same number of cells; a comma where none does."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, skipinitialspace=True)
        try:
            widths = Counter(len(record) for record in islice(reader, 100) if record)
        except csv.Error:
            continue
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
        score = (rows / widths.total(), width) if width > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best
