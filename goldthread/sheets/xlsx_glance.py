"""Quick look through a sheet's bytes before its cells are read: rows, formulas, merged cells, what is hidden."""

import re
from typing import NamedTuple

from goldthread.sheets.errors import damaged
from goldthread.sheets.limits import EXCEL_COLUMNS, EXCEL_ROWS
from goldthread.sheets.xlsx_cells import column_letters, column_number
from goldthread.sheets.xlsx_package import Package

# The tags worth knowing before the rows are read.
_TELLING = re.compile(rb"<(?:[\w.-]+:)?(row|f|mergeCell|col)(?=[\s/>])([^>]*)>")
_REFERENCE = re.compile(rb'\sref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_NUMBER = re.compile(rb'\sr="(\d{1,7})"')
_FIRST, _LAST = re.compile(rb'\smin="(\d{1,5})"'), re.compile(rb'\smax="(\d{1,5})"')
MOST_MERGES = 20_000
LONGEST_TAG = 1 << 20
_LISTED = 12


class Merge(NamedTuple):
    """Cells joined into one; first and last row and column, counted from 1 as Excel does."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


class Glance(NamedTuple):
    """What was seen. `formulas` is whether there may be any; `hidden_rows` lists the first, `hidden` counts all."""

    rows: int
    formulas: bool
    merges: list[Merge]
    hidden: int
    hidden_rows: list[int]
    hidden_columns: list[tuple[int, int]]


def glance(package: Package, path: str) -> Glance:
    """Count rows and gather merges without reading cells; test the zip's checksum too."""
    rows, hidden, formulas = 0, 0, False
    merges: list[Merge] = []
    hidden_rows: list[int] = []
    hidden_columns: list[tuple[int, int]] = []
    rest = b""
    for chunk in package.chunks(path):
        window = rest + chunk
        if not rows and (b"\0" in window[:4] or b"<!DOCTYPE" in window):
            formulas = True  # it may have some; and the parser will say what is wrong with it
            break
        cut = window.rfind(b">") + 1
        for match in _TELLING.finditer(window, 0, cut):
            tag = match[1]
            if tag == b"row":
                rows += 1
                if _HIDDEN.search(match[2]):
                    hidden += 1
                    if len(hidden_rows) < _LISTED:
                        number = _NUMBER.search(match[2])
                        hidden_rows.append(int(number[1]) if number else rows)
            elif tag == b"f":
                formulas = True
            elif tag == b"col":
                first, last = _FIRST.search(match[2]), _LAST.search(match[2])
                if first and last and _HIDDEN.search(match[2]) and len(hidden_columns) < EXCEL_COLUMNS:
                    hidden_columns.append((int(first[1]), int(last[1])))
            elif reference := _REFERENCE.search(match[2]):
                left, top, right, bottom = reference.groups()
                merges.append(
                    Merge(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
                )
        rest = window[cut:]
        if rows > EXCEL_ROWS or len(merges) > MOST_MERGES or len(rest) > LONGEST_TAG:
            raise damaged("its sheet has more rows, merged cells or longer tags than Excel allows")
    return Glance(rows, formulas, merges, hidden, hidden_rows, hidden_columns)
