"""Pages by which the owner of a round opens it to an auditor of another council, and closes it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.errors import Refused
from goldthread.council.people.access import password_link_path
from goldthread.council.records.pages import form_page, get_record
from goldthread.practice.marking import forms, guests
from goldthread.practice.marking.models import ExternalAuditor
from goldthread.practice.rounds.models import AuditRound
from goldthread.web.render import render_page


def open_to(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a round to an auditor of another council."""
    record = get_record(request, AuditRound, pk)
    return form_page(
        request,
        forms.OpenForm,
        guests.open_round_to,
        title="Open round to an external auditor",
        done=lambda given: f"{given.round.reference} is open to {given.person.name}.",
        then=lambda given: reverse("practice:fairness", args=[given.round_id]),
        page={
            "intro": f"{record.title}. They sign in to this round alone: they mark the files that you give them, and can open nothing else.",
            "back": reverse("practice:fairness", args=[pk]),
            "submit": "Open round",
        },
        audit_round=record,
    )


def _external(request: HttpRequest, pk: uuid.UUID) -> ExternalAuditor:
    given = ExternalAuditor.objects.filter(council=request.person.council_id, round__withdrawn_on=None)
    external = given.select_related("round", "person__account", "person__council").filter(pk=pk).first()
    if external is None:
        raise Http404
    return external


def close_to(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a round to an external auditor."""
    external = _external(request, pk)
    return form_page(
        request,
        forms.CloseForm,
        guests.close_round_to,
        title=f"Close round to {external.person.name}",
        initial={"ended_on": timezone.localdate()},
        done=lambda ended: f"{ended.round.reference} is closed to {ended.person.name}.",
        then=lambda ended: reverse("practice:fairness", args=[ended.round_id]),
        page={
            "intro": "At once. What they finished stays; what they have not finished can be given to somebody else.",
            "back": reverse("practice:fairness", args=[external.round_id]),
            "submit": "Close round",
        },
        external=external,
    )


@require_POST
def sign_in_link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a link by which an external auditor chooses their own password, once."""
    external = _external(request, pk)
    try:
        guests.make_sign_in_link(by=request.person, external=external)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("practice:fairness", pk=external.round_id)
    context = {
        "external": external,
        "link": request.build_absolute_uri(password_link_path(external.person.account)),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    return render_page(request, "practice/external_link.html", context)
