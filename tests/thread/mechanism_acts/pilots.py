"""How the mechanisms of pilots are done: a figure with how it was counted, then the next step, seen where pilots are listed."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.pilots import standing
from goldthread.pilots.models import Pilot
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, read, send

_WEEK = datetime.timedelta(days=7)
_WHY = "Nobody had asked the badger on the towpath."


def try_it(client: Client, person: Person, mechanism: Mechanism, pilot: Pilot) -> None:
    """Record a figure of its use, then decide about it; of one that has ended, who took it up, as we say."""
    today = timezone.localdate()
    page = read(client, reverse(pilot.spec.page, args=[pilot.pk]))
    assert "11 of 13 people rang back" not in page
    page = send(
        client,
        reverse("pilots:add_figure", args=[pilot.pk]),
        value=11,
        of_value=13,
        counts="people rang back",
        how="Each was asked on the telephone.",
        **day("starts", today - _WEEK),
        **day("ends", today),
    )
    assert "11 of 13 people rang back" in page and "Each was asked on the telephone." in page
    if pilot.ended_on is None:
        _decide(client, pilot, today)
    else:
        _say_who_took_it_up(client, pilot, today)


def _decide(client: Client, pilot: Pilot, today: datetime.date) -> None:
    """Decide that nothing shows a benefit yet, or stop an idea; either is listed in its state, and found by its reason."""
    outcome = standing.NOT_SHOWN if pilot.started_on else standing.STOP
    tag = standing.STATES[outcome]
    before = read(client, f"{reverse('pilots:list')}?state={outcome}&words=badger")
    page = send(
        client,
        reverse("pilots:decide", args=[pilot.pk]),
        outcome=outcome,
        because=_WHY,
        deciding_body="Programme board",
        **day("decided_on", today),
    )
    assert tag in page and _WHY in page
    listed = read(client, f"{reverse('pilots:list')}?state={outcome}&words=badger")
    assert pilot.title in listed and pilot.title not in before


def _say_who_took_it_up(client: Client, pilot: Pilot, today: datetime.date) -> None:
    page = send(
        client,
        reverse("pilots:add_adoption", args=[pilot.pk]),
        adopter="Stonebeck Council",
        what="All of it.",
        **day("said_on", today),
    )
    assert "Stonebeck Council Said by us All of it." in page


ACTS: dict[str, Any] = {"pilot": try_it}
