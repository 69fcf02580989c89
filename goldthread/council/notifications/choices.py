"""How each person is told of each kind of thing: as they chose, or as is usual for it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.notifications.kinds import CHOSEN, Delivery
from goldthread.council.notifications.models import NotificationChoice


def choices_of(council_id: uuid.UUID, people: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, str], Delivery]:
    """Return how each of some people is told of each kind of which one can choose, in one query."""
    told = {(pk, slug): Delivery(kind.usual) for pk in people for slug, kind in CHOSEN.items()}
    chosen = NotificationChoice.objects.filter(council_id=council_id, person__in=people, kind__in=CHOSEN)
    for pk, kind, delivery in chosen.values_list("person", "kind", "delivery"):
        told[pk, kind] = Delivery(delivery)
    return told


# Whoever has a page of their own: it is about their own notifications.
@command("thread.home")
def choose_deliveries(*, by: Person, chosen: Mapping[str, str]) -> list[NotificationChoice]:
    """Choose of what one is told, and how."""
    choices = []
    for kind, delivery in chosen.items():
        if kind not in CHOSEN or delivery not in Delivery.values:
            raise Refused("Choose how you are told from the list.")
        choices.append(
            NotificationChoice.objects.update_or_create(
                council=by.council, person=by, kind=kind, defaults={"delivery": delivery}
            )[0]
        )
    return choices
