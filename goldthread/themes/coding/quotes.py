"""What somebody said or a review found, as a page shows it: the words, who, when, and where to open it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.web.jinja import url_if


@dataclass(frozen=True)
class Said:
    """One point as a list shows it; `who` and `kind` in words, `when` it came."""

    point: Point
    kind: str
    who: str
    when: datetime.date
    reference: str
    href: str
    is_finding: bool


def source_name(slug: str) -> str:
    """Return what a source of feedback, or a kind of review, is called."""
    return SOURCES[slug].name if slug in SOURCES else slug.replace("_", " ").capitalize()


def may_hear(person: Person) -> bool:
    """Say whether a person may read voices at all; others see totals, with small numbers withheld."""
    return person.may("feedback.read")


def points_open_to(person: Person) -> QuerySet[Point]:
    """Return the points whose words this person may read now, ready to be shown.

    Words that nobody and nothing has looked through for personal data yet stay shut.
    """
    return (
        Point.objects.visible_to(person)
        .exclude(feedback__is_locked=True)
        .select_related("feedback", "finding__review", "team")
    )


def as_said(points: Iterable[Point]) -> list[Said]:
    """Return points as a page shows them, in the order given."""
    return [_finding(point) if point.feedback_id is None else _voice(point) for point in points]


def _voice(point: Point) -> Said:
    feedback = point.feedback
    return Said(
        point=point,
        kind=source_name(point.source),
        who=point.get_speaker_display(),
        when=feedback.received_on,
        reference=feedback.reference,
        href=url_if("feedback:detail", feedback.pk),
        is_finding=False,
    )


def _finding(point: Point) -> Said:
    finding = getattr(point, "finding", None)
    return Said(
        point=point,
        kind=source_name(point.source),
        who=finding.review.body if finding else "A review",
        when=finding.review.decided_on if finding else point.month,
        reference=finding.review.reference if finding else "",
        href=url_if("reviews:finding", finding.pk) if finding else "",
        is_finding=True,
    )
