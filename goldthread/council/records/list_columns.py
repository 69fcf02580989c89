"""The columns of a list, and the order in which it is sorted by one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.council.models import Person
from goldthread.council.records.pages import address

Cell = str | int | None | Mapping[str, Any]
Order = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading, and what a record has in it: the name of a field, or a function.

    main: the row's heading, with a link to the record unless its function gives another. numeric: figures to the right. off: left out on a phone.
    sort: the fields of an index in the order that a first press on the heading gives, the last unique; see `paginate`.
    groups: returns for a person every value of the first of them as people expect them in order, where that is not
    their own. optional: left out until somebody chooses it.
    """

    text: str
    cell: str | Callable[[Any], Cell]
    main: bool = False
    numeric: bool = False
    off: bool = False
    optional: bool = False
    sort: Order = ()
    groups: Callable[[Person], Sequence[Any]] | None = None

    @property
    def key(self) -> str:
        """Return the word by which an address sorts by this column; with a minus before it, from the end."""
        return self.sort[0].lstrip("-").partition("__")[0].removesuffix("_id")

    @property
    def slug(self) -> str:
        """Return the word by which an address and somebody's settings name this column."""
        return "-".join("".join(char if char.isalnum() else " " for char in self.text.lower()).split())

    def of(self, record: Any) -> Cell:
        """Return what stands in this column for a record."""
        if callable(self.cell):
            value = self.cell(record)
        else:
            display = getattr(record, f"get_{self.cell}_display", None)
            value = display() if display else getattr(record, self.cell)
        if self.main and not isinstance(value, Mapping):
            return {"text": value, "href": address(record)}
        return "" if value is None else value


@dataclass(frozen=True)
class View:
    """A view of a list that many people want: its name, and the query in the address that gives it."""

    text: str
    query: str


def sorting(person: Person, sort: str, columns: Sequence[Column], usual: Order) -> tuple[Order, Any]:
    """Return the fields by which an address sorts, and the order of the first where that is not its own."""
    for column in columns:
        if column.sort and sort.removeprefix("-") == column.key:
            order = column.sort
            if order[0].startswith("-") != sort.startswith("-"):
                order = turned(order)
            return order, column.groups(person) if column.groups else None
    return usual, None


def turned(order: Order) -> Order:
    """Return an order from its end."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)
