"""A Word file as its paragraphs: what was deleted, commented on or hidden is not read; what was inserted is.

The package is a zip of XML: refused where it could swell, where it declares a document type, or is none of Word's.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from goldthread.cell_text import shown
from goldthread.document_text.blocks import MOST_BLOCKS, Block, Document, NotRead, one_line, tidy

_MOST_PARTS, _MOST_XML, _SMALL, _SWELLING = 5_000, 60 * 1024 * 1024, 4 * 1024 * 1024, 200
_SAVE = "Open it in Word, save it as “Word Document (.docx)”, and give that."
_MAIN = "word/document.xml"
_HEADING = re.compile(r"(?:heading|berschrift)\s*([1-9])", re.I)
_NOT_READ = frozenset(
    ["del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "comment", "pict", "sectPr"]
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_CHUNK = 1 << 16
_LONGEST_CELL = 300
_SILENT = 4 * 1024 * 1024


def read_word(content: bytes, name: str) -> Document:
    """Return the paragraphs of a .docx; raises NotRead."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = _checked(package, name)
            styles = _Styles()
            if "word/styles.xml" in names:
                _parse(package, "word/styles.xml", styles, name)
            body = _Body(styles.levels)
            _parse(package, _MAIN, body, name)
            core = _Core()
            if "docProps/core.xml" in names:
                _parse(package, "docProps/core.xml", core, name)
    except _Enough:
        return Document("word", body.blocks, cut=True)
    except _BROKEN:
        raise NotRead(f"{shown(name)} is damaged or was cut short. {_SAVE}") from None
    return Document("word", body.blocks, (core.title,) if core.title else ())


class _Enough(Exception):
    """As much as is read of one document was read."""


