"""Pages of reports: the board page of today, its files, and its editions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from goldthread.council.kept import kept
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.documents.as_html import article
from goldthread.documents.as_pdf import NoPdf, as_pdf, is_available
from goldthread.documents.as_word import as_word
from goldthread.documents.model import Document
from goldthread.reports import commands, editions
from goldthread.reports.forms import BoardReportForm, PeriodForm
from goldthread.reports.models import BoardReport
from goldthread.reports.periods import Period, period_of
from goldthread.web.doors import may_open
from goldthread.web.render import render_page

COLUMNS = [
    Column("Reference", "reference"),
    Column("Report", "title", main=True),
    Column("Made on", "made_on", sort=("-made_on", "-id")),
]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def reports(request: HttpRequest) -> HttpResponse:
    """List the editions of the board page, newest first."""
    buttons = [
        ("Board page", "reports:board", "reports.make"),
        ("Make an edition", "reports:make", "reports.make"),
    ]
    return list_page(request, BoardReport, columns=COLUMNS, order=("-made_on", "-id"), buttons=buttons)


def _period(request: HttpRequest) -> Period:
    return period_of(request.GET.get("period", ""), timezone.localdate())


def board(request: HttpRequest) -> HttpResponse:
    """Show the board page as the records stand now."""
    period = _period(request)
    person, today = request.person, timezone.localdate()
    document = kept(
        person,
        "board page",
        today,
        lambda: editions.live_document(person, period, today),
        by=period.slug,
    )
    context = {
        "article": _article(request, document, 1),
        "period": period,
        "form": PeriodForm({"period": period.slug}),
        "has_pdf": is_available(),
    }
    return render_page(request, "reports/board.html", context)


def board_word(request: HttpRequest) -> HttpResponse:
    """Send the board page as a Word file."""
    period = _period(request)
    return _word(editions.live_document(request.person, period, timezone.localdate()), period.name)


def board_pdf(request: HttpRequest) -> HttpResponse:
    """Send the board page as a PDF file."""
    period = _period(request)
    document = editions.live_document(request.person, period, timezone.localdate())
    return _pdf(request, document, period.name, reverse("reports:board"))


def make(request: HttpRequest) -> HttpResponse:
    """Make an edition of the board page."""

    def make_report(**given: Any) -> BoardReport:
        return commands.make_board_report(made_on=timezone.localdate(), **given)

    return form_page(
        request,
        BoardReportForm,
        make_report,
        title="Make an edition of the board page",
        initial={"period": _period(request).slug},
        done=lambda report: f"Board report {report.reference} made. It stays as it is now.",
        page={
            "intro": "An edition keeps what the board page says now, with its numbers, so that the next one can say what "
            "changed. It is not changed afterwards.",
            "submit": "Make edition",
            "back": reverse("reports:board"),
        },
    )


def edition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an edition as it was made."""
    report = get_record(request, BoardReport, pk)
    document = editions.kept_document(report, report.council.name)
    files = [("Word", "edition_word"), *([("PDF", "edition_pdf")] if is_available() else [])]
    return record_page(
        request,
        report,
        "reports/edition.html",
        buttons=[(text, reverse(f"reports:{name}", args=[pk]), "reports.read") for text, name in files],
        facts=[
            ("Made on", report.made_on),
            ("Made by", report.by.name if request.person.may("thread.read") else None),
            ("From", report.since),
            ("Until", report.until),
        ],
        article=_article(request, document, 2),
        has_pdf=is_available(),
        print_work_only=True,
    )


def edition_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send an edition as a Word file."""
    report = get_record(request, BoardReport, pk)
    return _word(editions.kept_document(report, report.council.name), report.reference)


def edition_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send an edition as a PDF file."""
    report = get_record(request, BoardReport, pk)
    document = editions.kept_document(report, report.council.name)
    return _pdf(request, document, report.reference, address(report))


def _article(request: HttpRequest, document: Document, heading: int) -> str:
    """Return a document for the page; every text in it is escaped where it is written."""
    written = article(document, may_open=lambda at: may_open(request.person, at), heading=heading)
    return mark_safe(written)


def _word(document: Document, name: str) -> HttpResponse:
    return _attached(as_word(document), _WORD, f"board-{slugify(name)}.docx")


def _pdf(request: HttpRequest, document: Document, name: str, page: str) -> HttpResponse:
    try:
        return _attached(as_pdf(document), "application/pdf", f"board-{slugify(name)}.pdf")
    except NoPdf:
        messages.error(request, "PDF files cannot be written on this server. Print the page instead.")
        return redirect(page)


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
