"""Pages and files of a briefing in its several forms, all from the one text."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from goldthread.briefings import queries
from goldthread.briefings.models import Briefing
from goldthread.briefings.outputs import papers
from goldthread.documents.as_html import article
from goldthread.documents.as_pdf import NoPdf, as_pdf
from goldthread.documents.model import Document
from goldthread.web.jinja import plural
from goldthread.web.render import render_page


def _get(request: HttpRequest, pk: uuid.UUID) -> Briefing:
    return get_object_or_404(queries.readable(request.person), pk=pk)


def forms_of(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the forms of a briefing: which file is which, and the text of an e-mail to copy."""
    record = _get(request, pk)
    # The way in for whoever reads it at work: one screen, and the word that they have.
    address = request.build_absolute_uri(reverse("briefings:quick", args=[pk]))
    mail = papers.e_mail(record, request.person.council.name, address)
    return render_page(request, "briefings/forms.html", {"briefing": record, "mail": mail})


def sheet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing as one A4 page; where it is longer, say how many words must go."""
    record = _get(request, pk)
    return _one_page(request, record, papers.sheet(record, request.person.council.name), "A4 page")


def slide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing as one slide; where it is longer, say how many words must go."""
    record = _get(request, pk)
    return _one_page(request, record, papers.slide(record, request.person.council.name), "slide")


def _one_page(request: HttpRequest, record: Briefing, document: Document, what: str) -> HttpResponse:
    try:
        made = papers.one_page(document)
    except NoPdf:
        return _none_here(request, record)
    if made.pages == 1:
        return _pdf(made.content, f"{record.reference}-{what.replace(' ', '-')}")
    over = plural(max(made.words_over, 1), "word")
    messages.warning(request, f"{record.reference} is too long for one {what}. Cut about {over}.")
    return redirect("briefings:forms", pk=record.pk)


def _none_here(request: HttpRequest, record: Briefing) -> HttpResponse:
    messages.error(request, "PDF files cannot be written on this server. Print the page instead.")
    return redirect("briefings:forms", pk=record.pk)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name.lower()}.pdf"'
    return response


def easy_read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing in easy read; what nobody has written in it yet is said to be missing."""
    record = _get(request, pk)
    written = ""
    if record.easy_read:
        # Every text in it is escaped where it is written.
        written = mark_safe(article(papers.easy_read(record, request.person.council.name)))
    return render_page(request, "briefings/easy_read.html", {"briefing": record, "article": written})


def easy_read_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing in easy read as a PDF file."""
    record = _get(request, pk)
    if not record.easy_read:
        raise Http404
    try:
        content = as_pdf(papers.easy_read(record, request.person.council.name))
    except NoPdf:
        return _none_here(request, record)
    return _pdf(content, f"{record.reference}-easy-read")
