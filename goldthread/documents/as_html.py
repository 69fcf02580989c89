"""A document as HTML: the article on its page, and the whole file that becomes the PDF."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from html import escape

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
    runs_of,
)

MayOpen = Callable[[str], bool]


def article(document: Document, *, may_open: MayOpen = lambda address: True, heading: int = 1) -> str:
    """Return a document as an `<article>` for a page with our style sheet.

    may_open: whether this reader may open an address; where not, its words stand without a link. heading: the level of
    its title on the page, from which the others follow.
    """
    return _Writer(may_open, heading - 1, inline=True).article(document)


def file(document: Document, style: str) -> str:
    """Return a document as a whole HTML file, with its own style sheet and drawings as pictures with their text."""
    body = _Writer(lambda address: False, 0, inline=False).article(document)
    about = {"author": document.author, "keywords": ", ".join(document.keywords)}
    meta = "".join(f'<meta name="{name}" content="{escape(text)}">' for name, text in about.items() if text)
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title>"
        f"{meta}<style>{style}</style></head><body>{body}</body></html>"
    )


def opened(document: Document, style: str) -> str:
    """Return a document as one file that any browser opens from a disk: it fetches nothing and runs nothing.

    Its drawings stand in it as drawings; a table that is wider than the screen scrolls in its own frame, by keyboard too.
    """
    body = _Writer(lambda address: False, 0, inline=True, scrolls=True).article(document)
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#main">Skip to main content</a>\n<main id="main" tabindex="-1">{body}</main>\n'
        "</body>\n</html>\n"
    )


class _Writer:
    def __init__(self, may_open: MayOpen, deeper: int, *, inline: bool, scrolls: bool = False) -> None:
        self._may_open, self._deeper, self._inline = may_open, deeper, inline
        self._scrolls = scrolls

    def article(self, document: Document) -> str:
        top = f"h{1 + self._deeper}"
        under = f'<p class="gt-sheet__under">{self._text(document.subtitle)}</p>' if document.subtitle else ""
        return (
            f'<article class="gt-sheet"><{top} class="gt-sheet__title">{escape(document.title)}</{top}>{under}'
            f"{self._parts(document.parts)}</article>"
        )

    def _parts(self, parts: Sequence[Part]) -> str:
        return "".join(self._part(part) for part in parts)

    def _part(self, part: Part) -> str:
        if isinstance(part, Heading):
            level = min(part.level + self._deeper, 6)
            return f"<h{level}{_anchor(part)}>{self._text(part.text)}</h{level}>"
        if isinstance(part, Paragraph):
            return f"<p{' class=gt-sheet__note' if part.note else ''}>{self._text(part.text)}</p>"
        if isinstance(part, Listing):
            kind = "ol" if part.numbered else "ul"
            return (
                f"<{kind}>{''.join(f'<li>{self._text(item)}</li>' for item in part.items)}</{kind}>"
                if part.items
                else ""
            )
        if isinstance(part, Table):
            return self._table(part)
        if isinstance(part, Figure):
            return self._figure(part)
        return self._box(part)

    def _box(self, box: Box) -> str:
        look = f" gt-sheet__{box.look}" if box.look else ""
        of = f" gt-sheet__{box.look}--{box.columns}" if box.look in ("columns", "choice", "blank") else ""
        return f'<div class="gt-sheet__box{look}{of}"{_anchor(box)}>{self._parts(box.parts)}</div>'

    def _table(self, table: Table) -> str:
        def cell(tag: str, at: int, text: Text, scope: str = "") -> str:
            of = f' scope="{scope}"' if scope else ""
            numeric = " class=gt-num" if at in table.numeric else ""
            return f"<{tag}{of}{numeric}>{self._text(text)}</{tag}>"

        head = "".join(cell("th", at, name, "col") for at, name in enumerate(table.columns))
        body = "".join(
            "<tr>"
            + "".join(
                cell("td", at, text) if at else cell("th", at, text, "row") for at, text in enumerate(row)
            )
            + "</tr>"
            for row in table.rows
        )
        hidden = "" if table.is_caption_shown else " class=govuk-visually-hidden"
        label = escape(f"Table: {table.caption}")
        scrolls = f' tabindex="0" role="region" aria-label="{label}"' if self._scrolls else ""
        return (
            f'<div class="gt-sheet__table"{scrolls}><table><caption{hidden}>{escape(table.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _figure(self, figure: Figure) -> str:
        caption = f"<figcaption>{self._text(figure.caption)}</figcaption>" if figure.caption else ""
        if self._inline:
            drawing = _with_text(figure.svg, figure.alt)
        else:
            data = base64.b64encode(figure.svg.encode()).decode()
            drawing = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}" width="{figure.width * 96 / 25.4:.0f}">'
        return f"<figure>{drawing}{caption}</figure>"

    def _text(self, text: Text) -> str:
        return "".join(self._run(run) for run in runs_of(text))

    def _run(self, run: Run) -> str:
        words = escape(run.text)
        if run.href.startswith("#") or (run.href and self._may_open(run.href)):
            words = f'<a class="govuk-link" href="{escape(run.href)}">{words}</a>'
        if run.bold:
            words = f"<strong>{words}</strong>"
        return f'<span class="gt-quiet">{words}</span>' if run.quiet else words


def _anchor(part: Heading | Box) -> str:
    return f' id="{escape(part.anchor)}"' if part.anchor else ""


_SVG = re.compile(r"<svg\b[^>]*>")
_TITLE = re.compile(r"<title\b[^>]*>.*?</title>|<desc\b[^>]*>.*?</desc>", re.DOTALL)
_NAMED = re.compile(r'\s(?:role|aria-labelledby|aria-describedby|aria-label|aria-hidden)="[^"]*"')


def _with_text(svg: str, alt: str) -> str:
    """Return a drawing that says the figure's text, and no other, to whoever does not see it."""
    bare = _TITLE.sub("", svg)
    return _SVG.sub(
        lambda match: (
            _NAMED.sub("", match.group(0))[:-1].rstrip("/") + f' role="img" aria-label="{escape(alt)}">'
        ),
        bare,
        count=1,
    )
