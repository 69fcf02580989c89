"""Cells of an Excel sheet: its XML turned into rows of plain values, one piece at a time."""

import math
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from goldthread.cell_text import clean_text
from goldthread.date_reading import london_day
from goldthread.sheets.errors import SheetError, damaged
from goldthread.sheets.limits import EXCEL_COLUMNS, EXCEL_ROWS, Limits, Work
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_parts import Meaning, SharedTexts, from_serial, unescape

_TAGS = ("row", "c", "v", "t", "f", "rPh")


class CellReader:
    """Reader of rows from a parser's events; `take` hands over those that are complete.

    Formulas are never calculated: the result stored beside one is its value, and `on_formula` is told where it is. One
    without a stored result gives its row a problem. Cells and characters are counted, those of empty cells too.
    """

    def __init__(
        self,
        texts: SharedTexts,
        meanings: list[Meaning],
        epoch_1904: bool,
        limits: Limits,
        on_formula: Callable[[int, int], None] | None = None,
    ) -> None:
        self._texts, self._meanings, self._epoch_1904, self._limits = texts, meanings, epoch_1904, limits
        self._on_formula = on_formula
        self._work = Work(limits)
        self._done: list[RawRow] = []

    def take(self) -> list[RawRow]:
        done, self._done = self._done, []
        return done

    def attach(self, parser) -> None:
        """Set the parser's handlers. One closure with local names: it runs millions of times."""
        longest = self._limits.cell_characters * 4
        most_columns = self._limits.columns
        read_value = self._value
        names: dict[str, str] = {}
        row_number, column, kind, style = 0, 0, "n", ""
        values: list[Cell] = []
        problem: str | None = None
        wrong_cells: list[int] = []
        pieces: list[str] = []
        wanted, phonetic, size, in_cell, formula = False, 0, 0, False, False
        work, on_formula = self._work, self._on_formula
        cells_of_row = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row_number, column, kind, style, values, problem, wanted, phonetic, in_cell, formula
            nonlocal cells_of_row
            tag = names.get(name) or known(name)
            if tag == "c":
                reference = attributes.get("r")
                column = column_number(reference.rstrip("0123456789")) if reference else column + 1
                if column > EXCEL_COLUMNS:
                    raise damaged("a row has more columns than Excel allows")
                kind = attributes.get("t", "n")
                style = attributes.get("s", "")
                in_cell, formula = True, False
                cells_of_row += 1
                if cells_of_row == 4_096:
                    work.cells(cells_of_row)
                    cells_of_row = 0
            elif not in_cell and tag != "row":
                return  # formulas of drop-down lists and the like belong to no cell
            elif tag == "v":
                wanted = True
            elif tag == "t":
                wanted = not phonetic
            elif tag == "row":
                given = attributes.get("r", "")
                number = int(given) if given.isdecimal() and len(given) < 8 else 0
                row_number = number if number > row_number else row_number + 1
                if row_number > EXCEL_ROWS:
                    raise damaged("it has more rows than Excel allows")
                column, values, problem = 0, [], None
                wrong_cells.clear()
            elif tag == "f":
                formula = True
                if on_formula is not None:
                    on_formula(column, row_number)
            elif tag == "rPh":
                phonetic += 1

        def text(data: str) -> None:
            nonlocal size
            if wanted:
                size += len(data)
                if size > longest:
                    raise damaged(
                        f"cell {column_letters(column)}{row_number} is longer than {longest:,} characters"
                    )
                pieces.append(data)

        def finish(name: str) -> None:
            nonlocal wanted, phonetic, size, problem, in_cell, cells_of_row
            tag = names[name]
            if tag == "c":
                in_cell = False
                if not pieces:
                    if formula:
                        wrong_cells.append(column - 1)
                        problem = problem or (
                            f"Cell {column_letters(column)}{row_number} holds a formula without a result. Open the "
                            "workbook in Excel, save it, and upload it again."
                        )
                    return
                value, wrong = read_value("".join(pieces), kind, style)
                pieces.clear()
                size = 0
                if wrong:
                    wrong_cells.append(column - 1)
                    problem = problem or f"Cell {column_letters(column)}{row_number} {wrong}"
                if value is not None:
                    if column > most_columns:
                        raise too_many_columns(f"{column_letters(column)}{row_number}", column, most_columns)
                    if column > len(values):
                        values.extend([None] * (column - len(values)))
                    values[column - 1] = value
            elif tag == "v" or tag == "t":
                wanted = False
            elif tag == "row":
                work.cells(cells_of_row + 1)
                cells_of_row = 0
                if values or problem:
                    self._done.append(RawRow(row_number, values, problem, 0, tuple(wrong_cells)))
            elif tag == "rPh":
                phonetic -= 1

        def known(name: str) -> str:
            bare = name.rpartition(":")[2]
            if len(names) > 1000:
                raise damaged("its sheet holds tags that no spreadsheet has")
            names[name] = bare if bare in _TAGS else "-"
            return names[name]

        parser.StartElementHandler = start
        parser.EndElementHandler = finish
        parser.CharacterDataHandler = text

    def _value(self, text: str, kind: str, style: str) -> tuple[Cell, str | None]:
        """The value of one cell, and what is wrong with it."""
        if kind == "n":
            return self._number(text, style)
        if kind == "s":
            try:
                text = self._texts[int(text)]
            except (ValueError, IndexError):
                return None, "points to a text that the workbook does not hold. Type it again."
            self._work.characters(len(text))
        elif kind == "b":
            return text.strip() in ("1", "true"), None
        elif kind == "d":
            return _iso(text), None
        elif kind == "e":
            return text, f"shows an Excel error ({text[:20]}). Put the right value in, or empty it."
        text = clean_text(unescape(text))
        if len(text) > self._limits.cell_characters:
            most = self._limits.cell_characters
            return text[:most], f"has {len(text):,} characters; the most is {most:,}. Shorten it."
        return text or None, None

    def _number(self, text: str, style: str) -> tuple[Cell, str | None]:
        index = int(style) if style.isdecimal() and len(style) < 7 else 0
        meaning = self._meanings[index] if index < len(self._meanings) else "number"
        try:
            if meaning == "number" and len(text) < 16 and text.lstrip("-").isdecimal():
                return int(text), None
            number = float(text)
        except ValueError:
            return clean_text(text[:100]) or None, "should hold a number and does not. Type it again."
        if not math.isfinite(number):
            return None, "holds a number that is too large. Type it again."
        if meaning == "number":
            return number, None
        try:
            return from_serial(number, meaning, self._epoch_1904), None
        except ValueError:
            return (
                number,
                "is formatted as a date, but its number is no day of Excel's calendar. Type it again.",
            )


def _iso(text: str) -> Cell:
    """Dates as the strict form of the format writes them; what is no date stays text, and is read as any other."""
    text = clean_text(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text or None
    if moment.tzinfo is not None or "T" not in text:
        return london_day(moment)
    return moment


def too_many_columns(address: str, column: int, most: int) -> SheetError:
    return SheetError(
        f"Cell {address} is in column number {column:,}, and at most {most} columns are read.",
        "Delete the columns you do not need (right-click, Delete), save, and upload the file again.",
    )


@lru_cache(maxsize=EXCEL_COLUMNS)
def column_number(letters: str) -> int:
    """A is 1, Z 26, AA 27. Raises SheetError for what is no column's name."""
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isupper()):
        raise damaged("a cell has an address that Excel does not know")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters or "?"
