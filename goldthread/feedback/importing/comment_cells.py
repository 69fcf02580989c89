"""Cells of a comment column: their words, none where one says only "N/A", an error where it holds a date or a number."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from goldthread.cell_text import clean_text
from goldthread.date_reading import parse_date
from goldthread.dates import day_in_words
from goldthread.no_answer import is_no_answer
from goldthread.sheets import Cell, parse_number

_LISTED = 12
_LONGEST = 40


class NotWords(ValueError):
    """A cell holds no words but something else; its message says what, and what to do."""


@dataclass(frozen=True)
class NoWords:
    """A row in which every comment says only that there is nothing to say."""

    row: int


@dataclass
class BlankWords:
    """Cells that say only that there is nothing: how many, the first of their words, and the first of their rows."""

    count: int = 0
    words: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def add(self, row: int, cell: str) -> None:
        """Count a cell of a row."""
        self.count += 1
        word = " ".join(cell.split())[:_LONGEST]
        if word not in self.words and len(self.words) < _LISTED:
            self.words.append(word)
        if len(self.rows) < _LISTED:
            self.rows.append(row)


def words_in(cell: Cell, address: str) -> str:
    """Return the words in a cell, "" for none; raises NotWords, naming the cell, for a date, a number or a truth value.

    A spreadsheet turns a score such as 10/10 into a date; and a column of numbers or ticks is not the comment.
    """
    if cell is None:
        return ""
    text = clean_text(cell) if isinstance(cell, str) else ""
    day = _day(cell if not isinstance(cell, str) else text)
    if day is not None:
        raise NotWords(
            f"Cell {address} holds a date, {day_in_words(day)} ({day.day}/{day.month}?), and no words. A spreadsheet turns a "
            "score such as 10/10 into a date. Enter the words as text."
        )
    if isinstance(cell, bool) or text.casefold() in ("true", "false"):
        raise NotWords(
            f"Cell {address} holds {str(cell).upper()} and no words. Enter the words, or leave out the row."
        )
    if not isinstance(cell, str) or _is_number(text):
        raise NotWords(f"Cell {address} holds a number and no words. Enter the words, or leave out the row.")
    return text


def _day(cell: Cell) -> datetime.date | None:
    # A number of five digits may be a day of Excel's calendar, and is no date by itself.
    if isinstance(cell, int | float) or (isinstance(cell, str) and (len(cell) > 60 or _is_number(cell))):
        return None
    try:
        return parse_date(cell)
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    if len(text) > 60:
        return False
    try:
        parse_number(text)
    except ValueError:
        return False
    return True


def says_nothing(text: str) -> bool:
    """Return whether a cell that is not blank says only that there is nothing: "N/A", "-", "None"."""
    return bool(text) and is_no_answer(text)
