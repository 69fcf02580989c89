"""The model of a document: headings, paragraphs, lists, tables, figures, and how its parts stand on the page.

What is written of it (`as_html.py`, `as_word.py`, `as_pdf.py`) says the same in the same order. Words are plain text or runs of text:
no markup is passed on, so nothing that somebody typed can become any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """Some words: bold, quiet (said beside the rest), or leading somewhere.

    href: an address on this service or "": a page shows it as a link, a file that is handed on does not; one that
    begins with "#" leads to an anchor of the same document, in every form of it.
    """

    text: str
    bold: bool = False
    quiet: bool = False
    href: str = ""


Text = str | Sequence[str | Run]


def runs_of(text: Text) -> list[Run]:
    """Return a text as its runs."""
    parts = [text] if isinstance(text, str) else text
    return [Run(part) if isinstance(part, str) else part for part in parts]


def plain(text: Text) -> str:
    """Return the words of a text alone."""
    return "".join(run.text for run in runs_of(text))


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title, which `Document` writes itself. anchor: by which a link leads here."""

    text: Text
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. note: smaller and quieter, as under a chart."""

    text: Text
    note: bool = False


@dataclass(frozen=True)
class Listing:
    """A list, with numbers where the order matters."""

    items: Sequence[Text]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its caption, its columns, and rows whose first cell is their heading. numeric: columns of figures."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    numeric: frozenset[int] = frozenset()
    is_caption_shown: bool = True


@dataclass(frozen=True)
class Figure:
    """A drawing: SVG of our own making, and the text that says the same to whoever does not see it.

    width: in millimetres on paper. caption: under the drawing; "" for none.
    """

    svg: str
    alt: str
    width: float
    caption: Text = ""


@dataclass(frozen=True)
class Box:
    """Parts that belong together, with how they stand on the page.

    look: "" for one under the other, "lines" without space between them, "framed" or "tinted" for a box around them,
    "columns" for boxes side by side, "easy" for large letters with room between the lines, on a page of its own,
    "pictured" for a drawing with words beside it (`easy_pictures.pictured`), "choice" for a box to tick with words beside
    it, "blank" for room to write, so many lines as `columns` says.
    anchor: by which a link leads to it. columns: how many stand side by side. Reading order is always that of the parts; a look is never needed to understand them.
    """

    parts: Sequence[Part]
    look: str = ""
    columns: int = 2
    anchor: str = ""


Part = Heading | Paragraph | Listing | Table | Figure | Box


@dataclass(frozen=True)
class Document:
    """A document: its title, what stands under it, its language, who made it, and its parts.

    size: of its text on paper, in points, as a letter in large print has; 0 for that of a report. slide: whether its paper
    is a screen, in letters that are read from the back of a room.
    """

    title: str
    parts: Sequence[Part]
    subtitle: Text = ""
    language: str = "en-GB"
    author: str = ""
    keywords: Sequence[str] = field(default_factory=tuple)
    size: float = 0
    slide: bool = False

    def __post_init__(self) -> None:
        """Refuse a heading that leaves out a level, a figure without its text, an anchor given twice, and no title."""
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        level, anchors = 1, set()
        for part in every_part(self.parts):
            anchor = part.anchor if isinstance(part, Heading | Box) else ""
            if anchor and anchor in anchors:
                raise ValueError(f"Two parts have the anchor {anchor}.")
            anchors.add(anchor)
            if isinstance(part, Heading):
                if not 2 <= part.level <= level + 1:
                    raise ValueError(f"The heading “{plain(part.text)}” leaves out a level.")
                level = part.level
            if isinstance(part, Figure) and not part.alt.strip():
                raise ValueError("A figure needs a text that says the same.")


def every_part(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield every part in reading order, those in boxes included; a box comes before its parts."""
    for part in parts:
        yield part
        if isinstance(part, Box):
            yield from every_part(part.parts)
