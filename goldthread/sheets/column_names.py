"""Distinct names for the columns of a table, made from its headings, and what to tell the person about them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from goldthread.cell_text import clean_text, shown
from goldthread.sheets.header import Header, Spread, is_date, is_words
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_cells import column_letters

LONGEST_HEADING = 200


class Columns(NamedTuple):
    """The names, each distinct, "" for a blank column; the headings as they stand; and sentences about them."""

    names: list[str]
    headings: list[Cell]
    notes: list[str]


def name_columns(header: Header, rows: Sequence[RawRow], spread: Spread) -> Columns:
    """Return the columns' names.

    A blank heading takes the group's above it where that stands over it alone; one with dates under it, or that is a
    date itself, is paired with the heading to its left; any other becomes “Column C”. A heading used twice takes its
    group's before it, or a number: “Date (2)”. A blank column between others, with nothing under it, has no name.
    What is right of the last heading is no column: `Sheet` refuses its rows.
    """
    labels = list(header.labels())
    below = [row for row in rows if row.number > header.last_row]
    if _holds_dates(len(labels), below):
        labels.append(None)
    own = header.groups.values if header.groups else []
    over = [*map(_heading, spread(header.groups))] if header.groups else []
    over += [""] * (len(labels) - len(over))
    row = header.row.number
    wanted: list[str] = []
    notes: list[str] = []
    for position, value in enumerate(labels):
        letters, text = column_letters(position + 1), _heading(value)
        upper = _heading(own[position]) if position < len(own) else ""
        if not text and upper and not _is_shared(position, own, over):
            text = upper
        elif position and (paired := _paired(position, value, labels, below)):
            text = paired
            what = f"is headed {shown(_heading(value))}" if value is not None else "has no heading"
            notes.append(
                f"Column {letters} {what} and stands beside {shown(_heading(labels[position - 1]))}; it is called {shown(text)} here."
            )
        elif not text and any(
            position < len(each.values) and each.values[position] is not None for each in below
        ):
            text = f"Column {letters}"
            notes.append(f"Column {letters} has no heading in row {row}; it is called {shown(text)} here.")
        wanted.append(text)
    times = Counter(text.casefold() for text in wanted if text)
    names = [
        f"{group}: {text}"[:LONGEST_HEADING]
        if times[text.casefold()] > 1 and group and group != text
        else text
        for text, group in zip(wanted, over, strict=False)
    ]
    return Columns(_numbered(names, notes), labels, notes)


def _numbered(wanted: list[str], notes: list[str]) -> list[str]:
    names: list[str] = []
    used: set[str] = set()
    for position, text in enumerate(wanted, 1):
        name, turn = text, 1
        while name and name.casefold() in used:
            turn += 1
            name = f"{text} ({turn})"
        if turn > 1:
            notes.append(
                f"The heading {shown(text)} stands more than once; the one in column {column_letters(position)} is called {shown(name)} here."
            )
        used.add(name.casefold())
        names.append(name)
    return names


def _is_shared(position: int, own: Sequence[Cell], over: Sequence[str]) -> bool:
    """Return whether a group's heading stands over the next column too."""
    return position + 1 < len(over) and over[position + 1] == over[position] and _blank(own, position + 1)


def _blank(values: Sequence[Cell], position: int) -> bool:
    return position >= len(values) or values[position] is None


def _paired(position: int, value: Cell, labels: Sequence[Cell], below: Sequence[RawRow]) -> str:
    """Return the name of a date column that belongs to the one on its left, as learning systems export them."""
    left = labels[position - 1]
    if (value is not None and not is_date(value)) or not is_words(left):
        return ""
    if not _holds_dates(position, below):
        return ""
    return f"{_heading(left)[: LONGEST_HEADING - 6]}: date"


def _holds_dates(position: int, below: Sequence[RawRow]) -> bool:
    cells = [row.values[position] for row in below if position < len(row.values)]
    cells = [cell for cell in cells if cell is not None]
    return bool(cells) and all(map(is_date, cells))


def _heading(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        value = value.strftime(
            "%d/%m/%Y %H:%M" if isinstance(value, datetime) and value.time() else "%d/%m/%Y"
        )
    return " ".join(clean_text(str(value)).split())[:LONGEST_HEADING]
