"""Pages by which work changes hands: handing over for leave, leaving, and asking for and giving an update."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import my_work
from goldthread.council.records.base import Record
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.council.records.spec import record_types
from goldthread.council.work import commands, forms
from goldthread.council.work.models import HandOver
from goldthread.dates import day_in_words


def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand over one's work for some days."""
    return form_page(
        request,
        forms.HandOverForm,
        commands.hand_over,
        title="Hand over my work",
        initial={"from_on": timezone.localdate()},
        done=lambda given: (
            f"Your work is in the hands of {given.to.name} from {day_in_words(given.from_on)} "
            f"to {day_in_words(given.until_on)}."
        ),
        then=lambda given: reverse("my_work"),
        page={
            "intro": "Your work stays yours. On these days your colleague sees it under My work too, as far as they may "
            "open it, and afterwards it is with you alone again.",
            "submit": "Hand over",
            "back": reverse("my_work"),
        },
        today=timezone.localdate(),
    )


@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back one's work before the last day."""
    given = get_object_or_404(HandOver.objects.visible_to(request.person), pk=pk, person=request.person)
    try:
        commands.end_hand_over(by=request.person, hand_over=given, today=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Your work is in your own hands again.")
    return redirect("my_work")


def leave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Deactivate a user who leaves, with all their open work handed over."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk, is_system=False)
    count = len(my_work.owned_by(somebody))
    things = "1 thing that is" if count == 1 else f"{count:,} things that are"
    return form_page(
        request,
        forms.LeaveForm,
        commands.leave,
        title=f"Deactivate {somebody.name}",
        options={"leaver": somebody},
        done=f"{somebody.name} deactivated, and their open work handed over.",
        then=lambda left: reverse("people"),
        page={
            "intro": f"{somebody.name} owns {things} still open. They are signed out at once; their records stay.",
            "submit": "Deactivate and hand over",
            "back": reverse("person", args=[pk]),
        },
        person=somebody,
    )


def _record(request: HttpRequest, kind: str, pk: uuid.UUID) -> Any:
    """Return a record on which somebody does work and that this person may open; 404 for any other."""
    model: type[Record] | None = record_types().get(kind)
    if model is None or model.spec.work is None or not request.person.may(model.spec.permission):
        raise Http404
    return get_record(request, model, pk)


@require_POST
def ask_update(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Ask the owner of a record for an update."""
    record = _record(request, kind, pk)
    try:
        commands.ask_update(by=request.person, record=record)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The owner is asked for an update. You are told when it comes.")
    return redirect(address(record))


def give_update(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Give an update that was asked for."""
    record = _record(request, kind, pk)

    def give(**answers: Any) -> Record:
        return commands.give_update(record=record, **answers)

    return form_page(
        request,
        forms.UpdateForm,
        give,
        title=f"Update on {record.reference or record.spec.name.lower()}",
        done="Update given. Whoever asked is told.",
        page={
            "intro": "It is kept as a note on the record, names hidden, and whoever asked is told.",
            "submit": "Give update",
            "back": address(record),
        },
    )
