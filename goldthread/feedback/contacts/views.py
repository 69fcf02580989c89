"""Pages on which a change of contact details is settled; they show none."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import address, form_page
from goldthread.feedback.contacts import changing
from goldthread.feedback.models import Feedback
from goldthread.web.forms import DateField, Form


class ToldForm(Form):
    """When the old address was told."""

    told_on = DateField(label="Date the old address was told", latest=timezone.localdate)


class ConfirmedForm(Form):
    """When the old address confirmed it."""

    settled_on = DateField(label="Date of the confirmation", latest=timezone.localdate)


class SettledForm(ReasonForm):
    """Why it is settled so, and when."""

    settled_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("settled_on", "reason")


def _page(
    form: type[forms.Form], command: Callable[..., Any], title: str, done: str, intro: str
) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        feedback = get_object_or_404(Feedback.objects.visible_to(request.person), pk=pk)
        today = timezone.localdate()
        return form_page(
            request,
            form,
            command,
            title=f"{title}: {feedback.reference}",
            initial={name: today for name in ("told_on", "settled_on") if name in form.base_fields},
            done=f"{feedback.reference}: {done}",
            then=address,
            page={"intro": intro, "back": address(feedback)},
            feedback=feedback,
        )

    view.__doc__ = f"{title}."
    return view


told = _page(
    ToldForm,
    changing.tell_old_address,
    "Old address told",
    "old address told.",
    "Write to the old address that somebody asked for the change, without the new address.",
)
confirm = _page(
    ConfirmedForm,
    changing.confirm_change,
    "Confirm changed contact details",
    "contact details changed.",
    "Only what came from the old address confirms it.",
)
use = _page(
    SettledForm,
    changing.use_without_confirmation,
    "Use changed contact details now",
    "contact details changed.",
    "The old address has not confirmed it. Your name and the reason stand in the timeline.",
)
drop = _page(
    SettledForm,
    changing.drop_change,
    "Do not change contact details",
    "contact details stay.",
    "What was there before stays.",
)
