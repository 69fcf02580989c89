"""Screening of all points for words that may describe harm or abuse, so that a person is told at once.

It errs on the side of too many prompts. It finds words and judges nothing; `commands.py` records what people do then.
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
from goldthread.themes.safeguarding.models import SafeguardingPrompt
from goldthread.themes.suggesting.batches import in_batches

# Raised when the rules change, so that everything is screened once more; it sorts after all before it.
RULES = "004"
# Text that changes while a prompt waits may bring other cues; one that a person has reviewed stays as they saw it.
_ON_CONFLICT = (
    "ON CONFLICT (point_id) DO UPDATE SET cues = EXCLUDED.cues, rules = EXCLUDED.rules "
    "WHERE goldthread_safeguardingprompt.reviewed_at IS NULL"
)


def screen_points(council: Council, *, most: float = math.inf) -> int:
    """Screen every point that these rules have not read, coded or not; return how many were screened.

    Run again, it has nothing left to do; `most` as in `in_batches`.
    """
    unscreened = unscreened_points(council).order_by("screened_by", "id")
    return in_batches(council, unscreened, _screen_batch, most=most)


def _screen_batch(batch: list[uuid.UUID]) -> None:
    prompts = (_prompt(point) for point in Point.objects.filter(pk__in=batch).order_by("id"))
    bulk.insert([prompt for prompt in prompts if prompt is not None], on_conflict=_ON_CONFLICT)
    PointReading.objects.filter(pk__in=batch).update(screened_by=RULES)


def unscreened_points(council: Council) -> QuerySet[PointReading]:
    """Return the points that these rules have not read; what is locked waits until it may be read."""
    readings = PointReading.objects.filter(council=council, screened_by__lt=RULES)
    return readings.filter(point__is_locked=False)


def _prompt(point: Point) -> SafeguardingPrompt | None:
    cues = safeguarding_words.find_abuse_words(point.text)
    if not cues:
        return None
    spans = [[cue.start, cue.end, cue.reason] for cue in cues]
    return SafeguardingPrompt(council_id=point.council_id, point_id=point.pk, cues=spans, rules=RULES)
