"""Reports: what kinds there are and which editions, one edition, and its files."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, get_record, record_page
from goldthread.documents.as_pdf import is_available
from goldthread.reports import editions
from goldthread.reports.forms import ReportFilter
from goldthread.reports.kinds import KINDS, Kind
from goldthread.reports.models import BOARD, BoardReport, Stage
from goldthread.reports.periods import period_between, period_of
from goldthread.reports.views import files

COLUMNS = [
    Column("Reference", "reference"),
    Column("Report", "title", main=True),
    Column("State", lambda report: report.get_stage_display()),
    Column("Made on", "made_on", sort=("-made_on", "-id")),
    Column("Published on", "published_on"),
]


def reports(request: HttpRequest) -> HttpResponse:
    """List the kinds of report, each to be made at one press, and the editions, newest first."""
    kinds = [_offered(kind) for kind in KINDS.values()] if request.person.may("reports.make") else []
    return list_page(
        request,
        BoardReport,
        filter_form=ReportFilter,
        columns=COLUMNS,
        order=("-made_on", "-id"),
        without=("content", "kept"),
        template="reports/list.html",
        kinds=kinds,
    )


def _offered(kind: Kind) -> dict[str, Any]:
    period = period_of("", timezone.localdate(), kind.periods)
    page = reverse("reports:board") if kind.slug == BOARD else reverse("reports:make_kind", args=[kind.slug])
    return {
        "name": kind.name,
        "what_it_is": kind.what_it_is,
        "period": period.name,
        "slug": period.slug,
        "href": page,
        "at_once": kind.slug != BOARD and not kind.chosen,
    }


def edition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an edition: as it was made, with what is to be done next until it is published."""
    report = get_record(
        request, BoardReport, pk, along=("by", "approved_by", "responded_by", "corrects", "council")
    )
    document = editions.kept_document(report, report.council.name)
    names_people = request.person.may("thread.read")
    corrected = report.corrected_by.published().order_by("number").first()
    return record_page(
        request,
        report,
        "reports/edition.html",
        tags=[(each.text, each.kind) for each in report.spec.states(report, timezone.localdate())],
        buttons=_buttons(report),
        links=_links(report),
        facts=[
            ("Period", period_between(report.since, report.until).kind.capitalize()),
            ("From", report.since),
            ("Until", report.until),
            ("Counted on", report.made_on),
            ("Drafted by", report.by.name if names_people else None),
            ("Approved by", report.approved_by.name if report.approved_by and names_people else None),
            ("Approved on", report.approved_on),
            ("Published on", report.published_on),
            ("Seed of the draw", report.criteria.get("seed")),
        ],
        article=files.article_of(request, document, 2),
        corrected=corrected,
        print_work_only=True,
    )


def _buttons(report: BoardReport) -> list[tuple[str, str, str]]:
    """Return the two things that are done next at this stage; of what is published, its files."""
    kind = KINDS.get(report.kind)

    def button(text: str, name: str, permission: str) -> tuple[str, str, str]:
        return text, reverse(f"reports:{name}", args=[report.pk]), permission

    if kind is None or report.stage == Stage.PUBLISHED:
        return _files(report)[:2]
    if report.stage == Stage.DRAFT:
        return [
            button("Write in it", "commentary", "reports.make"),
            button("Ask for comments", "ask_for_comments", "reports.make"),
        ]
    if report.stage == Stage.COMMENT:
        return [
            button("Approve", "approve", kind.approval),
            button("Write in it", "commentary", "reports.make"),
        ]
    respond = [button("Respond", "respond", "reports.respond")] if kind.responds else []
    return [*respond, button("Publish", "publish", "reports.make")]


def _files(report: BoardReport) -> list[tuple[str, str, str]]:
    names = [("Word", "edition_word"), *([("PDF", "edition_pdf")] if is_available() else [])]
    names.append(("Figures in Excel", "edition_figures"))
    return [(text, reverse(f"reports:{name}", args=[report.pk]), "reports.read") for text, name in names]


def _links(report: BoardReport) -> list[tuple[str, str, str]]:
    def link(text: str, name: str, permission: str) -> tuple[str, str, str]:
        return text, reverse(f"reports:{name}", args=[report.pk]), permission

    if report.stage == Stage.PUBLISHED:
        correct = [link("Correct by a new edition", "correct", "reports.make")]
        return [*_files(report)[2:], *(correct if report.kind != BOARD else [])]
    links = _files(report)
    if report.stage in (Stage.DRAFT, Stage.COMMENT):
        links.append(link("Count again", "count_again", "reports.make"))
    if report.stage in (Stage.COMMENT, Stage.APPROVED):
        links.append(link("Return to draft", "return_to_draft", KINDS[report.kind].approval))
    return links


def edition_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send an edition as a Word file."""
    report = _report(request, pk)
    return files.word(editions.kept_document(report, report.council.name), _name(report))


def edition_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send an edition as a PDF file."""
    report = _report(request, pk)
    return files.pdf(
        request, editions.kept_document(report, report.council.name), _name(report), address(report)
    )


def edition_figures(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the figures of an edition as a spreadsheet, each with its base and its period."""
    report = _report(request, pk)
    return files.workbook(editions.figure_rows(report), editions.FIGURE_COLUMNS, _name(report))


def _report(request: HttpRequest, pk: uuid.UUID) -> BoardReport:
    report: BoardReport = get_record(request, BoardReport, pk, along=("council", "corrects", "responded_by"))
    return report


def _name(report: BoardReport) -> str:
    return f"{report.kind}-{report.reference}"
