"""How an external audit is arranged with a neighbouring council, through the pages, by whoever leads the round."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, read, send


def open_to_a_neighbour(client: Client, person: Person, mechanism: Mechanism, audit_round: Any) -> None:
    """Open a round to one more auditor of the neighbouring council, and see that it is open to them."""
    today = timezone.localdate()
    who, council = "Petra Lindqvist", "Brackenmoor Borough Council"
    boxes = day("since", today) | day("until", today + datetime.timedelta(days=30))
    address = reverse("practice:open_to", args=[audit_round.pk])
    after = send(client, address, name=who, email="petra@brackenmoor.example", from_council=council, **boxes)
    assert f"{who} {council} Open until" in after
    assert f"{who} of {council} marks in this round" in read(
        client, reverse("practice:round", args=[audit_round.pk])
    )


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {"60": open_to_a_neighbour}
