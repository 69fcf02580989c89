"""People named in the feedback and findings under a record, so that what is based on them names nobody.

A name that only its case tells ("she", "vantongeren" in small letters) would not be found in a sentence by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from goldthread.analysis.privacy import CaseNames, KnownPerson
from goldthread.feedback.models import Point
from goldthread.feedback.redaction.models import DetectionDecision, OriginalText
from goldthread.reviews.models import ReviewNames


def named_under(points: Iterable[Point]) -> CaseNames:
    """Return the people and values known in the cases of some points; of one case, with its placeholders."""
    points = list(points)
    feedback = {point.feedback_id for point in points if point.feedback_id}
    findings = [point.pk for point in points if point.feedback_id is None]
    stored: list[dict[str, Any]] = [
        *OriginalText.objects.filter(feedback__in=feedback).exclude(names={}).values_list("names", flat=True),
        *ReviewNames.objects.filter(review__findings__point__in=findings)
        .exclude(names={})
        .distinct()
        .values_list("names", flat=True),
    ]
    if len(stored) == 1:
        return _with_decisions(CaseNames.from_dict({**stored[0], "decisions": []}), feedback)
    names = CaseNames()
    for case in stored:
        for person in case["known"]:
            names.know(KnownPerson(person["name"], person["relation"], tuple(person["aliases"])))
        for name in case.get("slight", {}).values():
            names.suspect(name)
        for kind, values in case["met"].items():
            for value in values:
                names.remember(value, kind)
    return _with_decisions(names, feedback)


def _with_decisions(names: CaseNames, feedback: Iterable[uuid.UUID]) -> CaseNames:
    """Apply people's current decisions in some feedback: no rule would find what they redacted.

    What is redacted in one piece is redacted, whatever was undone in another.
    """
    last = {
        (d.feedback_id, d.value.lower()): d for d in DetectionDecision.objects.filter(feedback__in=feedback)
    }
    for decision in sorted(last.values(), key=lambda decision: decision.hide):
        apply = names.add if decision.hide else names.undo
        apply(decision.value, decision.kind, reason="decided in its case")
    return names
