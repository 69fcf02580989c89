"""Pages of remedies: agreeing one, carrying it out, and the list with the payments made."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import forms, remedies
from goldthread.casework.models import Remedy
from goldthread.casework.views.cases import get_case
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns


def agree_remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree what is done to put a complaint right."""
    feedback = get_case(request, pk)
    return form_page(
        request,
        forms.NewRemedyForm,
        remedies.agree_remedy,
        title=f"Agree a remedy: {feedback.reference}",
        initial={"agreed_on": timezone.localdate()},
        done=f"{feedback.reference}: remedy agreed.",
        then=lambda remedy: address(feedback),
        options={"feedback": feedback},
        page={"intro": feedback.title, "back": address(feedback), "submit": "Save remedy"},
        feedback=feedback,
    )


def remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one remedy with what shows that it was done."""
    record = get_record(request, Remedy, pk, withdrawn=True)
    buttons = []
    if record.enquiry_id and record.done_on and not record.accepted_on:
        accepted = reverse("casework:accept_remedy", args=[pk])
        buttons = [("Record that the ombudsman accepted it", accepted, "casework.handle")]
    if not record.done_on and not record.stopped_on:
        buttons = [
            ("Mark done", reverse("casework:complete_remedy", args=[pk]), "learning.carry_out"),
            ("Not carried out", reverse("casework:stop_remedy", args=[pk]), "casework.handle"),
        ]
    return record_page(
        request,
        record,
        "casework/remedy.html",
        caption="Remedy",
        tags=[(tag.text, tag.kind) for tag in record.states(timezone.localdate())],
        facts=[
            ("Complaint", link(request, record.feedback)),
            ("Kind", record.get_kind_display()),
            ("Amount", f"£{record.amount:,.2f}" if record.amount is not None else ""),
            ("Issue", record.point.position if record.point else ""),
            ("Agreed on", record.agreed_on),
            ("Done on", record.done_on),
            (
                "Recommended by the ombudsman",
                link(request, record.enquiry, str(record.enquiry)) if record.enquiry else "",
            ),
            ("Accepted by the ombudsman on", record.accepted_on),
        ],
        buttons=buttons,
        edit="casework:edit_remedy",
        crumbs=[("Cases", reverse("casework:list")), (record.feedback.reference, address(record.feedback))],
    )


def edit_remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a remedy."""
    record = get_record(request, Remedy, pk)
    return form_page(
        request,
        forms.EditRemedyForm,
        remedies.edit_remedy,
        title="Correct remedy",
        record=record,
        done="Remedy saved.",
        options={"feedback": record.feedback},
        remedy=record,
    )


def complete_remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a remedy was carried out."""
    record = get_record(request, Remedy, pk)
    return form_page(
        request,
        forms.CompleteRemedyForm,
        remedies.complete_remedy,
        title="Mark remedy done",
        record=record,
        initial={"done_on": timezone.localdate()},
        done="Remedy done.",
        page={"intro": record.title, "submit": "Mark done"},
        remedy=record,
    )


def stop_remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record why a remedy is not carried out."""
    record = get_record(request, Remedy, pk)
    return form_page(
        request,
        forms.StopRemedyForm,
        remedies.stop_remedy,
        title="Remedy not carried out",
        record=record,
        initial={"stopped_on": timezone.localdate()},
        done="Remedy not carried out, with the reason.",
        page={"intro": record.title},
        remedy=record,
    )


REMEDY_COLUMNS = [
    Column("Remedy", "title", main=True),
    Column("Complaint", lambda remedy: remedy.feedback.reference),
    Column("Kind", "kind"),
    Column(
        "Amount", lambda remedy: f"£{remedy.amount:,.2f}" if remedy.amount is not None else "", numeric=True
    ),
    *work_columns(Remedy, ("due_on", "id")),
    Column("State", lambda remedy: remedy.states(timezone.localdate())[0].text),
    Column("Done on", "done_on", optional=True),
]


def _narrow_remedies(records: Any, chosen: Mapping[str, Any]) -> Any:
    conditions = {
        "open": {"done_on": None, "stopped_on": None},
        "done": {"done_on__isnull": False},
        "stopped": {"stopped_on__isnull": False},
    }
    return records.filter(**conditions[chosen["open"]]) if chosen.get("open") else records


def remedy_list(request: HttpRequest) -> HttpResponse:
    """List the remedies, the first due first, with the payments made in all."""
    count, total = remedies.total_paid(Remedy.objects.visible_to(request.person))
    return list_page(
        request,
        Remedy,
        filter_form=forms.RemedyFilter,
        columns=REMEDY_COLUMNS,
        narrow=_narrow_remedies,
        order=("due_on", "id"),
        along=("feedback", "owner"),
        bulk=(assigning(Remedy),),
        views=(
            View("Not done yet", "open=open"),
            View("Overdue", "due=overdue"),
            View("Payments", "kind=payment"),
            View("All remedies", ""),
        ),
        template="casework/remedies.html",
        paid=count,
        total_paid=total,
    )
