"""Exports that open safely: no cell can be taken for a formula, whatever someone once typed."""

import csv
import io
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from goldthread.cell_text import clean_text
from goldthread.sheets.limits import EXCEL_ROWS

Out = str | os.PathLike[str] | IO[bytes]
Rows = Iterable[Mapping[str, object] | Sequence[object]]

# What a spreadsheet program takes for the start of a formula, wide forms and hidden behind spaces or
# apostrophes included. OWASP, "CSV Injection".
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")
# A plain number does no harm and must stay one.
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
EXCEL_CELL = 32_767
_CUT = " […cut here: Excel holds 32,767 characters a cell; the CSV export has them all]"
_EXACT = 2**53


def is_risky(text: str) -> bool:
    """True where a spreadsheet program might run the text as a formula."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def write_csv(rows: Rows, columns: Sequence[str], out: Out) -> int:
    """Write a CSV for Excel (UTF-8 with its mark, so that £ and ŵ show); returns the number of rows.

    `rows` are mappings by column or sequences in their order; they are streamed. Texts are cleaned
    (`clean_text`), and one that begins like a formula gets an apostrophe before it, which `open_sheet` takes
    off again. Numbers stay numbers. `out` is a path or an open binary file, which is left open.
    """
    count = 0
    with _binary(out) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=False)
        try:
            # All texts in quotes, so that a semicolon in one cannot pass for the separator.
            writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
            writer.writerow([_guarded(column) for column in columns])
            for row in rows:
                count += 1
                writer.writerow([_csv_cell(value) for value in _in_order(row, columns)])
        finally:
            text.flush()
            text.detach()
    return count


def _csv_cell(value: object) -> object:
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return _guarded(value) if isinstance(value, str) else value


def _guarded(text: str) -> str:
    text = clean_text(text)
    return f"'{text}" if is_risky(text) else text


def write_xlsx(rows: Rows, columns: Sequence[str], out: Out, *, sheet: str = "Export") -> int:
    """Write an Excel workbook with one sheet; returns the number of rows. Streams, in constant memory.

    The headings can be filtered by. Every text is stored as text, so Excel never calculates it; one that begins like a formula is also marked
    so that it stays text when edited or saved as CSV. Dates become real dates. A text longer than Excel
    holds is cut and says so. Raises ValueError for more rows than Excel holds.
    """
    import xlsxwriter

    count = 0
    with _binary(out) as stream:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        workbook = xlsxwriter.Workbook(stream, options)
        page = workbook.add_worksheet(sheet)
        formats = {
            "heading": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": workbook.add_format({"quote_prefix": True}),
            "date": workbook.add_format({"num_format": "dd/mm/yyyy"}),
            "datetime": workbook.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
        }
        page.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            page.set_column(index, index, min(60, max(12, len(column) + 2)))
            page.write_string(0, index, _fit(clean_text(column)), formats["heading"])
        for count, row in enumerate(rows, 1):
            if count >= EXCEL_ROWS:
                raise ValueError(
                    f"Excel holds {EXCEL_ROWS - 1:,} rows at most. Export as CSV, or fewer rows."
                )
            for index, value in enumerate(_in_order(row, columns)):
                _write_cell(page, count, index, _plain(value), formats)
        # Arrows to filter and sort by, over every row.
        page.autofilter(0, 0, count, max(0, len(columns) - 1))
        workbook.close()
    return count


def _write_cell(page, row: int, column: int, value: object, formats: Mapping[str, object]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= 1901:
        kind = "datetime" if isinstance(value, datetime) else "date"
        page.write_datetime(row, column, value, formats[kind])
    else:
        text = _fit(clean_text(value if isinstance(value, str) else str(value)))
        if text:
            page.write_string(row, column, text, formats["text"] if is_risky(text) else None)


def _plain(value: object) -> str | int | float | bool | date | datetime | None:
    """One of the types a cell can have. A moment with a time zone keeps the clock time it shows."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= _EXACT else str(int(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    return str(value)


def _in_order(row: Mapping[str, object] | Sequence[object], columns: Sequence[str]) -> Iterable[object]:
    if isinstance(row, Mapping):
        return [row.get(column) for column in columns]
    if len(row) != len(columns):
        raise ValueError(f"a row has {len(row)} values for {len(columns)} columns")
    return row


def _fit(text: str) -> str:
    """Excel counts in UTF-16 units, so an emoji counts twice."""
    if len(text) * 2 <= EXCEL_CELL or len(text.encode("utf-16-le")) // 2 <= EXCEL_CELL:
        return text
    room = (EXCEL_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


@contextmanager
def _binary(out: Out):
    if isinstance(out, str | os.PathLike):
        with open(out, "wb") as stream:
            yield stream
    else:
        yield out
