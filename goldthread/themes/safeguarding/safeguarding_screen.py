"""Screening of all points for possible harm, so that a person is told at once.

What somebody types, and any small change, is screened in the transaction that saves it; a long import right after, by
the job `themes.suggest`. It finds words and judges nothing; `commands.py` records what people do then.
"""

from __future__ import annotations

import functools
import logging
import math
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.analysis.text.safeguarding_screening import SHARES, Screener, Screening
from goldthread.council.models import Council, Person
from goldthread.council.records import bulk
from goldthread.council.records.points import reads_at_once
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import PointReading
from goldthread.themes.coding.quotes import FINDING
from goldthread.themes.safeguarding.models import Level, SafeguardingPrompt, list_rank
from goldthread.themes.safeguarding.telling import tell_of_danger
from goldthread.themes.suggesting.batches import in_batches

# Raised when the rules change, so that everything is screened once more; it sorts after all before it.
RULES = "006"
# More texts than a person types at once are an import: they are screened right after, by the job.
MOST_AT_ONCE = 50
# Text that changes while a prompt waits may bring other cues; one that a person has reviewed stays as they saw it.
_UPDATE = (
    "ON CONFLICT (point_id) DO UPDATE SET cues = EXCLUDED.cues, rules = EXCLUDED.rules, level = EXCLUDED.level, "
    "rank = EXCLUDED.rank, raised_at = EXCLUDED.raised_at, score = EXCLUDED.score, reviewed_at = NULL, "
    "told_at = CASE WHEN goldthread_safeguardingprompt.level = 'danger' "
    "THEN goldthread_safeguardingprompt.told_at END, danger_since = "
    "CASE WHEN EXCLUDED.danger_since IS NULL THEN NULL "
    "ELSE COALESCE(goldthread_safeguardingprompt.danger_since, EXCLUDED.danger_since) END "
    "WHERE goldthread_safeguardingprompt.reviewed_at IS NULL"
)
# But where somebody has written a text anew that tells of danger now and did not before, it must be looked at again.
_UPDATE_WRITTEN = (
    f"{_UPDATE} OR (EXCLUDED.level = 'danger' AND goldthread_safeguardingprompt.level <> 'danger')"
)
_log = logging.getLogger(__name__)


@functools.cache
def screener() -> Screener:
    """Return the screener of this process, made once: with the sentence model where it is installed."""
    return Screener()


def screen_points(council: Council, *, most: float = math.inf) -> int:
    """Screen every point that these rules have not read, coded or not; return how many were screened.

    Run again, it has nothing left to do; `most` as in `in_batches`.
    """
    unscreened = unscreened_points(council).order_by("screened_by", "id")
    return in_batches(council, unscreened, _screen_batch, most=most)


@reads_at_once
def screen_at_once(by: Person, written: Sequence[Any]) -> None:
    """Screen what somebody has just written, in the transaction that saves it.

    A fault in here must not lose what was written: it is logged, and the job that follows screens the text.
    """
    if len(written) > MOST_AT_ONCE:
        return
    try:
        with transaction.atomic():
            _screen_batch([point.pk for point in written if not point.is_locked], _UPDATE_WRITTEN)
    except Exception:
        _log.exception("screening at once failed; the job that follows screens these texts")


def screen_now(points: QuerySet[Point]) -> int:
    """Screen those of some points that these rules have not read and that may be read; returns how many."""
    unscreened = PointReading.objects.filter(point__in=points, screened_by__lt=RULES, point__is_locked=False)
    keys = list(unscreened.order_by("pk").values_list("pk", flat=True))
    if keys:
        _screen_batch(keys)
    return len(keys)


def _screen_batch(batch: list[uuid.UUID], on_conflict: str = _UPDATE) -> None:
    points = list(Point.objects.filter(pk__in=batch).order_by("id"))
    screenings = screener().screen_all([point.text for point in points])
    prompts = (_prompt(point, screening) for point, screening in zip(points, screenings, strict=True))
    found = [prompt for prompt in prompts if prompt is not None]
    bulk.insert(found, on_conflict=on_conflict)
    PointReading.objects.filter(pk__in=batch).update(screened_by=RULES)
    if any(prompt.level == Level.DANGER for prompt in found):
        tell_of_danger(points[0].council_id, [prompt.point_id for prompt in found])


def unscreened_points(council: Council) -> QuerySet[PointReading]:
    """Return the points that these rules have not read; what is locked waits until it may be read."""
    readings = PointReading.objects.filter(council=council, screened_by__lt=RULES)
    return readings.filter(point__is_locked=False)


def _prompt(point: Point, found: Screening) -> SafeguardingPrompt | None:
    """Return the prompt of a text that is raised at the largest share; which are listed, the council's share says."""
    level = found.level(SHARES[-1])
    if level is None:
        return None
    is_danger = level == Level.DANGER
    return SafeguardingPrompt(
        council_id=point.council_id,
        point_id=point.pk,
        level=level,
        rank=list_rank(level, is_finding=point.origin == FINDING),
        # Danger is listed at every share.
        raised_at=SHARES[0] if is_danger or found.raised_at is None else found.raised_at,
        score=found.score,
        cues=[[cue.start, cue.end, cue.reason] for cue in found.cues],
        rules=RULES,
        danger_since=timezone.now() if is_danger else None,
    )
