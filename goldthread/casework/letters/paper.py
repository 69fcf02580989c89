"""A letter on paper: with its head, as one document that is written as a page, a Word file and a tagged PDF."""

from __future__ import annotations

from goldthread.casework.letters.fields import Recipient
from goldthread.casework.letters.wording import parts_of
from goldthread.documents.model import Box, Document, Paragraph

_USUAL, _LARGE = 12, 18


def is_large(format_needed: str) -> bool:
    """Return whether somebody asked for large print."""
    return "large" in format_needed.lower()


def paper(
    *, council: str, letterhead: str, to: Recipient, date: str, reference: str, text: str, large: bool = False
) -> Document:
    """Return a letter as a document: who writes, to whom, when, and its text with every field filled."""
    lines = [to.name, *to.lines]
    head = [Box(tuple(Paragraph(line) for line in lines if line), look="lines")] if any(lines) else []
    about = Box((Paragraph(date), Paragraph(f"Our reference: {reference}")), look="lines")
    return Document(
        title=council,
        subtitle=", ".join(line.strip() for line in letterhead.splitlines() if line.strip()),
        parts=(*head, about, *parts_of(text)),
        author=council,
        size=_LARGE if large else _USUAL,
    )


def head_of(to: Recipient, date: str, reference: str) -> str:
    """Return the head of a letter as plain text, as it is kept with what was sent."""
    return "\n".join(
        [line for line in (to.name, *to.lines) if line] + ["", date, f"Our reference: {reference}"]
    )
