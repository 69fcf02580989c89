"""Pages of the shelf: the list of reports, adding one, one report with its passages in place, and search over passages."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.selections import BulkAction
from goldthread.sector import commands, forms, reading, searching
from goldthread.sector.choices import SCORES, AreaFrom, Tells, statements
from goldthread.sector.models import PublishedReport
from goldthread.sector.own_report import take_as_own
from goldthread.sector.scores import score_table
from goldthread.sector.showing import in_sections, marked
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number

_READ, _WRITE = "sector.read", "sector.write"
_PER_PAGE = 25

COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Report", "title", main=True),
    Column("Council", lambda report: report.area or "Not named", sort=("area", "-id"), optional=True),
    Column("Statement", "statement_name", optional=True),
    Column("Score", lambda report: report.score or "–", numeric=True),
    Column("Date as printed", "published_words", sort=("-published_on", "-id")),
    Column("State", lambda report: "Confirmed" if report.confirmed_on else "To be confirmed"),
)
VIEWS = (
    View("All reports", ""),
    View("To be confirmed", "state=unconfirmed"),
    View("Our own reports", "state=own"),
)


def _narrow(person: Person, reports: Any, chosen: Mapping[str, Any]) -> QuerySet:
    if chosen.get("area"):
        reports = reports.filter(area__icontains=chosen["area"].strip())
    if state := chosen.get("state"):
        of_state = {
            "confirmed": {"confirmed_on__isnull": False},
            "unconfirmed": {"confirmed_on": None},
            "own": {"is_own": True},
        }
        reports = reports.filter(**of_state[state])
    return by_words(person, reports, chosen.get("words") or "")


def _confirm(*, by: Person, record: PublishedReport) -> PublishedReport:
    return commands.confirm_as_read(by=by, report=record)


_CONFIRM = BulkAction("confirm", "Confirm as read", _WRITE, run=_confirm, done="confirmed")


def reports(request: HttpRequest) -> HttpResponse:
    """List the published reports on the shelf."""
    return list_page(
        request,
        PublishedReport,
        filter_form=forms.ReportFilter,
        columns=COLUMNS,
        narrow=lambda listed, chosen: _narrow(request.person, listed, chosen),
        order=("-number", "-id"),
        without=("sections", "dates", "cadences", "unread", "scores"),
        buttons=[("Add report", "sector:add", _WRITE), ("Search the reports", "sector:search", _READ)],
        views=VIEWS,
        tools=[
            ("Scores by council and statement", "sector:scores", _READ),
            ("What goes with a score", "sector:differences", _READ),
            ("Systems like ours", "sector:systems", _READ),
            ("Figures side by side", "sector:figures", _READ),
            ("Ideas from elsewhere", "sector:ideas", _READ),
            ("Could it happen here?", "sector:failures", _READ),
            ("Factual accuracy checks", "sector:accuracies", "sector.drafts"),
        ],
        bulk=(_CONFIRM,),
        saves_views=True,
        template="sector/list.html",
    )


def add(request: HttpRequest) -> HttpResponse:
    """Add a published report: a file, or its text pasted."""

    def run(*, by: Person, file: Any, text: str, source_note: str) -> list[PublishedReport]:
        pages = reading.read_file(file.read(), file.name) if file else reading.read_text(text, "Pasted text")
        return commands.add_reports(by=by, pages=pages, source_note=source_note)

    def then(made: list[PublishedReport]) -> str:
        if len(made) == 1:
            return reverse("sector:confirm", args=[made[0].pk])
        return f"{reverse('sector:list')}?state=unconfirmed"

    return form_page(
        request,
        forms.AddReportForm,
        run,
        title="Add a published report",
        done=lambda made: (
            f"{made[0].reference} is read. Check what was read, and confirm it."
            if len(made) == 1
            else f"{len(made)} pages are read. Check each, and confirm it."
        ),
        then=then,
        page={
            "intro": "Its passages, figures, council, statement, score and date are read. You confirm them next.",
            "back": reverse("sector:list"),
            "submit": "Read the report",
        },
    )


def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a published report: its passages in place, who speaks in each and what it tells of, and its figures."""
    record = get_record(
        request, PublishedReport, pk, withdrawn=True, along=("review", "added_by", "confirmed_by")
    )
    buttons = []
    if record.confirmed_on is None:
        buttons.append(("Check and confirm", reverse("sector:confirm", args=[pk]), _WRITE))
    elif record.review_id is None:
        buttons.append(("Take as our own report", reverse("sector:own", args=[pk]), _WRITE))
    return record_page(
        request,
        record,
        "sector/report.html",
        facts=_facts(request, record),
        tags=[(state.text, state.kind) for state in record.states()],
        buttons=buttons,
        edit="sector:edit",
        sections=in_sections(record),
        figures=list(record.figures.all()),
        asked=request.GET.get("words", ""),
    )


