"""The pages that every type of record with work has: assigning one, and taking it on oneself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.assignment import assign, due_of, owner_of, possible_owners, work_on
from goldthread.council.records.base import Record
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.council.records.spec import kind_of
from goldthread.dates import day_in_words
from goldthread.web.doors import page
from goldthread.web.forms import DateField, Form, lower_first


class AssignForm(Form):
    """Who does the work on a record, by when, and a note."""

    mark_optional = False

    owner = forms.ModelChoiceField(
        label="Owner", queryset=Person.objects.none(), required=False, empty_label="Nobody yet"
    )
    due_on = DateField(label="Due date", required=False)
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown in the timeline. A due date that was set is changed with the reason.",
    )

    def __init__(self, *args: Any, person: Person, record: Record, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        owner = owner_of(record)
        people = possible_owners(person, record)
        if owner is not None and not people.filter(pk=owner.pk).exists():
            people = Person.objects.filter(pk__in=[*people.values_list("pk", flat=True), owner.pk])
        self.fields["owner"].queryset = people
        if work_on(record).needs_owner:
            self.fields["owner"].required = self.fields["due_on"].required = True
            self.fields["owner"].empty_label = None
        steps = work_on(record).steps(record)
        said = "; ".join(f"{lower_first(name)}, by {day_in_words(day)}" for name, day in steps.items())
        said = f"{said[0].upper()}{said[1:]}." if said else ""
        if why_not := work_on(record).no_date_by_hand(record):
            del self.fields["due_on"]
            self.fields["note"].help_text = "Shown in the timeline."
            self.fields["owner"].help_text = f"{said} {why_not}".strip()
        else:
            self.fields["due_on"].help_text = said


def work_pages(route: str, model: type[Record]) -> Iterator[URLPattern]:
    """Yield the lines for assigning records of a type; `route` is that of the record's page."""
    if model.spec.work is not None:
        kind, needs = kind_of(model), model.spec.work.assign
        yield page(f"{route}assign/", _assign(model), needs, f"assign_{kind}")
        yield page(f"{route}take/", _take(model), needs, f"take_{kind}")


def _assign(model: type[Record]) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Say who does the work on a record, and by when."""
        record = get_record(request, model, pk)

        def give(**answers: Any) -> Record:
            return assign(record=record, **answers)

        return form_page(
            request,
            AssignForm,
            give,
            title=f"Assign {_called(record)}",
            record=record,
            initial={"owner": owner_of(record), "due_on": due_of(record)},
            options={"record": record},
            done=_said,
            page={
                "intro": str(getattr(record, model.spec.title)),
                "submit": "Assign",
                "back": address(record),
            },
        )

    return view


def _take(model: type[Record]) -> Any:
    @require_POST
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Take the work on a record on oneself."""
        record = get_record(request, model, pk)
        try:
            assign(by=request.person, record=record, owner=request.person)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{_heading(record)} is yours now.")
        return redirect(address(record))

    return view


def _heading(record: Record) -> str:
    return f"{record.spec.name} {record.reference}".strip()


def _called(record: Record) -> str:
    heading = _heading(record)
    return heading[0].lower() + heading[1:]


def _said(record: Record) -> str:
    owner, due = owner_of(record), due_of(record)
    to = f"assigned to {owner.name}" if owner else "assigned to nobody"
    return f"{_heading(record)} {to}{f', due {day_in_words(due)}' if due else ''}."
