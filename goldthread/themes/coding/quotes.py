"""Quotes: points as pages show them, with their text, speaker, date and link."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.council.models import Person
from goldthread.council.records.spec import type_of
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.web.jinja import url_if

# Findings are shown, coded and counted beside what people say, and apart from it.
FINDING = "finding"


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


def reads_all_feedback(person: Person) -> bool:
    """Return whether a person may read the whole council's feedback; others read their own teams' only."""
    return may_read_feedback(person) and person.teams_for("feedback.read") is None


def readable_points(person: Person) -> QuerySet[Point]:
    """Return the points whose text this person may read now, ready to be shown.

    Text that has not been redacted yet stays shut.
    """
    return Point.objects.visible_to(person).filter(is_locked=False).select_related("team")


def as_quotes(points: Iterable[Point]) -> list[Quote]:
    """Return points as a page shows them, in the order given."""
    return [
        Quote(
            point=point,
            source=source_name(point.source),
            speaker=point.get_speaker_display(),
            date=point.heard_on,
            reference=point.reference,
            href=url_if(type_of(point.origin).spec.page, point.origin_id),
            is_finding=point.origin == FINDING,
        )
        for point in points
    ]
