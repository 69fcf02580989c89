"""A council's own spreadsheet of the items of an information return: its columns matched, each row read and checked.

No item numbers are known here: they are what the body's list, in the council's sheet, says.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from django.utils import timezone

from goldthread.cell_text import plain, shown
from goldthread.date_reading import parse_date
from goldthread.evidence.returns.stages import Redaction
from goldthread.no_answer import is_no_answer
from goldthread.sheets import Limits, SheetError, match_columns, open_sheet
from goldthread.standards.framework import Framework

MOST_BYTES = 1_000_000
_LIMITS = Limits(file_bytes=MOST_BYTES, rows=2_000, columns=60)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "item_no": ("item no", "item number", "item", "number", "ref", "reference", "request number"),
    "name": ("item name", "information requested", "document requested", "request", "title", "description"),
    "statements": ("quality statement", "quality statements", "statement", "related statements"),
    "due_on": ("due", "due date", "deadline", "needed by"),
    "owner": ("item owner", "lead", "lead officer", "responsible"),
    "document": ("documents", "file", "document name", "evidence"),
    "section": (
        "section or page",
        "section page",
        "page",
        "pages",
        "page number",
        "pointer",
        "section pointer",
        "page pointer",
    ),
    "public_address": ("public url", "url", "link", "web link", "public link"),
    "as_at": ("as at", "as at date", "data as at"),
    "redaction": ("redaction needed", "to redact", "redact"),
}
NAMES = {
    "item_no": "Item number",
    "name": "Name",
    "statements": "Quality statements",
    "due_on": "Due date",
    "owner": "Owner",
    "document": "Document",
    "section": "Section or page",
    "public_address": "Public address",
    "as_at": "As-at date",
    "redaction": "Redaction",
}
NEEDED = ("item_no", "name")
_LONGEST = {"item_no": 30, "name": 300, "document": 300, "section": 120, "public_address": 1000}
_YES = frozenset({"yes", "y", "needed", "required", "to redact", "true", "1"})
_NO = frozenset({"no", "n", "not needed", "not required", "none needed", "false", "0"})
_DATES = ("due_on", "as_at")


class _Item(Protocol):
    extra: dict[str, str]


@dataclass(frozen=True)
class NewItem:
    """An item as a row of a sheet has it: its fields without those whose cell is empty, its owner, and its documents."""

    row: int
    fields: dict[str, Any]
    owner: Any = None
    documents: tuple[Any, ...] = ()

    @property
    def key(self) -> str:
        """Return its number, as numbers are compared."""
        return self.key_of(self.fields["item_no"])

    @staticmethod
    def key_of(number: str) -> str:
        """Return a number as it is compared: capitals do not matter, nor which spaces and signs part it; 1.1 is not 11."""
        return " ".join(re.findall(r"[a-z]+|[0-9]+", number.casefold()))

    def changes(self, item: Any) -> dict[str, tuple[Any, Any]]:
        """Return what of an item this row says otherwise: by field, what stands and what the sheet says."""
        wanted = {name: value for name, value in self.fields.items() if name not in ("item_no", "extra")}
        if self.owner is not None:
            wanted["owner"] = self.owner
        differing = {
            name: (getattr(item, name), value)
            for name, value in wanted.items()
            if getattr(item, name) != value
        }
        extra = {**item.extra, **self.fields.get("extra", {})}
        if extra != item.extra:
            differing["extra"] = (item.extra, extra)
        return differing


@dataclass(frozen=True)
class RowError:
    """What is wrong in a row: its number as Excel shows it, its column, and what to do."""

    row: int
    column: str
    error: str


@dataclass(frozen=True)
class ItemSheet:
    """What a sheet holds: its headings, which of them is which field, its items, what is wrong, and what was left out."""

    headings: list[str]
    matched: dict[str, str | None]
    items: list[NewItem] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Return the names of the fields without which nothing can be read, and that have no column."""
        return [NAMES[name] for name in NEEDED if not self.matched[name]]


@dataclass(frozen=True)
class Known:
    """What cells can mean in a council: people by their names and addresses; documents by a function of the cell's text.

    documents: returns those that a text means, none where it means none.
    """

    people: Mapping[str, Any]
    documents: Callable[[str], tuple[Any, ...]]
    received_on: datetime.date
    framework: Framework


