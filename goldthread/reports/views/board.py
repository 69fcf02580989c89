"""The board page of today, its files, and making an edition of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.kept import kept
from goldthread.council.records.pages import form_page
from goldthread.documents.as_pdf import is_available
from goldthread.reports import commands, editions
from goldthread.reports.forms import BoardReportForm, PeriodForm
from goldthread.reports.models import BoardReport
from goldthread.reports.periods import Period, period_of
from goldthread.reports.views import files
from goldthread.web.render import render_page


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
        "article": files.article_of(request, document, 1),
        "period": period,
        "form": PeriodForm({"period": period.slug}),
        "has_pdf": is_available(),
    }
    return render_page(request, "reports/board.html", context)


def board_word(request: HttpRequest) -> HttpResponse:
    """Send the board page as a Word file."""
    period = _period(request)
    return files.word(
        editions.live_document(request.person, period, timezone.localdate()), f"board-{period.name}"
    )


def board_pdf(request: HttpRequest) -> HttpResponse:
    """Send the board page as a PDF file."""
    period = _period(request)
    document = editions.live_document(request.person, period, timezone.localdate())
    return files.pdf(request, document, f"board-{period.name}", reverse("reports:board"))


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
