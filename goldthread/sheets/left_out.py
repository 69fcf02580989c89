"""Rows of a table that are no records: totals, titles of sections, notes under the table, headings again."""

from collections.abc import Collection, Sequence
from typing import Literal

from goldthread.cell_words import is_empty, is_suppressed, is_total
from goldthread.date_reading import parse_date
from goldthread.sheets.values import Cell, parse_number

Kind = Literal["total", "single", "headings"]
_LISTED = 12


class LeftOut:
    """The rows that one reading left out, by what they are; each is named in a line."""

    def __init__(self) -> None:
        self._counts: dict[Kind, int] = {}
        self._first: dict[Kind, list[int]] = {}

    def add(self, kind: Kind, number: int) -> None:
        """Note a row by its number."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        listed = self._first.setdefault(kind, [])
        if len(listed) < _LISTED:
            listed.append(number)

    @property
    def count(self) -> int:
        """Return how many rows were left out."""
        return sum(self._counts.values())

    def rows(self, kind: Kind) -> list[int]:
        """Return the numbers of the first rows of a kind."""
        return list(self._first.get(kind, ()))

    def lines(self) -> list[str]:
        """Return a sentence for each kind, with its rows."""
        words: dict[Kind, str] = {
            "total": "adds up other rows, and was|add up other rows, and were",
            "single": "has one cell only, under the first heading (the title of a section, or a note), and was"
            "|have one cell only, under the first heading (titles of sections, or notes), and were",
            "headings": "repeats the headings, and was|repeat the headings, and were",
        }
        lines = []
        for kind, text in words.items():
            if count := self._counts.get(kind, 0):
                one, many = text.split("|")
                lines.append(f"{list_rows(self._first[kind], count)} {one if count == 1 else many} left out.")
        return lines


def list_rows(numbers: Sequence[int], count: int | None = None) -> str:
    """Return "Row 7", "Rows 7 and 18", "Rows 1 to 4" or "Rows 7, 18, 24 and 90 more", where there are `count` in all."""
    count = len(numbers) if count is None else count
    parts = [f"{number:,}" for number in numbers[:_LISTED]]
    if count == 1:
        return f"Row {parts[0]}"
    if count == len(numbers) > 2 and numbers[-1] - numbers[0] == count - 1:
        return f"Rows {numbers[0]:,} to {numbers[-1]:,}"
    last = f"{count - len(parts):,} more" if count > len(parts) else parts.pop()
    return f"Rows {', '.join(parts)} and {last}"


class RowKinds:
    """Tells the rows of a table that are no records from those that are.

    `headings` are as they stand and `names` as the columns are called, "" for a blank one; `labels` are the words in the
    first cells of the first rows, beside which "England" may be one of several.
    """

    def __init__(self, headings: Sequence[Cell], names: Sequence[str], labels: Collection[str]) -> None:
        self._headings = [_bare(value) for value in headings]
        self._named = sum(map(bool, names))
        self._first = next((at for at, name in enumerate(names) if name), 0)
        self._labels = labels

    def kind(self, values: Sequence[Cell], words: Collection[int] = ()) -> Kind | None:
        """Return what a row is if it is no record.

        `words` are the columns that a record needs: a row that begins in one of them is neither title nor total.
        """
        filled = [(at, value) for at, value in enumerate(values) if value is not None]
        if not filled:
            return None
        at, label = filled[0]
        if not isinstance(label, str):
            return None
        if len(filled) == 1:
            if at == self._first and self._named >= 3 and at not in words and not _is_figure(label):
                return "single"
            return None
        if len(filled) > 1 and self._repeats(filled):
            return "headings"
        others = [value for _, value in filled[1:]]
        if (
            at not in words
            and len(label) <= 100
            # First, as it is the least work and true of almost no record: every row of a file is asked.
            and is_total(label, self._labels)
            and all(_is_figure(value) for value in others)
            and not all(isinstance(value, str) and is_empty(value) for value in others)
        ):
            return "total"
        return None

    def _repeats(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        return all(at < len(self._headings) and _bare(value) == self._headings[at] for at, value in filled)


def _bare(value: Cell) -> str | None:
    return None if value is None else " ".join(str(value).split()).casefold()


def _is_figure(value: Cell) -> bool:
    """Return whether a cell holds a number, a date, or what stands in place of a number."""
    if not isinstance(value, str):
        return True
    if len(value) > 60:
        return False
    if is_empty(value) or is_suppressed(value):
        return True
    for read in (parse_number, parse_date):
        try:
            read(value)
        except ValueError:
            continue
        return True
    return False
