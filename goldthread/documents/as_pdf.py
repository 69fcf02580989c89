"""A document as a tagged PDF (PDF/UA-1), by WeasyPrint; nothing is fetched, from the network or from a disk.

WeasyPrint draws text with Pango, a library of the system (on Debian libpango-1.0-0 and libpangoft2-1.0-0 with
libharfbuzz-subset0). Where it is absent, `is_available` says so, and a page is printed from the browser instead.
"""

from __future__ import annotations

import functools
import logging
from contextvars import ContextVar
from importlib import metadata, resources
from typing import Any

from goldthread.documents.as_html import file
from goldthread.documents.model import Document

PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""The packages of Debian and Ubuntu that hold Pango."""


class NoPdf(Exception):
    """PDF files cannot be written on this machine."""


@functools.cache
def _weasyprint() -> Any:
    """Return WeasyPrint, or None where it or Pango is not on this machine."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    # What it says of a fault holds the words of the document, which belong in no log.
    said = logging.getLogger("weasyprint")
    said.handlers, said.propagate = [_Faults()], False
    said.setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    return weasyprint


_FAULTS: ContextVar[list[str] | None] = ContextVar("faults of the PDF that is being written", default=None)


class _Faults(logging.Handler):
    """Notes that something of the PDF that is being written here was left out."""

    def emit(self, record: logging.LogRecord) -> None:
        faults = _FAULTS.get()
        if faults is not None:
            faults.append(record.module)


def is_available() -> bool:
    """Return whether PDF files can be written on this machine."""
    return _weasyprint() is not None


def made_with() -> str:
    """Return what PDF files are written with here, with versions: the same document and these give the same bytes.

    Raises NoPdf where none can be written.
    """
    if _weasyprint() is None:
        raise NoPdf("Pango is not on this machine.")
    from weasyprint.text.ffi import ffi, pango

    version = (
        ffi.string(pango.pango_version_string()).decode() if hasattr(pango, "pango_version_string") else ""
    )
    if not version:
        said = pango.pango_version()
        version = f"{said // 10_000}.{said // 100 % 100}.{said % 100}"
    named = ", ".join(f"{name} {metadata.version(name)}" for name in ("weasyprint", "pydyf", "fonttools"))
    return f"Written with {named} and Pango {version}. The file’s properties name its fonts, which are those of the machine."


def as_pdf(document: Document) -> bytes:
    """Return a document as PDF/UA-1; raises NoPdf where this machine cannot write one, ValueError for a faulty drawing."""
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise NoPdf(f"Pango is not on this machine. On Debian: apt-get install {PANGO}")
    # The drawings stand in the file itself, as data; any other address is refused.
    refuse = weasyprint.urls.URLFetcher(
        allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True
    )
    html = weasyprint.HTML(
        string=file(document, _style() + (_SLIDE if document.slide else _sized(document.size))),
        url_fetcher=refuse,
        base_url=None,
    )
    faults: list[str] = []
    before = _FAULTS.set(faults)
    try:
        written = html.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    finally:
        _FAULTS.reset(before)
    if faults:
        raise ValueError("A part of the document cannot be written as PDF.")
    return written


# Sixteen by nine, as projectors are.
_SLIDE = (
    "@page{size:320mm 180mm;margin:12mm 16mm 10mm}body{font-size:17pt;line-height:1.3}h1{font-size:28pt}"
    "h2{font-size:19pt;margin:5mm 0 1.5mm}.gt-sheet__under{font-size:12pt}p,ul,ol{margin-bottom:2mm}"
)


def _sized(size: float) -> str:
    """Return the style of a document whose text has a size of its own: headings grow with it, and the margins of a letter."""
    if not size:
        return ""
    small = max(size - 1, 8)
    return (
        f"body{{font-size:{size}pt;line-height:1.45}}h1{{font-size:{size * 1.3:g}pt}}"
        f"h2{{font-size:{size * 1.12:g}pt;margin:{size * 0.6:g}pt 0 {size * 0.3:g}pt}}h3{{font-size:{size}pt}}"
        f"p,ul,ol{{margin-bottom:{size * 0.7:g}pt}}.gt-sheet__under,.gt-sheet__note{{font-size:{small:g}pt}}"
        f".gt-sheet__lines p{{margin:0}}.gt-sheet__lines{{margin-bottom:{size:g}pt}}@page{{margin:22mm 22mm 20mm}}"
    )


@functools.cache
def _style() -> str:
    return resources.files("goldthread.documents").joinpath("paper.css").read_text()
