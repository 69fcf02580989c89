"""Reader of the answers that iCasework gives to programs: a list of cases in XML, each a row of a table.

A column is the path of an element under its case ("Attributes.Details"); of an element that stands several times the
texts are joined. A document type is refused outright: without one there are no entities, so none can multiply
(“billion laughs”) or fetch anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from goldthread.cell_text import clean_text
from goldthread.sheets.errors import SheetError
from goldthread.sheets.limits import Limits, Work
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.source import CHUNK, Source
from goldthread.sheets.values import Cell

CASES = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<Cases[\s>]", re.S)
_ROOT, _CASE = "Cases", "Case"
_DEEPEST = 12
_JOIN = "; "
# Files that lie in the other system, and say nothing here.
_LEFT_OUT = ("Documents",)


def is_cases(head: bytes) -> bool:
    """Return whether a file's first bytes begin a list of cases."""
    return CASES.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


class XmlFile:
    """The cases of such a file as RawRow; row 1 holds the headings."""

    kind = "xml"
    encoding: str | None = None
    sheet_names: tuple[str, ...] = ()
    sheet_name: str | None = None

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits
        names: dict[str, None] = {}
        count = 0
        for case in self._cases():
            names.update(dict.fromkeys(case))
            count += 1
            if len(names) > limits.columns:
                raise SheetError(
                    f"Its cases have more than {limits.columns} different elements.",
                    "Export fewer fields, and upload that.",
                )
        self._names = list(names)
        self.most_rows = count + 1
        self.warnings = [
            "This is a list of cases in XML; each case was read as a row. It has not been tried on a real file: check it."
        ]

    def rows(self) -> Iterator[RawRow]:
        """Yield the headings, and each case with its texts in their columns."""
        work = Work(self._limits)
        yield RawRow(1, list(self._names))
        for number, case in enumerate(self._cases(), 2):
            work.cells(len(self._names))
            values: list[Cell] = []
            problem = None
            for name in self._names:
                text = clean_text(case.get(name, ""))
                if len(text) > self._limits.cell_characters:
                    problem = f"{name} has {len(text):,} characters; the most is {self._limits.cell_characters:,}. Shorten it."
                    text = text[: self._limits.cell_characters]
                work.characters(len(text))
                values.append(text or None)
            while values and values[-1] is None:
                values.pop()
            if values:
                yield RawRow(number, values, problem)

    def describe_columns(self, header_row: int, width: int) -> list[str]:
        """XML has no merged and no hidden cells."""
        return []

    def spread(self, row: RawRow) -> list[Cell]:
        """XML has no headings over several columns."""
        return row.values

    def _cases(self) -> Iterator[dict[str, str]]:
        """Yield each case as its texts by path, in the order of the file."""
        done: list[dict[str, str]] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        reading = _Reading(done, self._limits)
        parser.StartElementHandler = reading.start
        parser.EndElementHandler = reading.end
        parser.CharacterDataHandler = reading.text
        with self._source.open() as stream:
            while True:
                chunk = stream.read(CHUNK)
                try:
                    parser.Parse(chunk, not chunk)
                except expat.ExpatError as error:
                    raise SheetError(
                        f"Its XML is broken in line {error.lineno:,}.", "Export it again, and upload that."
                    ) from None
                yield from done
                done.clear()
                if not chunk:
                    return


class _Reading:
    """What is read of one case so far."""

    def __init__(self, done: list[dict[str, str]], limits: Limits) -> None:
        self._done, self._limits = done, limits
        self._path: list[str] = []
        self._case: dict[str, list[str]] = {}
        self._held = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition(":")[2])
        if len(self._path) > _DEEPEST:
            raise SheetError("Its elements lie too deep in each other.", "Export it again, and upload that.")
        if self._path == [_ROOT, _CASE]:
            self._case, self._held = {}, 0
        elif group := attributes.get("Group"):
            # What a classification belongs to stands beside it.
            self._add(f"{'.'.join(self._path[2:])} group", group)

    def text(self, text: str) -> None:
        if len(self._path) > 2:
            self._case.setdefault("\0", []).append(text)
            self._held += len(text)
            if self._held > self._limits.cell_characters * 20:
                raise SheetError("One of its cases is too long.", "Export it without its files.")

    def end(self, name: str) -> None:
        said = "".join(self._case.pop("\0", ())).strip()
        if said and len(self._path) > 2:
            self._add(".".join(self._path[2:]), said)
        if self._path == [_ROOT, _CASE]:
            self._done.append({path: _JOIN.join(dict.fromkeys(texts)) for path, texts in self._case.items()})
        self._path.pop()

    def _add(self, path: str, text: str) -> None:
        if not path.startswith(_LEFT_OUT):
            self._case.setdefault(path, []).append(text)


def _no_doctype(*_: object) -> None:
    raise SheetError(
        "This XML declares a document type, which no case system writes and which is used for attacks, so it was not read.",
        "Export it again, and upload that.",
    )
