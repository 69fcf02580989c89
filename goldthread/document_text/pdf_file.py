"""A PDF as its paragraphs, read in a process of its own with limits (`pdf_reader.py`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from goldthread.cell_text import shown
from goldthread.document_text.blocks import Document, NotRead
from goldthread.document_text.lines import read_lines
from goldthread.document_text.pdf_reader import LOCKED, NO_READER

MOST_PAGES, MOST_LETTERS, SECONDS = 600, 6_000_000, 60
_READER = Path(__file__).with_name("pdf_reader.py")
# All that it is told of its surroundings: what Windows needs to start a program.
_NEEDED = ("SYSTEMROOT",)


class PdfNotRead(Exception):
    """The words of a PDF could not be read; code is what its reader ended with, None where it took too long."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


def pdf_pages(content: bytes, *, most: int, pages: int, seconds: int) -> str:
    """Return the words of a PDF's first pages, a form feed between two; raises PdfNotRead."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER), str(most), str(pages), str(seconds)],
            input=content,
            capture_output=True,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            timeout=seconds + 5,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        raise PdfNotRead(None) from None
    if done.returncode != 0:
        raise PdfNotRead(done.returncode)
    return done.stdout.decode("utf-8", "replace")


def read_pdf(content: bytes, name: str) -> Document:
    """Return a PDF's paragraphs; raises NotRead where it is locked, broken, a scan, or its reader is not installed."""
    try:
        text = pdf_pages(content, most=MOST_LETTERS, pages=MOST_PAGES, seconds=SECONDS)
    except PdfNotRead as error:
        if error.code == LOCKED:
            raise NotRead(
                f"{shown(name)} is locked with a password. Save it without one, and give that."
            ) from None
        if error.code == NO_READER:
            raise NotRead(
                f"{shown(name)} is a PDF, and what reads PDF is not installed. Install goldthread[web], or give the page as text or HTML."
            ) from None
        raise NotRead(
            f"{shown(name)} is damaged, or takes too long to read. Save it again, and give that."
        ) from None
    if not text.strip():
        raise NotRead(f"{shown(name)} has no text: it may be a scan. Give it as text, HTML or Word.")
    # Without a page's end a single page would not be told from text that was never printed.
    document = read_lines(text if "\f" in text else text + "\f")
    return Document("pdf", document.blocks, document.titles, document.cut)
