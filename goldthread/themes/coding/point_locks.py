"""Point locks: who has a point of the queue open, so that two who code at once are each given another.

A mark of some minutes and no database lock: whoever goes to make tea keeps nobody from a point. Two who still
decide about one point are told so by `coding_decisions.save_decisions`.
"""

from __future__ import annotations

import datetime
import uuid

from django.db.models import Q
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.coding import queries
from goldthread.themes.coding.models import PointReading

LOCKED_FOR = datetime.timedelta(minutes=5)
# As many as may be opened by others in the moment in which one is looked for.
_TRIES = 8


def _not_locked(person: Person, path: str = "") -> Q:
    return (
        Q(**{f"{path}opened_at__isnull": True})
        | Q(**{f"{path}opened_at__lt": timezone.now() - LOCKED_FOR})
        | Q(**{f"{path}opened_by": person})
    )


def lock_for(person: Person, point: Point) -> bool:
    """Mark a point as open before somebody; return whether nobody else had it open."""
    reading = PointReading.objects.filter(_not_locked(person), point=point, council_id=person.council_id)
    # One statement: of two who ask in the same moment the second waits for the first, and then finds it taken.
    return bool(reading.update(opened_by=person, opened_at=timezone.now()))


def lock_next(person: Person, wanted: queries.Wanted, last: uuid.UUID | None) -> Point | None:
    """Return the next point to code, one that nobody else has open where there is such; see `queries.next_point`."""
    points = queries.points_to_code(person, wanted).filter(_not_locked(person, "reading__"))
    for point in (points.exclude(pk=last) if last else points)[:_TRIES]:
        if lock_for(person, point):
            return point
    return queries.next_point(person, wanted, last)
