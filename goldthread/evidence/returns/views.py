"""Pages of information returns: the list, one with its progress, adding and correcting it, and its index."""

from __future__ import annotations

import tempfile
import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.evidence.returns import commands, forms, queries
from goldthread.evidence.returns.models import InformationReturn
from goldthread.sheets import write_xlsx

_RECORD = "returns.record"
ORDER = ("-received_on", "-id")
COLUMNS = [
    Column("Reference", "reference"),
    Column("Title", "title", main=True),
    Column("Asked for by", "body"),
    Column("Received on", "received_on", sort=ORDER),
    Column("State", lambda record: record.state(timezone.localdate()).text),
    *work_columns(InformationReturn, ORDER),
]


def returns(request: HttpRequest) -> HttpResponse:
    """List the information returns, the newest first."""
    return list_page(
        request,
        InformationReturn,
        columns=COLUMNS,
        order=ORDER,
        along=("owner",),
        template="evidence/returns.html",
        buttons=[("Add information return", "evidence:add_return", _RECORD)],
    )


def information_return(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a return and how far it is: by state, owner and quality statement."""
    record: InformationReturn = get_record(request, InformationReturn, pk, withdrawn=True, along=("owner",))
    today = timezone.localdate()
    state = record.state(today)
    to = {
        text: (text, reverse(f"evidence:{name}", args=[pk]), needs)
        for text, name, needs in (
            ("Load items from a sheet", "load_items", _RECORD),
            ("Add item", "add_item", _RECORD),
            ("Record items sent", "send_ready", _RECORD),
            ("Cases for pathway tracking", "cases", "returns.cases"),
        )
    }
    return record_page(
        request,
        record,
        "evidence/information_return.html",
        tags=[(state.text, state.kind)],
        facts=[
            ("Asked for by", record.body),
            ("Received on", record.received_on),
            ("Due on", record.due_on),
            ("Sent on", record.sent_on),
        ],
        buttons=[to.pop("Load items from a sheet"), to.pop("Record items sent")],
        links=list(to.values()),
        edit="evidence:edit_return",
        progress=queries.progress_of(record, today),
    )


def add(request: HttpRequest) -> HttpResponse:
    """Add a return."""
    start = {"received_on": timezone.localdate()}
    return form_page(
        request,
        forms.NewReturnForm,
        commands.add_return,
        title="Add information return",
        initial=start,
        page={"back": reverse("evidence:returns")},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a return."""
    record = get_record(request, InformationReturn, pk)
    return form_page(
        request,
        forms.EditReturnForm,
        commands.edit_return,
        title=f"Correct {record.reference}",
        record=record,
        information_return=record,
    )


def send_ready(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that what is ready was sent."""
    record = get_record(request, InformationReturn, pk)
    return form_page(
        request,
        forms.SentForm,
        commands.send_ready,
        title="Record items sent",
        record=record,
        initial={"sent_on": timezone.localdate()},
        done="Saved. What was ready is sent.",
        page={
            "intro": "All items that are ready are marked sent. The return is sent once none is left.",
            "back": address(record),
        },
        information_return=record,
    )


@require_POST
def index(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Download the index of a return as a workbook."""
    record = get_record(request, InformationReturn, pk)
    commands.export_index(by=request.person, information_return=record)
    headings, rows = queries.index_rows(request.person, record)
    # On disk, not in memory. The file is deleted when it has been sent.
    out = tempfile.TemporaryFile(prefix="goldthread-export-")  # noqa: SIM115
    write_xlsx(rows, headings, out, sheet="Index")
    out.seek(0)
    name = f"{record.reference}-index-{timezone.localdate().isoformat()}.xlsx"
    return FileResponse(out, as_attachment=True, filename=name)
