"""A search for a subject access request does not look into this place: the two are asked what they hold instead."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.speaking_up.models import AccessAsked
from goldthread.speaking_up.reading import confidants
from goldthread.speaking_up.telling import tell_the_two
from goldthread.subject_access.models import AccessRequest
from goldthread.subject_access.places import NotLooked, not_looked_by

PLACE = "Speaking up in confidence"


@not_looked_by
def ask_the_two(request: AccessRequest, by: Person) -> NotLooked:
    """Ask the two, once, what they hold about the person of a request; returns what its page says of this place."""
    if not confidants(request.council_id):
        return PLACE, "Nobody is named to read what staff say in confidence here, so nothing is held."
    asked, new = AccessAsked.objects.get_or_create(council=request.council, request=request.pk)
    if new:
        tell_the_two(by)
    return PLACE, why_not_looked(asked)


def why_not_looked(asked: AccessAsked) -> str:
    """Return what the page of a request says of this place."""
    day = day_in_words(timezone.localdate(asked.asked_at))
    why = f"It was not looked in: only two named people read it. They were asked on {day}"
    return why + (
        f", and said: {asked.get_said_display().lower()}." if asked.said else ", and have not answered yet."
    )
