"""Headline figures of the home page: actions agreed, done, embedded and shown to work, each with its base."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.impact import queries as impact
from goldthread.learning.models import Action


def headline(person: Person, today: datetime.date) -> list[tuple[str, str, str]]:
    """Return labels, numbers and addresses of the headline figures; "" for one that no list shows.

    Shown to work: improved, and the change came with the action; its address lists exactly those.
    """
    if not person.may("learning.read"):
        return []
    actions = Action.objects.visible_to(person).filter(stopped_on__isnull=True)
    shown = Action.objects.visible_to(person).shown_embedded()
    counted = actions.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(done_on__isnull=False)),
        embedded=Count("pk", filter=Q(pk__in=shown.values("pk"))),
    )
    if not counted["all"]:
        return []
    worked = impact.of_state(person, impact.SHOWN).count()
    return [
        ("Actions agreed", str(counted["all"]), ""),
        (f"Done, of {counted['all']} agreed", str(counted["done"]), ""),
        (f"Shown to be embedded, of {counted['done']} done", str(counted["embedded"]), ""),
        (
            f"Shown to work, of {counted['done']} done",
            str(worked),
            f"{reverse('impact:list')}?state={impact.SHOWN}",
        ),
    ]
