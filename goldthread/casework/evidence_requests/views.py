"""Pages of requests for evidence: asking, one request, what came, and their list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.evidence_requests import commands
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.casework.views.cases import get_case
from goldthread.council.people.fields import PersonField
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.web.forms import DateField, FilterForm, Form


class RequestForm(Form):
    """What is needed, of whom, and by when."""

    title = forms.CharField(
        label="What is needed", max_length=200, help_text="Such as: the visit log of the week."
    )
    asked_of = forms.CharField(
        label="Asked of", max_length=160, help_text="A team, a provider or a role; no names."
    )
    asked_on = DateField(label="Date asked", latest=timezone.localdate)
    due_on = DateField(label="Due date")


class NewRequestForm(RequestForm):
    """A new request, with who sees to it."""

    owner = PersonField(
        "casework.handle", "learning.carry_out", label="Owner", required=False, empty_label="Nobody yet"
    )


class EditRequestForm(CorrectionForm, RequestForm):
    """A correction of a request."""


class ReceivedForm(Form):
    """What came, and when."""

    received_on = DateField(label="Date received", latest=timezone.localdate)
    received = forms.CharField(
        label="What came",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What it shows, in a sentence. Add the file itself on the complaint's page.",
    )


class GiveUpForm(ReasonForm):
    """Why a request is given up, and when."""

    ended_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("ended_on", "reason")


class RequestFilter(FilterForm):
    """Filters of the list of requests."""

    state = forms.ChoiceField(
        label="State",
        choices=[("", "Any state"), ("open", "Waiting"), ("received", "Received"), ("ended", "Given up")],
    )


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for evidence while a case is looked into."""
    feedback = get_case(request, pk)
    return form_page(
        request,
        NewRequestForm,
        commands.ask_for_evidence,
        title=f"Ask for evidence: {feedback.reference}",
        initial={"asked_on": timezone.localdate()},
        done=f"{feedback.reference}: evidence asked for.",
        then=lambda asked: address(feedback),
        page={"intro": feedback.title, "back": address(feedback), "submit": "Save request"},
        feedback=feedback,
    )


def evidence_request(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one request for evidence, and what came."""
    record = get_record(request, EvidenceRequest, pk, withdrawn=True)
    buttons = []
    if not record.received_on and not record.ended_on:
        buttons = [
            ("Record what came", reverse("casework:receive_evidence", args=[pk]), "learning.carry_out"),
            ("Give up", reverse("casework:give_up_evidence", args=[pk]), "casework.handle"),
        ]
    return record_page(
        request,
        record,
        "casework/evidence_request.html",
        tags=[(tag.text, tag.kind) for tag in record.states(timezone.localdate())],
        facts=[
            ("Complaint", link(request, record.feedback)),
            ("Asked of", record.asked_of),
            ("Asked on", record.asked_on),
            ("Received on", record.received_on),
        ],
        buttons=buttons,
        edit="casework:edit_evidence_request",
        crumbs=[("Cases", reverse("casework:list")), (record.feedback.reference, address(record.feedback))],
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a request for evidence."""
    record = get_record(request, EvidenceRequest, pk)
    return form_page(
        request,
        EditRequestForm,
        commands.edit_evidence_request,
        title="Correct evidence request",
        record=record,
        done="Evidence request saved.",
        evidence_request=record,
    )


def receive(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what came."""
    record = get_record(request, EvidenceRequest, pk)
    return form_page(
        request,
        ReceivedForm,
        commands.receive_evidence,
        title="Record evidence received",
        record=record,
        initial={"received_on": timezone.localdate()},
        done="Evidence recorded.",
        page={"intro": record.title},
        evidence_request=record,
    )


def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a request is given up."""
    record = get_record(request, EvidenceRequest, pk)
    return form_page(
        request,
        GiveUpForm,
        commands.give_up_evidence,
        title="Give up evidence request",
        record=record,
        initial={"ended_on": timezone.localdate()},
        done="Evidence request given up.",
        page={"intro": record.title, "submit": "Give up"},
        evidence_request=record,
    )


COLUMNS = [
    Column("What is needed", "title", main=True),
    Column("Complaint", lambda record: record.feedback.reference),
    Column("Asked of", "asked_of"),
    *work_columns(EvidenceRequest, ("due_on", "id")),
    Column("State", lambda record: record.states(timezone.localdate())[0].text),
    Column("Received on", "received_on", optional=True),
]
_STATES: dict[str, dict[str, Any]] = {
    "open": {"received_on": None, "ended_on": None},
    "received": {"received_on__isnull": False},
    "ended": {"ended_on__isnull": False},
}


def _narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    return records.filter(**_STATES[chosen["state"]]) if chosen.get("state") else records


def listed(request: HttpRequest) -> HttpResponse:
    """List the requests for evidence, the first due first."""
    return list_page(
        request,
        EvidenceRequest,
        filter_form=RequestFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("due_on", "id"),
        along=("feedback", "owner"),
        bulk=(assigning(EvidenceRequest),),
        views=(View("Waiting", "state=open"), View("Overdue", "due=overdue"), View("All requests", "")),
    )
