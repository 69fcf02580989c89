"""Quotes: points as pages show them, with their text, speaker, date and link."""

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
class Quote:
    """One point as a list shows it; `source` and `speaker` in words, `date` when it was received or decided."""

    point: Point
    source: str
    speaker: str
    date: datetime.date
    reference: str
    href: str
    is_finding: bool


def source_name(slug: str) -> str:
    """Return the name of a source of feedback, or of a kind of review."""
    return SOURCES[slug].name if slug in SOURCES else slug.replace("_", " ").capitalize()


def may_read_feedback(person: Person) -> bool:
    """Return whether a person may read feedback at all; others see totals, with small numbers withheld."""
    return person.may("feedback.read")


def readable_points(person: Person) -> QuerySet[Point]:
    """Return the points whose text this person may read now, ready to be shown.

    Text that has not been redacted yet stays shut.
    """
    return (
        Point.objects.visible_to(person)
        .exclude(feedback__is_locked=True)
        .select_related("feedback", "finding__review", "team")
    )


def as_quotes(points: Iterable[Point]) -> list[Quote]:
    """Return points as a page shows them, in the order given."""
    return [
        _quote_of_finding(point) if point.feedback_id is None else _quote_of_feedback(point)
        for point in points
    ]


def _quote_of_feedback(point: Point) -> Quote:
    feedback = point.feedback
    return Quote(
        point=point,
        source=source_name(point.source),
        speaker=point.get_speaker_display(),
        date=feedback.received_on,
        reference=feedback.reference,
        href=url_if("feedback:detail", feedback.pk),
        is_finding=False,
    )


def _quote_of_finding(point: Point) -> Quote:
    finding = getattr(point, "finding", None)
    return Quote(
        point=point,
        source=source_name(point.source),
        speaker=finding.review.body if finding else "A review",
        date=finding.review.decided_on if finding else point.month,
        reference=finding.review.reference if finding else "",
        href=url_if("reviews:finding", finding.pk) if finding else "",
        is_finding=True,
    )
