"""Queries of safeguarding prompts."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.council.models import Person
from goldthread.themes.safeguarding.models import HarmAlert, HarmAlertQuerySet

_MOST = 1000


def open_to(person: Person) -> HarmAlertQuerySet:
    """Return the alerts that this person may see, with the points that raised them."""
    return (
        HarmAlert.objects.visible_to(person)
        .exclude(point__feedback__is_locked=True)
        .exclude(point__feedback__forgotten_on__isnull=False)
        .select_related("point__feedback", "point__finding__review", "point__team")
    )


def waiting_for(person: Person) -> int:
    """Return how many alerts nobody has looked at, as far as anyone needs to know; 0 for those who do not look."""
    if not person.may("themes.harm"):
        return 0
    return open_to(person).nobody_has_looked().order_by().values("pk")[:_MOST].count()


def reasons(cues: Sequence[Sequence[object]]) -> list[str]:
    """Return why an alert was raised, each reason once."""
    return list(dict.fromkeys(str(reason) for _, _, reason in cues))
