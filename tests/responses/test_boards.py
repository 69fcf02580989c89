"""A board's page for the public: what it raised at its meetings and what became of it, and nothing that nobody answered."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings import commands as meetings
from goldthread.responses.commands import answer_ask
from goldthread.responses.models import Ask

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_what_was_raised_at_a_meeting_is_shown_once_it_is_answered(avonshire, client):
    by = avonshire.person("coproduction_lead")
    body = Body.objects.get(council=avonshire.council, name="Avonshire Voices")
    meeting = meetings.note_meeting(
        by=by,
        kind="board",
        title="Quills",
        meets_on=TODAY,
        today=TODAY,
        body=body,
        raised=["The quills squeak in the hall.", "The ink runs dry at noon."],
    )
    first, _ = Ask.objects.filter(point__origin="meeting", point__origin_id=meeting.pk).order_by(
        "point__position"
    )
    answer_ask(by=by, ask=first, answer="They are oiled each Friday.", answered_on=TODAY, outcome="done")
    page = html.unescape(
        client.get(reverse("responses:public_board", args=["avonshire", body.pk])).content.decode()
    )
    assert (
        "The quills squeak in the hall." in page and "They are oiled each Friday." in page and "Done" in page
    )
    assert "The ink runs dry" not in page
