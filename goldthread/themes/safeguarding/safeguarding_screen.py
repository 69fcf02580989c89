"""Looks through everything that comes for words that may tell of harm or abuse, so that a person is told at once.

It errs on the side of telling somebody. It finds words and judges nothing; `alerts.py` is what people do then.
"""

from __future__ import annotations

import math
import uuid

from django.db.models import QuerySet

from goldthread.analysis.text import safeguarding_words
from goldthread.council.models import Council
from goldthread.council.records import bulk
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding.models import HarmAlert
from goldthread.themes.suggesting.batches import in_parts

# Raised when the rules change, so that everything is looked through once more; it sorts after all before it.
RULES = "004"
# Words that change while an alert waits may bring other cues; one that a person has seen stays as they saw it.
_AGAIN = (
    "ON CONFLICT (point_id) DO UPDATE SET cues = EXCLUDED.cues, rules = EXCLUDED.rules "
    "WHERE goldthread_harmalert.looked_at IS NULL"
)


def look_through(council: Council, *, most: float = math.inf) -> int:
    """Look through every point that these rules have not read, coded or not; return how many were looked through.

    Run again, it finds nothing left to do; `most` as in `in_parts`.
    """
    return in_parts(council, not_looked_through(council).order_by("harm", "id"), _look_through, most=most)


def _look_through(part: list[uuid.UUID]) -> None:
    found = (_alert(point) for point in Point.objects.filter(pk__in=part).order_by("id"))
    bulk.insert([alert for alert in found if alert is not None], on_conflict=_AGAIN)
    PointReading.objects.filter(pk__in=part).update(harm=RULES)


def not_looked_through(council: Council) -> QuerySet[PointReading]:
    """Return the points that these rules have not read; what is locked waits until it may be read."""
    unread = PointReading.objects.filter(council=council, harm__lt=RULES)
    return unread.exclude(point__feedback__is_locked=True)


def _alert(point: Point) -> HarmAlert | None:
    cues = safeguarding_words.may_tell_of_harm(point.text)
    if not cues:
        return None
    found = [[cue.start, cue.end, cue.reason] for cue in cues]
    return HarmAlert(council_id=point.council_id, point_id=point.pk, cues=found, rules=RULES)