def read_items(
    file: BinaryIO, filename: str, known: Known, columns: Mapping[str, str] | None = None
) -> ItemSheet:
    """Return what a sheet holds; columns: the heading of each field, "" for none, as somebody matched them.

    Raises SheetError for a file that is no table.
    """
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        matched = match_columns(sheet.columns, FIELDS)
        if columns is not None:
            matched = {
                name: (columns.get(name) or None) if columns.get(name) in sheet.columns else None
                for name in FIELDS
            }
        read = ItemSheet(list(sheet.columns), matched, notes=list(sheet.warnings))
        if read.missing:
            return read
        used = {column for column in matched.values() if column}
        seen: dict[str, int] = {}
        for row in sheet.rows(*used):
            if row.problem:
                read.errors.append(RowError(row.number, "", row.problem))
                continue
            cells = {name: row.cells[column] if column else None for name, column in matched.items()}
            extra = {
                column: text
                for column in sheet.columns
                if column not in used and (text := _text(row.cells.get(column)))
            }
            _read_row(read, row.number, cells, extra, known, seen)
        read.notes.extend(sheet.left_out.lines())
    return read


def _read_row(
    read: ItemSheet,
    row: int,
    cells: Mapping[str, Any],
    extra: dict[str, str],
    known: Known,
    seen: dict[str, int],
) -> None:
    """Read one row: an item, or what is wrong in it, each with its column."""
    problems: list[RowError] = []

    def wrong(name: str, error: str) -> None:
        problems.append(RowError(row, read.matched[name] or NAMES[name], error))

    texts = {name: _text(value) for name, value in cells.items()}
    fields: dict[str, Any] = {}
    for name in ("item_no", "name", "section", "public_address"):
        if texts[name]:
            fields[name] = texts[name]
        if len(texts[name]) > _LONGEST[name]:
            wrong(name, f"It is longer than {_LONGEST[name]} characters. Shorten it.")
    for name in NEEDED:
        if not texts[name]:
            wrong(name, f"{NAMES[name]} is missing. Enter one.")
    key = NewItem.key_of(texts["item_no"])
    if texts["item_no"] and not key:
        wrong("item_no", "It has no letter and no digit.")
    elif key and key in seen:
        wrong("item_no", f"Row {seen[key]} has the same number. Give each item its own.")
    elif key:
        seen[key] = row
    if texts["public_address"] and not texts["public_address"].startswith(("https://", "http://")):
        wrong("public_address", "It is no address. Enter one that begins with https://")
    if texts["statements"]:
        statements, unknown = read_statements(texts["statements"], known.framework)
        fields["statements"] = statements
        if unknown:
            wrong(
                "statements",
                f"The framework has no statement {shown(unknown)}. Enter its name or number, such as QS9.",
            )
    for name in _DATES:
        if texts[name] and not is_no_answer(texts[name]):
            try:
                fields[name] = _day(cells[name])
            except ValueError as error:
                wrong(name, str(error))
    if "due_on" in fields and fields["due_on"] < known.received_on:
        wrong("due_on", "It is before the return was received.")
    if "as_at" in fields and fields["as_at"] > timezone.localdate():
        wrong("as_at", "It is a day to come.")
    owner = None
    if texts["owner"] and not is_no_answer(texts["owner"]):
        owner = known.people.get(plain(texts["owner"]))
        if owner is None:
            wrong(
                "owner",
                f"Nobody here who may own an item is called {shown(texts['owner'])}. Enter their name or e-mail address.",
            )
    if texts["redaction"]:
        said = plain(texts["redaction"])
        if said in _YES | _NO:
            fields["redaction"] = Redaction.NEEDED if said in _YES else Redaction.NOT_NEEDED
        elif not is_no_answer(texts["redaction"]):
            wrong("redaction", "Enter yes or no.")
    documents = known.documents(texts["document"]) if texts["document"] else ()
    if texts["document"] and not documents:
        fields["document_named"] = texts["document"]
        if len(texts["document"]) > _LONGEST["document"]:
            wrong("document", f"It is longer than {_LONGEST['document']} characters. Shorten it.")
    if extra:
        fields["extra"] = extra
    if problems:
        read.errors.extend(problems)
    else:
        read.items.append(NewItem(row, fields, owner, documents))


def read_statements(text: str, framework: Framework) -> tuple[list[str], str]:
    """Return the slugs of the quality statements that a cell names, and the first name that is none, "" for no such."""

    def slugs(parts: Iterable[str]) -> tuple[list[str], str]:
        found = []
        for part in parts:
            try:
                found.append(framework.statement(part).slug)
            except KeyError:
                return found, part
        return list(dict.fromkeys(found)), ""

    # Names of statements hold commas themselves: those part names only where every part is one.
    by_lines = [part.strip() for part in re.split(r"[;\n|]", text) if part.strip()]
    found, unknown = slugs(by_lines)
    if unknown:
        by_commas = [part.strip() for part in re.split(r"[;\n|,]|\band\b|&", text) if part.strip()]
        again, still = slugs(by_commas)
        if not still:
            return again, ""
    return found, unknown


def _day(cell: Any) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return cell if isinstance(cell, datetime.date) else parse_date(cell)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    return " ".join(str(cell).split())


__all__ = ["FIELDS", "NAMES", "ItemSheet", "Known", "NewItem", "RowError", "SheetError", "read_items"]
