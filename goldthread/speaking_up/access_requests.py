"""Subject access requests: this place is not looked into, and the two are asked what they hold about the person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.speaking_up.models import AccessAsked
from goldthread.speaking_up.reading import confidants, may_read
from goldthread.speaking_up.telling import tell_the_two
from goldthread.subject_access.models import AccessPlace, AccessRequest, AccessTerm
from goldthread.subject_access.places import NotLooked, not_looked_by

_NAME = "Speaking up in confidence"


@not_looked_by
def ask_the_two(request: AccessRequest, by: Person) -> NotLooked:
    """Ask the two, once, what they hold about the person of a request; returns what its page says of this place."""
    if not confidants(request.council_id):
        return _NAME, "Nobody is named to read what staff say in confidence here, so nothing is held."
    asked, new = AccessAsked.objects.get_or_create(council=request.council, request=request.pk)
    if new:
        tell_the_two(by)
    return _NAME, _why(asked)


def _why(asked: AccessAsked) -> str:
    day = day_in_words(timezone.localdate(asked.asked_at))
    why = f"It was not looked in: only two named people read it. They were asked on {day}"
    return why + (
        f", and said: {asked.get_said_display().lower()}." if asked.said else ", and have not answered yet."
    )


def waiting(person: Person) -> list[tuple[AccessAsked, AccessRequest, list[str]]]:
    """Return the requests of which the two have not said what they hold, with by what the person is known; for them."""
    if not may_read(person):
        return []
    asked = list(AccessAsked.objects.filter(council=person.council_id, said="").order_by("asked_at", "pk"))
    requests = AccessRequest.objects.filter(council=person.council_id, withdrawn_on=None)
    found = requests.in_bulk([each.request for each in asked])
    terms: dict[Any, list[str]] = {}
    for request, value in (
        AccessTerm.objects.filter(request__in=found).order_by("pk").values_list("request", "value")
    ):
        terms.setdefault(request, []).append(value)
    return [
        (each, found[each.request], terms.get(each.request, [])) for each in asked if each.request in found
    ]


@command("speaking_up.read")
def say_what_is_held(*, by: Person, asked: AccessAsked, said: str) -> AccessAsked:
    """Answer whether anything told in confidence is about the person of a subject access request."""
    if not may_read(by):
        raise PermissionDenied("speaking_up.read")
    asked.said, asked.said_by, asked.said_at = said, by, timezone.now()
    asked.save(update_fields=["said", "said_by", "said_at"])
    AccessPlace.objects.filter(request=asked.request, name=_NAME).update(not_looked=_why(asked)[:300])
    return asked
