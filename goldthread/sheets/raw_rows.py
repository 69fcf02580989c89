"""Raw rows: numbered rows of plain values, before the headings are known."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from goldthread.sheets.values import Cell


class RawRow(NamedTuple):
    """One row that holds something; `number` is its row number in Excel, trailing empty cells are cut."""

    number: int
    values: list[Cell]
    problem: str | None = None


class Reader(Protocol):
    """A file that can be read from the top any number of times, in constant memory."""

    kind: str
    encoding: str | None
    warnings: list[str]
    sheet_names: tuple[str, ...]
    sheet_name: str | None
    most_rows: int  # an upper bound of the rows, known without reading them

    def rows(self) -> Iterator[RawRow]: ...
