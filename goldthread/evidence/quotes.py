"""Quotes from the feedback that a claim is based on: in an evidence pack, and for those who read no feedback elsewhere."""

from __future__ import annotations

from typing import Any

from goldthread.council.records.spec import kind_of
from goldthread.evidence.standing import Evidence
from goldthread.feedback.models import Feedback, Point

# A lesson may be based on hundreds of issues; so many are quoted, and the others are counted.
MOST_QUOTED = 12


def quotes_of(evidence: Evidence) -> list[Point]:
    """Return the issues to quote: of the feedback cited first, then of that under the lessons, newest first."""
    cited = [citation.feedback_id for citation in evidence.citations if citation.feedback_id]
    first = _points(origin_id__in=cited)
    others = _points(lessons__lesson__in=evidence.lessons) if evidence.lessons else []
    once = {point.pk: point for point in (*first, *others)}
    return list(once.values())[:MOST_QUOTED]


def _points(**condition: Any) -> list[Point]:
    # What a reviewer found is no quotation: a finding is shown with its review.
    points = Point.objects.readable().filter(**condition, origin=kind_of(Feedback))
    return list(points.select_related("feedback").order_by("-month", "position").distinct()[:MOST_QUOTED])
