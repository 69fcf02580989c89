"""What becomes of a briefing: that it is opened, and the form on which a team says how it used it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.briefings import forms, queries
from goldthread.briefings.models import Briefing
from goldthread.briefings.reach import commands
from goldthread.council.models import Person, Team
from goldthread.council.records.pages import address, form_page


def note_opening(person: Person, record: Briefing) -> None:
    """Keep that somebody opened a briefing that was sent, the first time."""
    if record.sent_on is None or record.withdrawn_on or record.openings.filter(person=person).exists():
        return
    commands.open_briefing(by=person, briefing=record, opened_on=timezone.localdate())


def discussed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record how a team used a briefing."""
    record = get_object_or_404(queries.readable(request.person), pk=pk)
    if record.sent_on is None:
        raise Http404
    teams = Team.objects.visible_to(request.person).filter(is_active=True)
    if not request.person.may("briefings.write"):
        teams = teams.filter(pk__in=queries.own_teams(request.person))

    def save(*, led_by: Person, **given: Any) -> Briefing:
        return commands.record_discussion(person=led_by, **given)

    return form_page(
        request,
        forms.DiscussionForm,
        save,
        title="How our team used it",
        initial={"discussed_on": timezone.localdate(), "led_by": request.person.pk},
        done=f"Saved with briefing {record.reference}.",
        options={"teams": teams.order_by("name", "pk")},
        page={
            "intro": f"{record.reference} {record.title}. It shows that the briefing was used, and how.",
            "back": address(record),
        },
        briefing=record,
    )
