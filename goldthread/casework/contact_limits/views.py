"""Pages of contact limits: limiting contact, one limit, its review and end, and their list."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.contact_limits import commands
from goldthread.casework.contact_limits.models import ContactLimit
from goldthread.casework.views.cases import get_case
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.web.forms import DateField, Form

_REVIEWED_AFTER = datetime.timedelta(days=91)


class LimitForm(Form):
    """What is limited, what stays open, and why."""

    title = forms.CharField(
        label="What is limited, and what stays open",
        max_length=160,
        help_text="Such as: letters only, answered once a week; urgent calls about care as before.",
    )
    because = forms.CharField(label="Why", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class NewLimitForm(LimitForm):
    """A new limit, and when it is reviewed."""

    asked_on = DateField(label="Date asked", latest=timezone.localdate)
    due_on = DateField(label="Review by")


class EditLimitForm(CorrectionForm, LimitForm):
    """A correction of a limit, which is approved again."""


class ApproveForm(Form):
    """When it is approved."""

    approved_on = DateField(label="Date approved", latest=timezone.localdate)


class ToldForm(Form):
    """When the person was told."""

    told_on = DateField(
        label="Date the person was told why, and how to ask for a review", latest=timezone.localdate
    )


class ReviewForm(ReasonForm):
    """Why a limit goes on, and when it is reviewed again."""

    reviewed_on = DateField(label="Date of the review", latest=timezone.localdate)
    due_on = DateField(label="Next review by")
    field_order = ("reviewed_on", "due_on", "reason")


class EndForm(ReasonForm):
    """Why a limit ends."""

    ended_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("ended_on", "reason")


def limit_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Limit how a person may contact the council."""
    feedback, today = get_case(request, pk), timezone.localdate()
    return form_page(
        request,
        NewLimitForm,
        commands.limit_contact,
        title=f"Limit contact: {feedback.reference}",
        initial={"asked_on": today, "due_on": today + _REVIEWED_AFTER},
        done=f"{feedback.reference}: somebody else approves the limit now.",
        page={
            "intro": "The complaint itself is worked on all the same, and the way to the ombudsman stays open.",
            "back": address(feedback),
            "submit": "Ask for approval",
        },
        feedback=feedback,
    )


def contact_limit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one limit."""
    record = get_record(request, ContactLimit, pk, withdrawn=True)
    manage, buttons = "casework.manage", []
    if not record.ended_on and not record.approved_on:
        buttons = [
            ("Approve", reverse("casework:approve_limit", args=[pk]), "casework.approve_limits"),
            ("End limit", reverse("casework:end_limit", args=[pk]), manage),
        ]
    elif not record.ended_on:
        buttons = [
            *([] if record.told_on else [("Person told", reverse("casework:limit_told", args=[pk]), manage)]),
            ("Record review", reverse("casework:review_limit", args=[pk]), manage),
            ("End limit", reverse("casework:end_limit", args=[pk]), manage),
        ]
    return record_page(
        request,
        record,
        "casework/contact_limit.html",
        caption=f"Contact limit on {record.feedback.reference}",
        tags=[(tag.text, tag.kind) for tag in record.states(timezone.localdate())],
        facts=[
            ("Complaint", link(request, record.feedback)),
            (
                "Approved by",
                record.approved_by.name if record.approved_by and request.person.may("thread.read") else "",
            ),
            ("Asked on", record.asked_on),
            ("Approved on", record.approved_on),
            ("Person told on", record.told_on),
            ("Reviewed on", record.reviewed_on),
            ("Review by", record.due_on),
        ],
        buttons=buttons[:2],
        links=buttons[2:],
        edit="casework:edit_limit",
        crumbs=[("Cases", reverse("casework:list")), (record.feedback.reference, address(record.feedback))],
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a limit, which is approved again."""
    record = get_record(request, ContactLimit, pk)
    return form_page(
        request,
        EditLimitForm,
        commands.edit_limit,
        title="Correct contact limit",
        record=record,
        done="Contact limit saved. It is approved again before it holds.",
        limit=record,
    )


def approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Approve a limit in one's own name."""
    record = get_record(request, ContactLimit, pk)
    return form_page(
        request,
        ApproveForm,
        commands.approve_limit,
        title="Approve contact limit",
        record=record,
        initial={"approved_on": timezone.localdate()},
        done="Contact limit approved.",
        page={"intro": f"{record.title}. {record.because}", "submit": "Approve"},
        limit=record,
    )


def told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the person was told."""
    record = get_record(request, ContactLimit, pk)
    return form_page(
        request,
        ToldForm,
        commands.record_told,
        title="Person told of the limit",
        record=record,
        initial={"told_on": timezone.localdate()},
        done="Recorded.",
        page={"intro": record.title},
        limit=record,
    )


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the review of a limit that goes on."""
    record, today = get_record(request, ContactLimit, pk), timezone.localdate()
    return form_page(
        request,
        ReviewForm,
        commands.review_limit,
        title="Review contact limit",
        record=record,
        initial={"reviewed_on": today, "due_on": today + _REVIEWED_AFTER},
        done="Contact limit reviewed.",
        page={"intro": record.title, "submit": "Save review"},
        limit=record,
    )


def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a limit ends."""
    record = get_record(request, ContactLimit, pk)
    return form_page(
        request,
        EndForm,
        commands.end_limit,
        title="End contact limit",
        record=record,
        initial={"ended_on": timezone.localdate()},
        done="Contact limit ended.",
        page={"intro": record.title, "submit": "End limit"},
        limit=record,
    )


COLUMNS = [
    Column("What is limited", "title", main=True),
    Column("Complaint", lambda record: record.feedback.reference),
    *work_columns(ContactLimit, ("due_on", "id")),
    Column("State", lambda record: record.states(timezone.localdate())[0].text),
]


def listed(request: HttpRequest) -> HttpResponse:
    """List the contact limits, the first to review first."""
    return list_page(
        request,
        ContactLimit,
        columns=COLUMNS,
        order=("due_on", "id"),
        along=("feedback", "owner"),
        views=(View("Review overdue", "due=overdue"), View("All limits", "")),
    )
