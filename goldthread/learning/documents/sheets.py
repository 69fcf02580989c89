"""The list of documents that a council has, as a spreadsheet: its columns matched, each row read and checked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from goldthread.cell_text import plain, shown
from goldthread.date_reading import parse_date
from goldthread.learning.documents.kinds import DOCUMENT_KINDS
from goldthread.no_answer import is_no_answer
from goldthread.sheets import Limits, match_columns, open_sheet

MOST_BYTES = 1_000_000
_LIMITS = Limits(file_bytes=MOST_BYTES, rows=1_000, columns=60)
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name", "document", "document title", "document name", "policy", "policy name"),
    "kind": ("kind", "type", "document type", "what it is", "category"),
    "address": ("link", "url", "address", "sharepoint link", "location", "where it lives"),
    "owner": ("owner", "lead", "author", "responsible", "policy owner", "document owner"),
    "edition": ("version", "edition", "version number"),
    "edition_on": ("date of version", "version date", "date", "issued", "last updated", "published"),
    "in_force_since": ("in force since", "in force", "effective", "effective from", "start date"),
    "review_on": ("review by", "review date", "next review", "review due", "due for review"),
}
NAMES = {
    "title": "Title",
    "kind": "What it is",
    "address": "Link",
    "owner": "Owner",
    "edition": "Version",
    "edition_on": "Date of version",
    "in_force_since": "In force since",
    "review_on": "Review by",
}
_NEEDED = ("title", "address")
_LONGEST = {"title": 200, "address": 1000, "edition": 30}
_PAST = ("edition_on", "in_force_since")
_OTHERWISE = "policy"


@dataclass(frozen=True)
class NewDocument:
    """A document as a row of a sheet has it."""

    row: int
    fields: dict[str, Any]
    owner: Any = None


@dataclass(frozen=True)
class DocumentSheet:
    """What a sheet holds: new documents, how many are here already, and what is wrong: (row, column, what to do)."""

    missing: list[str]
    new: list[NewDocument] = field(default_factory=list)
    here: list[tuple[int, str]] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What cells can mean in a council: people by name and address, and what is here at an address: its reference or ""."""

    people: Mapping[str, Any]
    here: Callable[[str], str]
    today: datetime.date


def read_documents(file: BinaryIO, filename: str, known: Known) -> DocumentSheet:
    """Return what a sheet holds; raises SheetError for a file that is no table."""
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        matched = match_columns(sheet.columns, FIELDS)
        read = DocumentSheet(
            [NAMES[name] for name in _NEEDED if not matched[name]], notes=list(sheet.warnings)
        )
        if read.missing:
            return read
        seen: dict[str, int] = {}
        for row in sheet.rows(*[column for column in matched.values() if column]):
            if row.problem:
                read.errors.append((row.number, "Whole row", row.problem))
                continue
            cells = {name: row.cells[column] if column else None for name, column in matched.items()}
            _read_row(
                read, row.number, cells, {name: column or "" for name, column in matched.items()}, known, seen
            )
        read.notes.extend(sheet.left_out.lines())
    return read


def _read_row(
    read: DocumentSheet,
    row: int,
    cells: Mapping[str, Any],
    columns: Mapping[str, str],
    known: Known,
    seen: dict[str, int],
) -> None:
    """Read one row: a new document, one that is here already, or what is wrong in it."""
    texts = {name: _text(value) for name, value in cells.items()}
    problems: list[tuple[int, str, str]] = []

    def wrong(name: str, error: str) -> None:
        problems.append((row, columns[name] or NAMES[name], error))

    for name in _NEEDED:
        if not texts[name]:
            wrong(name, f"{NAMES[name]} is missing. Enter one.")
    for name, longest in _LONGEST.items():
        if len(texts[name]) > longest:
            wrong(name, f"It is longer than {longest} characters. Shorten it.")
    address = texts["address"].rstrip("/").lower()
    if texts["address"] and not texts["address"].lower().startswith("https://"):
        wrong("address", "It is no address. Enter one that begins with https://")
    elif address in seen:
        wrong("address", f"Row {seen[address]} has the same address.")
    elif address:
        seen[address] = row
    kind = _kind(texts["kind"])
    if kind is None:
        wrong(
            "kind",
            f"No kind of document is called {shown(texts['kind'])}. Enter one such as Policy or Guide.",
        )
    dates: dict[str, datetime.date] = {}
    for name in ("edition_on", "in_force_since", "review_on"):
        if texts[name] and not is_no_answer(texts[name]):
            try:
                dates[name] = _day(cells[name])
            except ValueError as error:
                wrong(name, str(error))
    for name in _PAST:
        if dates.get(name, known.today) > known.today:
            wrong(name, "It is a day to come.")
    if "review_on" in dates and "in_force_since" in dates and dates["review_on"] < dates["in_force_since"]:
        wrong("review_on", "It is before the document was in force.")
    owner = None
    if texts["owner"] and not is_no_answer(texts["owner"]):
        owner = known.people.get(plain(texts["owner"]))
        if owner is None:
            wrong("owner", f"Nobody here who may own a document is called {shown(texts['owner'])}.")
    if problems:
        read.errors.extend(problems)
        return
    if reference := known.here(texts["address"]):
        read.here.append((row, reference))
        return
    fields = {"title": texts["title"], "kind": kind, "address": texts["address"], "edition": texts["edition"]}
    dates.setdefault("edition_on", dates.get("in_force_since", known.today))
    read.new.append(NewDocument(row, {**fields, **dates}, owner))


def _kind(text: str) -> str | None:
    """Return the kind that a cell names, a policy where it is empty, None for a name that is none."""
    if not text or is_no_answer(text):
        return _OTHERWISE
    words = plain(text)
    by_name = {plain(kind.name): slug for slug, kind in DOCUMENT_KINDS.items()}
    return (
        by_name.get(words)
        or by_name.get(words.removesuffix("s"))
        or (words if words in DOCUMENT_KINDS else None)
    )


def _day(cell: Any) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return cell if isinstance(cell, datetime.date) else parse_date(cell)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())
