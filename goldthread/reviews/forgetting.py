"""Deletion of the names in reviews at the end of their retention; findings and decisions stay."""

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
    """Return the names at the end of their retention: counted from the remedy where there was one, else the decision."""
    limit = years_before(today, CASE.years or 0)
    old = ReviewNames.objects.filter(council=council, review__decided_on__lt=limit)
    return list(old.filter(Q(review__remedy_done_on=None) | Q(review__remedy_done_on__lt=limit)))


@command("council.forget")
def forget(*, by: Person, names: Sequence[ReviewNames]) -> list[ReviewNames]:
    """Delete the names in reviews; every text was redacted before it was saved."""
    ReviewNames.objects.filter(council=by.council, pk__in=[record.pk for record in names]).delete()
    return list(names)
