"""People named in the records under some points."""

from __future__ import annotations

from collections.abc import Iterable

from goldthread.analysis.privacy import CaseNames
from goldthread.council.records import people_named
from goldthread.feedback.models import Point


def named_under(points: Iterable[Point]) -> CaseNames:
    """Return the people and values known in the cases of some points; of one case, with its placeholders."""
    return people_named.named_under(*points)
