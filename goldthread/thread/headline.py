"""Headline figures of the home page: actions agreed, done, embedded and shown to work, each with its base."""

from __future__ import annotations

import datetime

from django.db.models import Count, OuterRef, Q, Subquery

from goldthread.council.models import Person
from goldthread.impact.models import Verdict
from goldthread.learning.models import Action


def headline(person: Person, today: datetime.date) -> list[tuple[str, str]]:
    """Return labels and numbers of the headline figures."""
    if not person.may("learning.read"):
        return []
    latest = (
        Verdict.objects.filter(measure__action=OuterRef("pk"), measure__withdrawn_on=None)
        .order_by("-review_month")
        .values("state")[:1]
    )
    actions = Action.objects.visible_to(person).filter(stopped_on__isnull=True)
    shown = Action.objects.visible_to(person).shown_embedded()
    counted = actions.annotate(verdict=Subquery(latest)).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(done_on__isnull=False)),
        embedded=Count("pk", filter=Q(pk__in=shown.values("pk"))),
        worked=Count("pk", filter=Q(verdict=Verdict.State.IMPROVED)),
    )
    if not counted["all"]:
        return []
    return [
        ("Actions agreed", str(counted["all"])),
        (f"Done, of {counted['all']} agreed", str(counted["done"])),
        (f"Shown to be embedded, of {counted['done']} done", str(counted["embedded"])),
        (f"Shown to work, of {counted['done']} done", str(counted["worked"])),
    ]
