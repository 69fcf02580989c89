"""Deletion of the names in reviews at the end of their retention; findings and decisions stay."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q

from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.records import holds
from goldthread.council.records.models import PeopleNamed
from goldthread.council.records.people_named import forget_names
from goldthread.council.records.retention import CASE, years_of
from goldthread.dates import years_before
from goldthread.reviews.models import Review


def due(council: Council, today: datetime.date) -> list[Review]:
    """Return the reviews whose names are at the end of their retention.

    Counted from the remedy where there was one, else from the decision.
    """
    limit = years_before(today, years_of(council, CASE))
    named = PeopleNamed.objects.filter(council=council, origin="review").values("origin_id")
    old = Review.objects.filter(council=council, decided_on__lt=limit, pk__in=named)
    old = old.exclude(pk__in=holds.held(council.pk, "review"))
    return list(old.filter(Q(remedy_done_on=None) | Q(remedy_done_on__lt=limit)))


@command("council.forget")
def forget(*, by: Person, reviews: Sequence[Review]) -> list[Review]:
    """Delete whom reviews name; every text of theirs was redacted before it was saved."""
    holds.check(by.council_id, "review", [review.pk for review in reviews])
    forget_names("review", [review.pk for review in reviews])
    return list(reviews)
