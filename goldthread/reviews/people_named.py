"""Whom the voices and findings under something name, so that a lesson or a briefing drawn from them names nobody.

A name that only its case tells ("she", "vantongeren" in small letters) would not be found in a sentence by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from goldthread.analysis.privacy import CaseNames, KnownPerson
from goldthread.feedback.models import DetectionDecision, OriginalText, Point
from goldthread.reviews.models import ReviewNames


def named_under(points: Iterable[Point]) -> CaseNames:
    """Return who and what is known in the cases of some points; of one case, under the stand-ins that it has."""
    points = list(points)
    voices = {point.feedback_id for point in points if point.feedback_id}
    findings = [point.pk for point in points if point.feedback_id is None]
    kept: list[dict[str, Any]] = [
        *OriginalText.objects.filter(feedback__in=voices).exclude(names={}).values_list("names", flat=True),
        *ReviewNames.objects.filter(review__findings__point__in=findings)
        .exclude(names={})
        .distinct()
        .values_list("names", flat=True),
    ]
    if len(kept) == 1:
        return _decided(CaseNames.from_dict({**kept[0], "decisions": []}), voices)
    names = CaseNames()
    for each in kept:
        for person in each["known"]:
            names.know(KnownPerson(person["name"], person["relation"], tuple(person["aliases"])))
        for name in each.get("slight", {}).values():
            names.suspect(name)
        for kind, values in each["met"].items():
            for value in values:
                names.remember(value, kind)
    return _decided(names, voices)


def _decided(names: CaseNames, voices: Iterable[uuid.UUID]) -> CaseNames:
    """Take in what people decided in some voices, as it stands now: no rule would find what they hid.

    What is hidden in one of them is hidden, whatever was shown again in another.
    """
    last = {
        (d.feedback_id, d.value.lower()): d for d in DetectionDecision.objects.filter(feedback__in=voices)
    }
    for decision in sorted(last.values(), key=lambda decision: decision.hide):
        say = names.add if decision.hide else names.undo
        say(decision.value, decision.kind, reason="decided in its case")
    return names
