"""Who has a point of the desk open, so that two who code at once are each given another.

A mark of some minutes and no lock: whoever goes to make tea keeps nobody from a point. Two who still decide about
one point are told so by `deciding.decide`.
"""

from __future__ import annotations

import datetime
import uuid

from django.db.models import Q
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.coding import queries as desk
from goldthread.themes.coding.models import PointReading

OPEN_FOR = datetime.timedelta(minutes=5)
# As many as may be opened by others in the moment in which one is looked for.
_TRIES = 8


def _free(person: Person, path: str = "") -> Q:
    return (
        Q(**{f"{path}opened_at__isnull": True})
        | Q(**{f"{path}opened_at__lt": timezone.now() - OPEN_FOR})
        | Q(**{f"{path}opened_by": person})
    )


def opened(person: Person, point: Point) -> bool:
    """Mark a point as open before somebody; return whether nobody else had it open."""
    mine = PointReading.objects.filter(_free(person), point=point, council_id=person.council_id)
    # One statement: of two who ask in the same moment the second waits for the first, and then finds it taken.
    return bool(mine.update(opened_by=person, opened_at=timezone.now()))


def open_next(person: Person, source: str, last: uuid.UUID | None) -> Point | None:
    """Return the point to look at next, one that nobody else has open where there is such; see `desk.next_after`."""
    waiting = desk.waiting(person, source).filter(_free(person, "reading__"))
    for point in (waiting.exclude(pk=last) if last else waiting)[:_TRIES]:
        if opened(person, point):
            return point
    return desk.next_after(person, source, last)
