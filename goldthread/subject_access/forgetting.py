"""Deletion of subject access requests at the end of their retention, with all that they found and gave."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q

from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.records import holds
from goldthread.council.records.base import history_of
from goldthread.council.records.retention import CASE, years_of
from goldthread.dates import years_before
from goldthread.subject_access.models import AccessRequest


def due(council: Council, today: datetime.date) -> list[AccessRequest]:
    """Return the requests that were given or ended longer ago than cases are kept, and whose hold is lifted or void.

    A request that nobody ended for twice that time is none any more.
    """
    years = years_of(council, CASE)
    limit, longest = years_before(today, years), years_before(today, 2 * years)
    ended = Q(given_on__lt=limit) | Q(ended_on__lt=limit) | Q(received_on__lt=longest)
    return list(AccessRequest.objects.filter(ended, council=council))


@command("council.forget")
def forget(*, by: Person, requests: Sequence[AccessRequest]) -> list[AccessRequest]:
    """Delete subject access requests whose time is over, and lift what was held for them."""
    keys = [request.pk for request in requests]
    for request in requests:
        holds.lift(request)
    AccessRequest.objects.filter(council=by.council, pk__in=keys).delete()
    earlier = history_of(AccessRequest)
    assert earlier is not None
    earlier._default_manager.filter(pgh_obj_id__in=keys).delete()
    return list(requests)
