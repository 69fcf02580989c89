"""Reading a file of a published report into its pages; nothing is saved here, and nothing is made up."""

from __future__ import annotations

import datetime
import hashlib
import re

from goldthread.analysis.reports.reading import read_report
from goldthread.analysis.reports.types import PublishedPage
from goldthread.council.command import Refused
from goldthread.date_reading import read_date
from goldthread.document_text import NotRead, open_document
from goldthread.standards import framework

MOST_TEXT = 2_000_000
"""Characters of pasted text; the longest whole report known has a quarter of that."""
PASTED = "Pasted text"
_BEFORE_A_DATE = re.compile(r"^[^:\d]{0,60}:\s*|^(?:published|last updated|dated)\s+(?:on\s+)?", re.I)


def read_text(text: str, source: str = PASTED) -> list[PublishedPage]:
    """Read the pages in a text; raises Refused, in words fit to show, where none can be read."""
    return read_file(text.encode(), "pasted.md", source=source)


def read_file(content: bytes, name: str, *, source: str = "") -> list[PublishedPage]:
    """Read the pages in a file of text, Word, PDF or a web page; raises Refused for what is no such file."""
    try:
        return read_report(open_document(content, name), source=source or name, rules=framework.current())
    except NotRead as error:
        raise Refused(str(error), field="file") from None


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
