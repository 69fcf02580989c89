"""A briefing as a document: on one A4 sheet, on one slide, in easy read, and as the text of an e-mail."""

from __future__ import annotations

import io
from dataclasses import dataclass

from pypdf import PdfReader

from goldthread.analysis.text.reading_age import word_count
from goldthread.briefings.models import Briefing
from goldthread.briefings.queries import blocks
from goldthread.documents.as_pdf import as_pdf
from goldthread.documents.easy_pictures import pictured
from goldthread.documents.model import Box, Document, Heading, Listing, Paragraph, Part

_ON_SLIDE = ("what", "what_to_do", "questions")
# Which drawing stands beside a line of easy read, by a word in it; the first that fits.
_PICTURES = (
    ("phone", ("ring", "phone", "call")),
    ("letter", ("letter", "write to", "post")),
    ("write", ("write", "note", "record")),
    ("danger", ("danger", "harm", "hurt", "unsafe", "risk")),
    ("calendar", ("day", "week", "month", "date", "friday", "monday", "wait")),
    ("home", ("home", "house")),
    ("question", ("ask", "question", "?")),
    ("lock", ("private", "secret")),
    ("talk", ("talk", "tell", "speak", "said", "say")),
    ("read", ("read", "plan", "form")),
    ("help", ("help", "support", "care")),
    ("thanks", ("thank", "good")),
)
_OTHERWISE = "idea"


@dataclass(frozen=True)
class Sheet:
    """A PDF that should be one page: the file, its pages, and how many words stand beyond the first."""

    content: bytes
    pages: int
    words_over: int


def sheet(briefing: Briefing, council: str) -> Document:
    """Return a briefing as one A4 sheet: what to do stands in a box."""
    parts: list[Part] = []
    for number, (slug, title, text) in enumerate(blocks(briefing), 1):
        written: list[Part] = [Heading(f"{number}. {title}"), *_paragraphs(text)]
        parts.append(Box(written, "framed" if slug == "what_to_do" else ""))
    return Document(briefing.title, parts, subtitle=_under(briefing, council), author=council, size=10.5)


def slide(briefing: Briefing, council: str) -> Document:
    """Return a briefing as one slide: what it is about, what to do, and what to talk about."""
    parts: list[Part] = [
        part
        for slug, title, text in blocks(briefing)
        if slug in _ON_SLIDE
        for part in (Heading(title), *_paragraphs(text))
    ]
    return Document(briefing.title, parts, subtitle=_under(briefing, council), author=council, slide=True)


def easy_read(briefing: Briefing, council: str) -> Document:
    """Return a briefing in easy read: one idea a line, each beside a drawing."""
    lines = [line.strip() for line in briefing.easy_read.splitlines() if line.strip()]
    parts = [pictured(picture_for(line), line) for line in lines]
    return Document(briefing.title, [Box(parts, "easy")], subtitle=_under(briefing, council), author=council)


def picture_for(line: str) -> str:
    """Return the name of the drawing beside a line of easy read."""
    lowered = line.lower()
    return next((name for name, words in _PICTURES if any(word in lowered for word in words)), _OTHERWISE)


def e_mail(briefing: Briefing, council: str, address: str) -> str:
    """Return the text of an e-mail that tells of a briefing: to copy, for somebody's own e-mail program."""
    lines = [f"Seven-minute briefing {briefing.reference}: {briefing.title}", ""]
    for slug, title, text in blocks(briefing):
        if slug in ("what", "what_to_do"):
            lines += [title.upper(), text, ""]
    return "\n".join(
        [*lines, "Read all of it, and say that you have (about seven minutes):", address, "", council]
    )


def one_page(document: Document) -> Sheet:
    """Return a document as PDF/UA, with how many words must go for it to be one page; raises NoPdf where none is made."""
    content = as_pdf(document)
    pages = PdfReader(io.BytesIO(content)).pages
    return Sheet(content, len(pages), sum(word_count(page.extract_text()) for page in pages[1:]))


def _paragraphs(text: str) -> list[Part]:
    """Return the paragraphs of a text; lines that begin with a dash, or several short ones, as a list."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return [Listing([line.lstrip("-•* ").strip() for line in lines])]
    return [Paragraph(line) for line in lines]


def _under(briefing: Briefing, council: str) -> str:
    came = f", shared by {briefing.came_from}" if briefing.came_from else ""
    return f"Seven-minute briefing {briefing.reference}, {council}{came}"
