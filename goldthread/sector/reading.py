"""Reading a file of a published report into its pages; nothing is saved here, and nothing is made up."""

from __future__ import annotations

import datetime
import hashlib
import re

from goldthread.analysis.reports.types import Figure, Passage, Place, PublishedPage, Section
from goldthread.council.command import Refused
from goldthread.council.files.content import kind_of_content, text_in
from goldthread.council.files.models import FileKind
from goldthread.council.files.reading import pdf_text
from goldthread.date_reading import read_date
from goldthread.standards import framework
from goldthread.standards.assessment import AssessmentError, read_assessment

MOST_TEXT = 2_000_000
"""Characters of pasted text; the longest whole report known has a quarter of that."""
_BEFORE_A_DATE = re.compile(r"^[^:\d]*:\s*|^(?:published|last updated|dated)\s+(?:on\s+)?", re.I)


def read_text(text: str, source: str) -> list[PublishedPage]:
    """Read the pages in a text; raises Refused, in words fit to show, where none can be read."""
    try:
        page = read_assessment(text)
    except AssessmentError as error:
        raise Refused(f"This is not read as a page of a published report. {error}") from None
    statement = framework.current().statement(page.statement_slug)
    sections, passages = [], []
    for each in page.sections:
        place = Place(paragraph=len(passages) + 1)
        sections.append(Section(heading=each.heading, kind="findings", place=place))
        for words in each.points:
            place = Place(paragraph=len(passages) + 1)
            passages.append(Passage(text=words, place=place, section=each.heading, speaker="regulator"))
    return [
        PublishedPage(
            source=source,
            council=page.council,
            statement=statement.name,
            score=page.score,
            label=page.label,
            sections=tuple(sections),
            passages=tuple(passages),
        )
    ]


def read_file(content: bytes, source: str) -> list[PublishedPage]:
    """Read the pages in a file of text, Word or PDF; raises Refused for what is no such file."""
    kind = kind_of_content(content)
    if kind not in (FileKind.TEXT, FileKind.WORD, FileKind.PDF):
        raise Refused("Choose a PDF, Word, HTML or text file.", field="file")
    return read_text(pdf_text(content) if kind == FileKind.PDF else text_in(kind, content), source)


def fingerprint(page: PublishedPage) -> str:
    """Return what tells the same page again however it was saved: its statement and its words, without their marks."""
    words = " ".join(passage.text for passage in page.passages)
    plain = " ".join(re.findall(r"\w+", f"{page.statement or ''} {words}".casefold()))
    return hashlib.sha256(plain.encode()).hexdigest()


def statement_slug(name: str | None) -> str:
    """Return the slug of a statement by its current name or an alias, "" for a summary or a name that is not known."""
    try:
        return framework.current().statement(name).slug if name else ""
    except KeyError:
        return ""


def day_printed(printed: str | None) -> datetime.date | None:
    """Return the day that a printed date means, None where it is no whole day: a month alone is none."""
    try:
        return read_date(_BEFORE_A_DATE.sub("", printed or "").strip()).day if printed else None
    except ValueError:
        return None


__all__ = ["MOST_TEXT", "Figure", "day_printed", "fingerprint", "read_file", "read_text", "statement_slug"]
