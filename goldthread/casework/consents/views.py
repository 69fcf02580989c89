"""Pages of consent: asking, one asking with its link, the answer, a corrected address, and the list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.casework.choices import How
from goldthread.casework.consents import commands, links
from goldthread.casework.consents.models import ConsentRequest, Decision, Task
from goldthread.council.command import Refused
from goldthread.council.links.commands import link_of
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.models import Feedback
from goldthread.web.forms import DateField, FilterForm, Form
from goldthread.web.render import render_page

# `links` is imported so that the page of links knows what it is for.
__all__ = ["links"]
_HANDLE = "casework.handle"


class AddressForm(Form):
    """How to reach the person."""

    name = forms.CharField(label="Name of the person", required=False, max_length=160)
    email = forms.EmailField(label="E-mail address", required=False)
    address = forms.CharField(
        label="Address", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class AskConsentForm(AddressForm):
    """Who is asked, and when."""

    asked_on = DateField(label="Date asked", latest=timezone.localdate)
    field_order = ("asked_on", "name", "email", "address")


class DecisionForm(Form):
    """What the person said themselves."""

    decision = forms.ChoiceField(label="The person", choices=Decision.choices, widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label="How they answered", choices=[each for each in How.choices if each[0] != How.LINK]
    )
    answered_on = DateField(label="Date of the answer", latest=timezone.localdate)


class GiveUpConsentForm(ReasonForm):
    """Why the person is asked no more."""

    ended_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("ended_on", "reason")


class ConsentFilter(FilterForm):
    """Filters of the list."""

    state = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            ("task", "To do"),
            ("open", "Waiting for the person"),
            ("answered", "Answered"),
            ("ended", "Given up"),
        ],
    )


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask a person whether they agree that somebody speaks for them."""
    feedback = get_record(request, Feedback, pk)
    return form_page(
        request,
        AskConsentForm,
        commands.ask_consent,
        title=f"Ask for consent: {feedback.reference}",
        initial={"asked_on": timezone.localdate()},
        done=f"{feedback.reference}: consent asked for.",
        page={
            "intro": "The person is asked themselves, by a link of their own: never whoever speaks for them.",
            "back": address(feedback),
            "submit": "Ask for consent",
        },
        feedback=feedback,
    )


def consent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one asking: what is to be done, its link, and what the person said."""
    record, today = get_record(request, ConsentRequest, pk, withdrawn=True), timezone.localdate()
    buttons, others = [], []
    if record.is_open:
        buttons = [
            ("Record what the person said", reverse("casework:record_consent", args=[pk]), _HANDLE),
            ("Make private link", reverse("casework:link_consentrequest", args=[pk]), _HANDLE),
        ]
        others = [
            ("Correct address", reverse("casework:correct_consent", args=[pk]), _HANDLE),
            ("Give up", reverse("casework:give_up_consent", args=[pk]), _HANDLE),
        ]
    return record_page(
        request,
        record,
        "casework/consent.html",
        caption=f"Consent on {record.feedback.reference}",
        tags=[(tag.text, tag.kind) for tag in record.states(today)],
        facts=[
            ("Feedback", link(request, record.feedback)),
            ("Asked on", record.asked_on),
            ("E-mail", record.get_message_display()),
            ("Reminded on", record.reminded_on),
            ("Answer by", record.due_on if record.is_open else None),
            ("Answered on", record.answered_on),
            ("Answered by", record.get_how_display()),
        ],
        buttons=buttons,
        links=others,
        crumbs=[
            ("Consents asked for", reverse("casework:consents")),
            (record.feedback.reference, address(record.feedback)),
        ],
        private_link=link_of(record),
        today=today,
        posted=reverse("casework:consent_posted", args=[pk])
        if record.is_open and record.task in (Task.POST, Task.REMIND) and request.person.may(_HANDLE)
        else "",
        opens=reverse("casework:consent_address", args=[pk])
        if request.person.may("feedback.contact")
        else "",
    )


def record_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the person said."""
    record = get_record(request, ConsentRequest, pk)
    return form_page(
        request,
        DecisionForm,
        commands.record_consent,
        title="Record what the person said",
        record=record,
        initial={"answered_on": timezone.localdate()},
        done="Answer recorded.",
        page={
            "intro": "The person's own answer, not that of whoever speaks for them.",
            "submit": "Save answer",
        },
        consent=record,
    )


def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct where the person is asked."""
    record = get_record(request, ConsentRequest, pk)
    return form_page(
        request,
        AddressForm,
        commands.correct_address,
        title="Correct address",
        record=record,
        done="Address corrected. The link sent before has ended.",
        page={"intro": "The whole of it anew: what stands there now is replaced, and is not shown here."},
        consent=record,
    )


def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why the person is asked no more."""
    record = get_record(request, ConsentRequest, pk)
    return form_page(
        request,
        GiveUpConsentForm,
        commands.give_up_consent,
        title="Give up asking",
        record=record,
        initial={"ended_on": timezone.localdate()},
        done="Given up.",
        page={"submit": "Give up"},
        consent=record,
    )


@require_POST
def posted(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark its letter as posted."""
    record = get_record(request, ConsentRequest, pk)
    try:
        commands.mark_posted(by=request.person, consent=record)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Marked as posted. The person has two weeks from today.")
    return redirect(address(record))


@require_POST
def open_address(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how to reach the person; who opened it is recorded."""
    record = get_record(request, ConsentRequest, pk)
    try:
        contact = commands.open_address(by=request.person, consent=record)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(record))
    context = {"record": record, "contact": contact, "back": address(record)}
    return render_page(request, "casework/consent_address.html", context)


COLUMNS = [
    Column("Feedback", lambda record: record.feedback.reference, main=True),
    *work_columns(ConsentRequest, ("due_on", "id")),
    Column("State", lambda record: record.states(timezone.localdate())[0].text),
    Column("Reminded on", "reminded_on", optional=True),
]
STATES: dict[str, dict[str, Any]] = {
    "open": {"answered_on": None, "ended_on": None, "task": ""},
    "answered": {"answered_on__isnull": False},
    "ended": {"ended_on__isnull": False},
}


def narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    """Return those in the state chosen."""
    if chosen.get("state") == "task":
        return records.open().exclude(task="")
    return records.filter(**STATES[chosen["state"]]) if chosen.get("state") else records


def listed(request: HttpRequest) -> HttpResponse:
    """List the consents that were asked for, the first due first."""
    return list_page(
        request,
        ConsentRequest,
        filter_form=ConsentFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("due_on", "id"),
        along=("feedback", "owner"),
        bulk=(assigning(ConsentRequest),),
        views=(View("To do", "state=task"), View("Waiting", "state=open"), View("All", "")),
        name=lambda record: record.feedback.reference,
    )
