"""Pages of confirmations: recording one on a record, one, their list, and giving up asking again."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.confirmations import commands
from goldthread.council.confirmations.models import (
    LOOKS,
    AskedBy,
    Confirmation,
    Felt,
    Group,
    confirmations_on,
)
from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import (
    address,
    called,
    form_page,
    get_of_kind,
    get_record,
    link,
    record_page,
)
from goldthread.council.records.spec import confirmed_types, kind_of, type_of
from goldthread.council.records.work_columns import work_columns
from goldthread.web.forms import DateField, FilterForm, Form
from goldthread.web.render import render_page

_RECORD = "confirmations.record"
_AGAIN = datetime.timedelta(days=182)


class ConfirmationForm(Form):
    """Who was asked, what they say, how they were asked, and when they are asked again."""

    group = forms.ChoiceField(label="Who says it", choices=Group)
    whom = forms.CharField(
        label="Who you asked",
        max_length=160,
        help_text="Such as: seven carers at the carers' forum. No names.",
    )
    how_many = forms.IntegerField(
        label="How many",
        required=False,
        min_value=1,
        max_value=100000,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    felt = forms.ChoiceField(label="What they say of the change", choices=Felt, widget=forms.RadioSelect)
    words = forms.CharField(
        label="In their words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Names are hidden.",
    )
    how = forms.ChoiceField(label="How you asked", choices=AskedBy)
    source = forms.CharField(
        label="Meeting, survey question or issue",
        required=False,
        max_length=160,
        help_text="Such as its reference.",
    )
    asked_on = DateField(label="Date you asked", latest=timezone.localdate)
    again_on = DateField(
        label="Ask again on",
        required=False,
        help_text="It is in your work from that day. Leave empty for never.",
    )


class EditConfirmationForm(CorrectionForm, ConfirmationForm):
    """A correction of a confirmation."""


class GiveUpForm(ReasonForm):
    """Why nobody is asked again."""

    on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("on", "reason")


class ConfirmationFilter(FilterForm):
    """Filters of the list of confirmations."""

    group = forms.ChoiceField(label="Who says it", choices=[("", "Anybody"), *Group.choices])
    felt = forms.ChoiceField(label="What they say", choices=[("", "Anything"), *Felt.choices])


def confirm(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Record what a group says of a change."""
    record = get_of_kind(request, kind, pk)
    if record.spec.confirmed is None:
        raise Http404
    today = timezone.localdate()

    def save(*, by: Any, **fields: Any) -> Confirmation:
        return commands.record_confirmation(by=by, record=record, **fields)

    return form_page(
        request,
        ConfirmationForm,
        save,
        title="Record confirmation",
        initial={"asked_on": today, "again_on": today + _AGAIN},
        done="Recorded.",
        then=lambda made: f"{address(record)}#confirmations",
        page={
            "intro": f"Is the change felt? About {called(record)}: {record}",
            "submit": "Save confirmation",
            "back": address(record),
        },
    )


def confirmation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one confirmation and what it is about."""
    record = get_record(request, Confirmation, pk, withdrawn=True)
    about = get_of_kind(request, record.origin, record.origin_id, withdrawn=True)
    give_up = reverse("confirmations:give_up", args=[pk])
    again = reverse("confirmations:confirm", args=[record.origin, record.origin_id])
    is_open = record.again_on is not None and record.settled_on is None
    return record_page(
        request,
        record,
        "confirmations/confirmation.html",
        tags=[(record.get_felt_display(), LOOKS[Felt(record.felt)])],
        facts=[
            ("About", link(request, about)),
            ("Asked by", record.asked_by.name),
            ("Asked on", record.asked_on),
            ("How", record.get_how_display()),
            ("Meeting, survey or issue", record.source),
            ("How many", record.how_many),
            ("Asked again or stopped on", record.settled_on),
        ],
        buttons=[("Ask again", again, _RECORD)] if is_open else [],
        links=[("Stop asking again", give_up, _RECORD)] if is_open else [],
        edit="confirmations:edit",
        about=about,
        about_href=address(about),
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a confirmation."""
    record = get_record(request, Confirmation, pk)
    return form_page(
        request,
        EditConfirmationForm,
        commands.correct_confirmation,
        title="Correct confirmation",
        record=record,
        confirmation=record,
    )


def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why nobody is asked again."""
    record = get_record(request, Confirmation, pk)
    return form_page(
        request,
        GiveUpForm,
        commands.give_up_asking_again,
        title="Stop asking again",
        record=record,
        initial={"on": timezone.localdate()},
        done="They are not asked again.",
        page={"intro": record.title, "submit": "Stop asking"},
        confirmation=record,
    )


COLUMNS = [
    Column("What they say", "title", main=True),
    Column("About", lambda confirmation: getattr(confirmation, "about", "")),
    Column("Who was asked", "whom"),
    Column("Asked on", "asked_on", sort=("-asked_on", "-id")),
    *work_columns(Confirmation, ("again_on", "id")),
]


def _with_records(person: Person, confirmations: Sequence[Confirmation]) -> None:
    """Read what some confirmations are about, at once for each type; empty where the person may not open it."""
    found: dict[uuid.UUID, Any] = {}
    for kind in {each.origin for each in confirmations}:
        keys = [each.origin_id for each in confirmations if each.origin == kind]
        found |= type_of(kind)._default_manager.visible_to(person).in_bulk(keys)
    for each in confirmations:
        about = found.get(each.origin_id)
        each.about = {"text": f"{about.reference} {about}".strip(), "href": address(about)} if about else ""


def listed(request: HttpRequest) -> HttpResponse:
    """List the confirmations, the newest first."""
    return list_page(
        request,
        Confirmation,
        filter_form=ConfirmationFilter,
        columns=COLUMNS,
        order=("-asked_on", "-id"),
        along=("owner",),
        attach=lambda rows: _with_records(request.person, rows),
        bulk=(assigning(Confirmation),),
        views=(View("Not felt", "felt=not_felt"), View("To ask again", "due=overdue"), View("All", "")),
    )


def panel(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Show who confirms that a change is felt, who denies it and who was not asked, as a part of its page."""
    if kind not in confirmed_types():
        raise Http404
    record = getattr(request, "page_record", None)
    if record is None or record.pk != pk or kind_of(record) != kind:
        record = get_of_kind(request, kind, pk, withdrawn=True)
    said: dict[str, list[Confirmation]] = {}
    for each in confirmations_on(kind, pk):
        said.setdefault(each.group, []).append(each)
    rows = [(Group(group), said.get(group, [])) for group in Group.values]
    context: dict[str, Any] = {"rows": rows, "looks": LOOKS, "record": record, "kind": kind}
    context["why_not"] = record.spec.confirmed(record)
    return render_page(request, "confirmations/panel.html", context)
