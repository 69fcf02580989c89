"""Sharing a briefing with another council as a file, and taking in one that another shared."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import forms, queries
from goldthread.briefings.models import Briefing
from goldthread.briefings.sharing import commands, file
from goldthread.council.models import Person
from goldthread.council.records.pages import form_page
from goldthread.web.render import render_page


def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what another council would get, with its checksum, and the file."""
    record = _get(request, pk)
    shared = commands.shared(record)
    return render_page(request, "briefings/share.html", {"briefing": record, "shared": shared})


def share_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the file for another council."""
    record = _get(request, pk)
    response = HttpResponse(file.write(commands.shared(record)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="briefing-{record.reference.lower()}.json"'
    return response


def _get(request: HttpRequest, pk: uuid.UUID) -> Briefing:
    record = get_object_or_404(queries.readable(request.person), pk=pk)
    if record.sent_on is None:
        raise Http404
    return record


def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a briefing that another council shared."""

    def save(*, by: Person, file: Any) -> Briefing:
        return commands.import_shared(by=by, content=file.read(), came_on=timezone.localdate())

    return form_page(
        request,
        forms.SharedFileForm,
        save,
        title="Take in a shared briefing",
        done=lambda briefing: f"Briefing {briefing.reference} saved as a draft. Check it, then send it.",
        page={
            "intro": "The file that another council shared. What was changed in it since is refused. It comes in as a "
            "draft that says where it is from.",
            "submit": "Take in",
            "back": reverse("briefings:list"),
        },
    )
