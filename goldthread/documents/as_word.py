"""A document as a Word file (.docx), by python-docx: real headings, lists, tables with header rows, and pictures with
their text, so that Word and a screen reader find their way in it.

Word shows no SVG on every machine, so drawings are pictures at 300 dots an inch. Boxes side by side are columns of the
page, in which the text runs on in its reading order: no table is used for layout.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell as Cell

from goldthread.documents.model import (
    Box,
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
    every_part,
    runs_of,
)
from goldthread.documents.pictures import as_png

_FONT = "Arial"
_QUIET = RGBColor(0x48, 0x49, 0x49)
_LINK = RGBColor(0x0D, 0x4A, 0x50)
_TINT = "EEF4F3"
_MARGIN = Mm(15)
_EASY = Pt(16)
_GAP = Mm(5)
# Widest that a picture may be where two columns stand side by side on A4.
_COLUMN_MM = 86.0


def as_word(document: Document, on: datetime.date | None = None) -> bytes:
    """Return a document as a Word file.

    on: the day that the file says it was made; with it the same document is the same bytes on every machine and day.
    """
    word = docx.Document()
    # The template's own picture of an empty page.
    for key, rel in [*word.part.package.rels.items()]:
        if rel.reltype.endswith("/thumbnail"):
            del word.part.package.rels[key]
    _set_up(word, document)
    if on is not None:
        moment = datetime.datetime(on.year, on.month, on.day)
        word.core_properties.created = word.core_properties.modified = moment
    _Writer(word, own_fonts=on is not None).write(document)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue() if on is None else zipped(_parts_of(out.getvalue()), on)


def _parts_of(word: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file by their names, the list of them first, as the format asks."""
    with zipfile.ZipFile(io.BytesIO(word)) as held:
        names = sorted(held.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return {name: held.read(name) for name in names}


def zipped(files: Mapping[str, bytes], on: datetime.date) -> bytes:
    """Return files as a ZIP in the order given: of the same files the same bytes, whatever the machine and its clock.

    They are not compressed: each version of the library that does so has bytes of its own.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as held:
        for name, content in files.items():
            # The format counts years from 1980.
            entry = zipfile.ZipInfo(name, (max(on.year, 1980), on.month, on.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            held.writestr(entry, content)
    return out.getvalue()


def _set_up(word: Any, document: Document) -> None:
    about = word.core_properties
    about.title, about.author, about.language = document.title, document.author, document.language
    about.keywords, about.comments, about.last_modified_by = ", ".join(document.keywords), "", document.author
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    sizes = {"Normal": 10, "Title": 20, "Heading 1": 16, "Heading 2": 12.5, "Heading 3": 11, "Caption": 9}
    scale = document.size / sizes["Normal"] if document.size else 1
    for name, size in sizes.items():
        style = word.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size * scale)
        style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
        # The style's theme would otherwise give headings another font.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("eastAsia", "cs"):
            fonts.set(qn(f"w:{kind}"), _FONT)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.space_before = Pt(9 if name.startswith("Heading") else 0)
    word.styles["Caption"].font.bold = False
    language = OxmlElement("w:lang")
    for kind in ("val", "eastAsia"):
        language.set(qn(f"w:{kind}"), document.language)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(language)


class _Writer:
    def __init__(self, word: Any, *, own_fonts: bool = False) -> None:
        self._word = word
        self._own_fonts = own_fonts
        self._bookmarks = 0
        self._waiting = ""
        self._columns = 1
        self._tint = False
        self._easy = False
        self._figures = 0
        self._lists = 0

    def write(self, document: Document) -> None:
        # Level 1 is the title as in the page and the PDF, so that a reader who goes by headings finds it first.
        self._paragraph(document.title, "Heading 1")
        if document.subtitle:
            self._paragraph(document.subtitle, "Normal", note=True)
        self._parts(document.parts)

    def _parts(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        if isinstance(part, Heading):
            self._mark(self._paragraph(part.text, f"Heading {part.level}"), part.anchor)
        elif isinstance(part, Paragraph):
            self._paragraph(part.text, "Normal", note=part.note)
        elif isinstance(part, Listing):
            self._listing(part)
        elif isinstance(part, Table):
            self._table(part)
        elif isinstance(part, Figure):
            self._figure(part)
        else:
            self._box(part)

    def _box(self, box: Box) -> None:
        if box.look == "blank":
            for _ in range(box.columns):
                self._paragraph("\N{NO-BREAK SPACE}" + "_" * 60, "Normal")
            return
        if box.look == "columns" and box.columns > 1 and self._columns == 1 and not _has_table(box.parts):
            self._in_columns(2)
            self._parts(box.parts)
            self._in_columns(1)
            return
        if box.anchor:
            # Where a link leads: an empty line of no height would be read out, so that it is the first paragraph's.
            self._waiting = box.anchor
        tinted, self._tint = self._tint, self._tint or box.look in ("tinted", "framed")
        easy, self._easy = self._easy, self._easy or box.look == "easy"
        if box.look == "easy":
            self._word.add_page_break()
        self._parts(box.parts)
        self._tint, self._easy = tinted, easy

    def _in_columns(self, count: int) -> None:
        """Begin a part of the page with so many columns; what follows runs on in them."""
        section = self._word.add_section(WD_SECTION.CONTINUOUS)
        columns = section._sectPr.find(qn("w:cols"))
        if columns is None:
            columns = OxmlElement("w:cols")
            section._sectPr.append(columns)
        columns.set(qn("w:num"), str(count))
        columns.set(qn("w:space"), str(int(_GAP.twips)))
        self._columns = count

    def _paragraph(self, text: Text, style: str, *, note: bool = False) -> Any:
        paragraph = self._word.add_paragraph(style=style)
        anchor, self._waiting = self._waiting, ""
        self._mark(paragraph, anchor)
        self._runs(paragraph, text, note=note)
        if self._tint:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
                shade.set(qn(f"w:{name}"), value)
            paragraph._p.get_or_add_pPr().append(shade)
        return paragraph

    def _mark(self, paragraph: Any, anchor: str) -> None:
        """Let links lead to a paragraph by a name."""
        if not anchor:
            return
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), anchor)
        properties = paragraph._p.pPr
        at = 0 if properties is None else list(paragraph._p).index(properties) + 1
        paragraph._p.insert(at, start)
        paragraph._p.append(end)

    def _runs(self, paragraph: Any, text: Text, *, note: bool = False) -> None:
        for run in runs_of(text):
            self._run(paragraph, run, note=note)

    def _run(self, paragraph: Any, run: Run, *, note: bool) -> None:
        made = paragraph.add_run(run.text)
        if run.href.startswith("#"):
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), run.href[1:])
            paragraph._p.replace(made._r, link)
            link.append(made._r)
            made.font.underline = True
            made.font.color.rgb = _LINK
        if run.bold:
            made.bold = True
        if self._easy:
            made.font.size = _EASY
        if run.quiet or note:
            made.font.size = Pt(9)
            made.font.color.rgb = _QUIET

    def _listing(self, listing: Listing) -> None:
        number = self._new_numbering() if listing.numbered else None
        for item in listing.items:
            paragraph = self._paragraph(item, "List Number" if listing.numbered else "List Bullet")
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def _new_numbering(self) -> int:
        """Return a numbering of its own for a list, so that each begins with 1."""
        numbering = self._word.part.numbering_part.element
        style = self._word.styles["List Number"].element.pPr.numPr.numId.val
        abstract = next(n.abstractNumId.val for n in numbering.num_lst if n.numId == style)
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return made.numId

    def _table(self, table: Table) -> None:
        caption = self._paragraph(table.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        made = self._word.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
        # By the rows themselves: to ask the table for a cell counts through all of them each time.
        cells = [[Cell(each, made) for each in row.tc_lst] for row in made._tbl.tr_lst]
        for at, name in enumerate(table.columns):
            self._cell(cells[0][at], [Run(name, bold=True)], numeric=at in table.numeric)
        header = made.rows[0]._tr.get_or_add_trPr()
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        header.append(repeated)
        for down, row in enumerate(table.rows, start=1):
            for at, text in enumerate(row):
                self._cell(cells[down][at], text, numeric=at in table.numeric)
        look = made._tbl.tblPr.find(qn("w:tblLook"))
        if look is None:
            look = OxmlElement("w:tblLook")
            made._tbl.tblPr.append(look)
        for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "0"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), table.caption)
        made._tbl.tblPr.append(described)

    def _cell(self, cell: Any, text: Text, *, numeric: bool) -> None:
        paragraph = cell.paragraphs[0]
        self._runs(paragraph, text)
        if numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _figure(self, figure: Figure) -> None:
        width = min(figure.width, _COLUMN_MM) if self._columns > 1 else figure.width
        paragraph = self._word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = bool(figure.caption)
        shape = paragraph.add_run().add_picture(
            io.BytesIO(as_png(figure.svg, width, own_fonts=self._own_fonts)), width=Mm(width)
        )
        self._figures += 1
        properties = shape._inline.docPr
        properties.set("name", f"Figure {self._figures}")
        properties.set("descr", figure.alt)
        if figure.caption:
            self._paragraph(figure.caption, "Caption")


def _has_table(parts: Sequence[Part]) -> bool:
    return any(isinstance(part, Table) for part in every_part(parts))