def _checked(package: zipfile.ZipFile, name: str) -> set[str]:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_PARTS:
        raise NotRead(
            f"{shown(name)} is made of {len(entries):,} parts, far more than a real one, so it was not opened."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotRead(f"{shown(name)} is locked with a password. Save it without one, and give that.")
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise NotRead(f"{shown(name)} holds macros (small programs), which are never taken in. {_SAVE}")
    if _MAIN not in names:
        what = "a spreadsheet" if "xl/workbook.xml" in names else "a zip folder or a file of another kind"
        raise NotRead(
            f"{shown(name)} is {what}, not a Word document. Give the report as text, HTML, .docx or PDF."
        )
    for entry in entries:
        swollen = entry.file_size > _SMALL and entry.file_size > _SWELLING * max(entry.compress_size, 1)
        if entry.filename.endswith((".xml", ".rels")) and (swollen or entry.file_size > _MOST_XML):
            raise NotRead(
                f"{shown(name)} would unpack to far more than a real document does, so it was not opened."
            )
    return names


def _parse(package: zipfile.ZipFile, part: str, into: _Part, name: str) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotRead(
            f"{shown(name)} declares a document type, which Word never writes and which is used for attacks, so it was not read."
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = into.start
    parser.EndElementHandler = into.end
    parser.CharacterDataHandler = into.text
    last, silent, total = -1, 0, 0
    try:
        with package.open(part) as stream:
            while True:
                chunk = stream.read(_CHUNK)
                total += len(chunk)
                if total > _MOST_XML:
                    raise NotRead(
                        f"{shown(name)} would unpack to far more than a real document does, so it was not read."
                    )
                parser.Parse(chunk, not chunk)
                silent = 0 if parser.CurrentByteIndex != last else silent + len(chunk)
                last = parser.CurrentByteIndex
                if not chunk:
                    return
                if silent > _SILENT:
                    raise NotRead(f"{shown(name)} has one endless tag, so it was not read.")
    except expat.ExpatError:
        raise NotRead(f"{shown(name)} is damaged: its XML is broken. {_SAVE}") from None


def _plain(name: str) -> str:
    return name.rpartition(":")[2]


def _value(attributes: dict[str, str], key: str = "val") -> str | None:
    return next((value for name, value in attributes.items() if _plain(name) == key), None)


def _is_on(attributes: dict[str, str]) -> bool:
    return _value(attributes) not in ("0", "false", "off", "none")


class _Part:
    """What is made of an XML part as it is parsed."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in an opening tag."""

    def end(self, name: str) -> None:
        """Take in a closing tag."""

    def text(self, words: str) -> None:
        """Take in words."""


class _Styles(_Part):
    """The level of each style that is a heading's, by its key."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._key = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _plain(name)
        if tag == "style":
            self._key = _value(attributes, "styleId") or ""
        elif tag == "name" and self._key:
            called = _value(attributes) or ""
            match = _HEADING.match(called)
            if match:
                self.levels[self._key] = int(match[1])
            elif called.casefold() == "title":
                self.levels[self._key] = 1
        elif tag == "outlineLvl" and self._key and (_value(attributes) or "").isdigit():
            level = int(_value(attributes) or "9") + 1
            if level <= 9:
                self.levels.setdefault(self._key, level)
        elif tag == "basedOn" and self._key and (_value(attributes) or "") in self.levels:
            self.levels.setdefault(self._key, self.levels[_value(attributes) or ""])


class _Core(_Part):
    """The title that a document's properties give."""

    def __init__(self) -> None:
        self.title = ""
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = _plain(name) == "title"

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, words: str) -> None:
        if self._inside and len(self.title) < 400:
            self.title = one_line(tidy(self.title + words))


class _Body(_Part):
    """The paragraphs of a document and the rows of its tables."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.blocks: list[Block] = []
        self._levels = levels
        self._left_out = 0
        self._words: list[str] = []
        self._in_text = self._is_list = self._hidden = self._run_bold = False
        self._level = self._bold = self._length = 0
        # Rows of the tables that are open, a table in a cell being words of that cell.
        self._rows: list[list[str]] = []
        self._cell: list[list[str]] = []
        self._lays_out = False
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _plain(name)
        self._depth += 1
        if self._left_out or tag in _NOT_READ:
            self._left_out += 1
        elif tag == "p":
            self._finish()
        elif tag == "pStyle":
            style = _value(attributes) or ""
            match = _HEADING.match(style)
            self._level = self._levels.get(style, int(match[1]) if match else 0)
            self._is_list = self._is_list or "list" in style.casefold()
        elif tag == "outlineLvl":
            value = _value(attributes) or ""
            self._level = int(value) + 1 if value.isdigit() and int(value) < 9 else self._level
        elif tag == "numPr":
            self._is_list = True
        elif tag == "r":
            self._hidden = self._run_bold = False
        elif tag == "b":
            self._run_bold = _is_on(attributes)
        elif tag in ("vanish", "webHidden"):
            self._hidden = _is_on(attributes)
        elif tag == "t":
            self._in_text = True
        elif tag in ("tab", "br", "cr"):
            self._words.append(" ")
        elif tag == "noBreakHyphen":
            self._words.append("-")
        elif tag == "tr":
            self._finish()
            self._lays_out = self._lays_out and bool(self._rows)
            self._rows.append([])
        elif tag == "tc":
            self._cell.append([])

    def end(self, name: str) -> None:
        tag = _plain(name)
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p":
            self._finish()
        elif tag == "tc" and self._cell:
            self._finish()
            cell = " ".join(self._cell.pop())
            if self._rows:
                self._rows[-1].append(cell)
        elif tag == "tr" and self._rows:
            cells = tuple(self._rows.pop())
            if self._cell:
                self._cell[-1].extend(cell for cell in cells if cell)
            elif any(cells):
                self._add(Block(" | ".join(cells), "row", cells=cells) if len(cells) > 1 else Block(cells[0]))

    def text(self, words: str) -> None:
        if self._in_text and not self._left_out and not self._hidden:
            self._words.append(words)
            size = len(words.strip(" :\u00a0"))
            self._length += size
            self._bold += size if self._run_bold else 0

    def _finish(self) -> None:
        text = one_line(tidy("".join(self._words)))
        level, is_list, bold = self._level, self._is_list, self._length and self._bold >= self._length
        self._words, self._level, self._is_list, self._bold, self._length = [], 0, False, 0, 0
        if not text:
            return
        # A table that only lays out the page holds headings and long text: they are paragraphs as any.
        if self._cell and not self._lays_out and (level or len(text) > _LONGEST_CELL):
            self._lays_out = True
            self._end_rows()
        if self._cell and not self._lays_out:
            self._cell[-1].append(text)
        elif level:
            self._add(Block(text, "heading", level))
        elif bold and len(text) <= 110 and not re.search(r"[.?!;,][\"'”’)]*$", text):
            self._add(Block(text, "heading"))
        else:
            self._add(Block(text, "bullet" if is_list else "paragraph"))

    def _end_rows(self) -> None:
        """Add what is in the rows that are open, in its order, as what comes next is no part of them."""
        for depth, row in enumerate(self._rows):
            inside = self._cell[depth] if depth < len(self._cell) else []
            for text in (*row, *inside):
                if text:
                    self._add(Block(text))
            row.clear()
            inside.clear()

    def _add(self, block: Block) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise _Enough
        self.blocks.append(block)
