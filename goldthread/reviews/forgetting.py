"""Forgetting whom reviews named: the names go, and what was found and decided stays without them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q

from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.records.retention import CASE
from goldthread.dates import years_before
from goldthread.reviews.models import ReviewNames


def due(council: Council, today: datetime.date) -> list[ReviewNames]:
    """Return the names whose time is up: counted from the remedy where there was one, else from the decision."""
    limit = years_before(today, CASE.years or 0)
    old = ReviewNames.objects.filter(council=council, review__decided_on__lt=limit)
    return list(old.filter(Q(review__remedy_done_on=None) | Q(review__remedy_done_on__lt=limit)))


@command("council.forget")
def forget(*, by: Person, names: Sequence[ReviewNames]) -> list[ReviewNames]:
    """Delete whom some reviews named; they were hidden in every text before it was kept."""
    ReviewNames.objects.filter(council=by.council, pk__in=[each.pk for each in names]).delete()
    return list(names)
