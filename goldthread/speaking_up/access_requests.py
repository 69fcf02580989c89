"""Subject access requests that wait for the two to say what they hold about the person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.speaking_up.access_asking import PLACE, why_not_looked
from goldthread.speaking_up.models import AccessAsked
from goldthread.speaking_up.reading import may_read
from goldthread.subject_access.models import AccessPlace, AccessRequest, AccessTerm


def waiting(person: Person) -> list[tuple[AccessAsked, AccessRequest, list[str]]]:
    """Return the requests of which the two have not said what they hold, with by what the person is known; for them."""
    if not may_read(person):
        return []
    asked = list(AccessAsked.objects.filter(council=person.council_id, said="").order_by("asked_at", "pk"))
    requests = AccessRequest.objects.filter(
        council=person.council_id, withdrawn_on=None, given_on=None, ended_on=None
    )
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
    AccessPlace.objects.filter(request=asked.request, name=PLACE).update(
        not_looked=why_not_looked(asked)[:300]
    )
    return asked
