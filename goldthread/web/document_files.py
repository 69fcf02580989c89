"""A document (`goldthread.documents`) on its page, and sent as a Word file or a tagged PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from goldthread.documents.as_html import article
from goldthread.documents.as_pdf import NoPdf, as_pdf
from goldthread.documents.as_word import as_word
from goldthread.documents.model import Document
from goldthread.web.doors import may_open

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def article_of(request: HttpRequest, document: Document, heading: int) -> str:
    """Return a document for the page; every text in it is escaped where it is written."""
    written = article(document, may_open=lambda at: may_open(request.person, at), heading=heading)
    return mark_safe(written)


def word(document: Document, name: str) -> HttpResponse:
    """Send a document as a Word file."""
    return attached(as_word(document), _WORD, f"{slugify(name)}.docx")


def pdf(request: HttpRequest, document: Document, name: str, page: str) -> HttpResponse:
    """Send a document as a PDF file; where none can be written here, say so on its page."""
    try:
        return attached(as_pdf(document), "application/pdf", f"{slugify(name)}.pdf")
    except NoPdf:
        messages.error(request, "PDF files cannot be written on this server. Print the page instead.")
        return redirect(page)


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to be saved under a name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
