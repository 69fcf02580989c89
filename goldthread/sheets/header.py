"""Header row under any titles, with a distinct name for every column."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from goldthread.cell_text import clean_text, shown
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_cells import column_letters

LOOKED_AT = 50
_FIGURES = re.compile(r"[\s£%.,/:+()\d-]*\d[\s£%.,/:+()\d-]*")
LONGEST_HEADING = 200


def find_header(rows: Sequence[RawRow]) -> RawRow:
    """Of the first rows, the one that holds the headings: it fills more than half of the table's usual
    width, and with words. Titles above it fill less; rows of data hold dates and figures."""
    usual = _usual_width(rows)
    wide = [row for row in rows if sum(value is not None for value in row.values) * 2 > usual]
    for row in wide:
        if all(_is_words(value) for value in row.values if value is not None):
            return row
    return wide[0] if wide else rows[0]


def looks_like_data(header: RawRow) -> bool:
    filled = [value for value in header.values if value is not None]
    return any(not _is_words(value) and not _is_year(value) for value in filled)


def _usual_width(rows: Sequence[RawRow]) -> int:
    widths = Counter(len(row.values) for row in rows if row.values)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _is_words(value: Cell) -> bool:
    return isinstance(value, str) and not _FIGURES.fullmatch(value)


def _is_year(value: Cell) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d", str(value)))


def name_columns(header: RawRow, rows: Sequence[RawRow]) -> tuple[list[str], list[str]]:
    """The columns' names and the warnings about them. A blank heading with cells under it becomes
    “Column C”, a repeated one “Date (2)”; blank headings at the end with nothing below are left out."""
    below = max((len(row.values) for row in rows if row.number > header.number), default=0)
    # Ragged rows are not columns: below the last heading, count a column only if most rows have it.
    if below > len(header.values):
        below = _usual_width([row for row in rows if row.number > header.number])
    width = max(len(header.values), below)
    values = header.values + [None] * (width - len(header.values))
    names: list[str] = []
    warnings: list[str] = []
    used: set[str] = set()
    for position, value in enumerate(values, 1):
        letters = column_letters(position)
        wanted = _heading(value)
        if not wanted:
            wanted = f"Column {letters}"
            warnings.append(
                f"Column {letters} has no heading in row {header.number}; it is called {shown(wanted)} here."
            )
        name, turn = wanted, 1
        while name.casefold() in used:
            turn += 1
            name = f"{wanted} ({turn})"
        if turn > 1:
            warnings.append(
                f"The heading {shown(wanted)} stands more than once; the one in column {letters} is called {shown(name)} here."
            )
        used.add(name.casefold())
        names.append(name)
    return names, warnings


def _heading(value: Cell) -> str:
    if value is None:
        return ""
    text = value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
    return " ".join(clean_text(text).split())[:LONGEST_HEADING]
