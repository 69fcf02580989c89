"""Queries of what may have happened again: only issues that a person may read."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.reviews.again.models import Repeat
from goldthread.reviews.models import Finding


def readable_of(person: Person, repeats: list[Repeat]) -> dict:
    """Return the issues of some possible repeats that a person may read, by their keys."""
    keys = [repeat.point_id for repeat in repeats]
    return Point.objects.visible_to(person).readable().in_bulk(keys) if keys else {}


def repeats_of(person: Person, finding: Finding) -> list[tuple[Repeat, Point]]:
    """Return what may have repeated a finding, the likest first, for whoever decides on findings."""
    if not person.may("reviews.decide"):
        return []
    repeats = list(Repeat.objects.visible_to(person).filter(finding=finding).order_by("-score", "pk"))
    points = readable_of(person, repeats)
    return [(repeat, points[repeat.point_id]) for repeat in repeats if repeat.point_id in points]
