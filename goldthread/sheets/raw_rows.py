"""Raw rows: numbered rows of plain values, before the headings are known."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from goldthread.sheets.values import Cell


class RawRow(NamedTuple):
    """One row that holds something; `number` is its row number in Excel, trailing empty cells are cut.

    `cells` is how many cells it has in a text file, empty ones included; 0 in a workbook. `wrong` are the positions, from
    0, of the cells that the problem is about; empty where it is about the whole row.
    """

    number: int
    values: list[Cell]
    problem: str | None = None
    cells: int = 0
    wrong: tuple[int, ...] = ()

    @property
    def filled(self) -> list[int]:
        """Return the positions, from 0, of the cells that hold something."""
        return [position for position, value in enumerate(self.values) if value is not None]


class Reader(Protocol):
    """A file that can be read from the top any number of times, in constant memory."""

    kind: str
    encoding: str | None
    warnings: list[str]
    sheet_names: tuple[str, ...]
    sheet_name: str | None
    most_rows: int  # an upper bound of the rows, known without reading them

    def rows(self) -> Iterator[RawRow]: ...

    def describe_columns(self, header_row: int, width: int) -> list[str]:
        """Return what to tell the person about merged cells, hidden columns and the like in a table."""
        ...

    def spread(self, row: RawRow) -> list[Cell]:
        """Return a row of group headings with each text in all the columns that it stands over."""
        ...
