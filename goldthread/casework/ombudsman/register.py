"""The register of what the ombudsman asked and decided: the list with its figures, beside what the ombudsman published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.ombudsman import figures, forms
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address
from goldthread.council.records.work_columns import work_columns
from goldthread.impact.comparators.files import ComparatorFile, read_ombudsman
from goldthread.impact.comparators.views import import_page
from goldthread.standards.ombudsman import Category


def _reply(record: OmbudsmanEnquiry) -> Cell:
    state = record.states(timezone.localdate())[-1]
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = [
    Column("Enquiry", "title", main=True),
    Column("Reference", "their_reference"),
    Column(
        "Complaint",
        lambda record: {"text": record.feedback.reference, "href": address(record.feedback)},
    ),
    Column("Received on", "received_on", sort=("-received_on", "-id")),
    Column("Our reply", _reply),
    *work_columns(OmbudsmanEnquiry, ("due_on", "id")),
    Column(
        "Decision",
        lambda record: (
            {"text": record.review.outcome or "Decided", "href": address(record.review)}
            if record.review
            else ""
        ),
    ),
    Column("Compliance", "compliance"),
    Column("What the ombudsman does", "kind", optional=True),
    Column("Sent on", "sent_on", optional=True),
]


def _narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    today = timezone.localdate()
    if chosen.get("state") == "waiting":
        records = records.waiting()
    elif chosen.get("state") == "authorise":
        records = records.to_authorise()
    elif chosen.get("state") == "sent":
        records = records.filter(sent_on__isnull=False)
    if chosen.get("figure") and chosen.get("first") and chosen.get("last"):
        records = figures.rows_of(records, chosen["figure"], chosen["first"], chosen["last"], today)
    return records


def register(request: HttpRequest) -> HttpResponse:
    """List the ombudsman's enquiries, the newest first, with the figures of the last years above all of them."""
    person, today = request.person, timezone.localdate()
    # Of a part of the council no figure is the ombudsman's.
    whole = person.teams_for("casework.read") is None
    years = figures.by_year(person, today=today) if whole and not _is_narrowed(request) else []
    return list_page(
        request,
        OmbudsmanEnquiry,
        filter_form=forms.EnquiryFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("-received_on", "-id"),
        along=("feedback", "owner", "review"),
        bulk=(assigning(OmbudsmanEnquiry),),
        views=(
            View("All enquiries", ""),
            View("Not answered yet", "state=waiting"),
            View("To be authorised", "state=authorise"),
        ),
        tools=[("Import the ombudsman's tables", "casework:import_comparators", "impact.measure")]
        if whole
        else [],
        template="casework/ombudsman.html",
        years=years,
        shares=[
            ("Upheld, of those investigated in detail", [year.upheld for year in years]),
            ("Satisfactory remedy before, of those upheld", [year.satisfactory for year in years]),
            ("Complied with, of compliance outcomes", [year.complied for year in years]),
            ("Our replies late, of those due", [year.late for year in years]),
        ],
        counts=[
            ("Complied with late", [year.complied_late for year in years]),
            ("Enquiries received", [year.received for year in years]),
            *(
                (f"Decided: {category.value.lower()}", [year.decided.get(category) for year in years])
                for category in Category
                if any(category in year.decided for year in years)
            ),
        ],
        whole=whole,
        beside=figures.beside_others(person, years) if years else [],
    )


def import_comparators(request: HttpRequest) -> HttpResponse:
    """Import what the ombudsman published of councils: its table of decisions, or of compliance."""
    ours = request.person.council.name

    def read(form: Any, given: Mapping[str, Any]) -> ComparatorFile:
        return read_ombudsman(
            given["file"].file,
            given["file"].name,
            year=given["year"],
            places=given["places"],
            ours=ours,
            columns=form.columns(),
        )

    return import_page(
        request,
        forms.TablesForm,
        read,
        title="Import the ombudsman's annual tables",
        intro="The table of complaints decided, or of compliance, as the ombudsman publishes it. Rates are worked out from "
        "its numbers, on its own bases. The average of similar authorities stands in your own council's row.",
        back=reverse("casework:ombudsman"),
        initial={"places": ours},
    )


def _is_narrowed(request: HttpRequest) -> bool:
    return any(request.GET.get(name) for name in ("state", "figure", "kind", "since", "until", "period"))
