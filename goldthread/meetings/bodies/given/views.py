"""Pages of what members were given and of leaders who came."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from goldthread.meetings.bodies.about import about_body, part_of
from goldthread.meetings.bodies.given import commands, forms
from goldthread.meetings.bodies.given.models import LeaderVisit


def give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what members were given."""
    return about_body(request, pk, forms.GiveForm, commands.give, "Support of members: {}")


def record_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record a leader who came."""
    return about_body(request, pk, forms.VisitForm, commands.record_visit, "Leader who came: {}")


def keep_promise(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a promise was kept."""
    visit, body = part_of(request, LeaderVisit, pk)
    return about_body(
        request,
        body.pk,
        forms.KeepForm,
        commands.keep_promise,
        "Promise kept: {}",
        shown=body,
        part={"visit": visit},
    )