def _facts(request: HttpRequest, record: PublishedReport) -> list[tuple[str, Any]]:
    named = record.area
    if record.area_from == AreaFrom.TEXT and record.confirmed_on is None:
        named = f"Named in the text: {record.area}"
    return [
        ("Council", named or "The page names none"),
        ("Quality statement", record.statement_name),
        ("Score", f"{record.score}{' (indicative)' if record.indicative else ''}" if record.score else None),
        ("As printed", record.label),
        ("Overall rating", record.rating),
        ("Overall percentage", f"{record.overall_percent}%" if record.overall_percent else None),
        ("Date as printed", record.published_words),
        ("Source", record.source),
        ("Published where", record.source_note),
        ("Inspection made of it", link(request, record.review) if record.review else None),
        ("Confirmed on", record.confirmed_on),
    ]


def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm what was read of a report, or correct it."""
    record = get_record(request, PublishedReport, pk)
    return form_page(
        request,
        forms.FactsForm,
        commands.confirm_report,
        title=f"Confirm {record.reference}",
        record=record,
        template="sector/confirm.html",
        done=f"{record.reference} is confirmed and counts on the shelf",
        page={
            "back": address(record),
            "submit": "Confirm",
            "named_in_text": record.area_from == AreaFrom.TEXT,
            "passages": record.passages.count(),
            "figures": record.figures.count(),
        },
        report=record,
    )


def own(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a report as the council's own: an inspection is made of it."""
    record = get_record(request, PublishedReport, pk)
    weaknesses = record.passages.filter(tells=Tells.WEAKNESS).count()
    return form_page(
        request,
        forms.OwnReportForm,
        take_as_own,
        title="Take as our own report",
        initial={"decided_on": record.published_on},
        done=lambda made: f"{made.review.reference} is made of it, with its findings",
        then=lambda made: address(made.review),
        page={
            "intro": f"{record.title}. An inspection is made of it, and its findings are answered with actions. "
            f"{weaknesses} of {record.passages.count()} passages tell of a weakness.",
            "back": address(record),
            "submit": "Make the inspection",
        },
        report=record,
    )


def scores(request: HttpRequest) -> HttpResponse:
    """Show the scores of all reports by council, statement and date."""
    return render_page(
        request,
        "sector/scores.html",
        {"table": score_table(request.person), "statements": statements(), "scores": SCORES},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what is recorded of a report."""
    record = get_record(request, PublishedReport, pk)
    return form_page(
        request,
        forms.EditReportForm,
        commands.edit_report,
        title=f"Correct {record.reference}",
        record=record,
        report=record,
    )


def search(request: HttpRequest) -> HttpResponse:
    """Search the passages of all published reports, and narrow them; each is shown with its place."""
    form = forms.PassageFilter(request.GET or None, person=request.person)
    chosen: dict[str, Any] = {}
    if form.is_bound:
        form.is_valid()
        chosen = {
            name: value for name, value in form.cleaned_data.items() if name not in form.errors and value
        }
    start = sent_number(request.GET.get("from", "")) or 0
    result = searching.find(request.person, chosen, start=start, most=_PER_PAGE) if chosen else None
    more = ""
    if result is not None and result.total > start + _PER_PAGE:
        query = request.GET.copy()
        query["from"] = str(start + _PER_PAGE)
        more = f"?{query.urlencode()}"
    near = searching.around(result.passages) if result else {}
    context = {
        "form": form,
        "found": result,
        "narrowed": any(name != "words" for name in chosen),
        "rows": [(each, marked(each.text, result.words), near[each.pk]) for each in result.passages]
        if result
        else [],
        "words": chosen.get("words", ""),
        "start": start,
        "more": more,
    }
    return render_page(request, "sector/search.html", context, fragment="results")
