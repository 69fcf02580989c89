"""The desk: which points wait for whom and in what order, and what was suggested for each and why."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from markupsafe import Markup, escape

from goldthread.council.models import Membership, Person
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.coding_decisions import offered_in
from goldthread.themes.coding.models import Decision, Look
from goldthread.themes.coding.quotes import points_open_to

FINDINGS = "findings"
ORDER = ("-reading__rank", "-reading__id")
# Whoever skips a point meets it again after so long; somebody else may meet it at once.
SKIPPED_FOR = datetime.timedelta(days=3)
_MANY = 1000


@dataclass(frozen=True)
class Offered:
    """A theme suggested for a point: how likely, the words that led there, the confirmations it rests on."""

    theme: Theme
    score: float
    words: list[str]
    spans: list[tuple[int, int]]
    rests_on: int = 0


def waiting(person: Person, source: str = "") -> QuerySet[Point]:
    """Return the points that wait for this person, the least sure and most useful first.

    Of one source, of findings, or all voices. Second and third looks come first, and only to those who have
    not looked yet. What this person has just skipped waits for others.
    """
    first, second = Q(second_look__first__by=person), Q(second_look__second__by=person)
    not_looked = ~first & ~second
    if _few_code(person):
        not_looked |= Q(reading__look=Look.THIRD)
    points = (
        points_open_to(person)
        .filter(reading__waiting=True, reading__council_id=person.council_id)
        .filter(Q(reading__look=Look.FIRST) | not_looked)
        .exclude(feedback__forgotten_on__isnull=False)
        .exclude(pk__in=_just_skipped(person))
        .order_by(*ORDER)
    )
    if source == FINDINGS:
        return points.filter(feedback__isnull=True)
    points = points.filter(feedback__isnull=False)
    return points.filter(source=source) if source else points


def _few_code(person: Person) -> bool:
    """Say whether nobody is left for a third look: then the two who differ settle it between them."""
    coders = Membership.objects.filter(
        council_id=person.council_id, role__in=PERMISSIONS["themes.code"], person__is_active=True
    )
    return coders.values("person").distinct().count() < 3


def _just_skipped(person: Person) -> list[uuid.UUID]:
    skips = Decision.objects.visible_to(person).filter(
        by=person,
        kind=Decision.Kind.SKIPPED,
        undone_at__isnull=True,
        at__gt=timezone.now() - SKIPPED_FOR,
    )
    return list(skips.values_list("point_id", flat=True))


def how_many(points: QuerySet[Point]) -> str:
    """Return how many wait; nobody needs it beyond a thousand."""
    count = points.order_by().values("pk")[: _MANY + 1].count()
    return f"more than {_MANY:,}" if count > _MANY else f"{count:,}"


def next_after(person: Person, source: str, last: uuid.UUID | None) -> Point | None:
    """Return the point to look at next, another than `last` where there is one; None where none waits."""
    points = waiting(person, source)
    return (points.exclude(pk=last).first() if last else None) or points.first()


def offered_for(points: Sequence[Point]) -> dict[uuid.UUID, list[Offered]]:
    """Return what was suggested for each point, likeliest first; a merged theme's suggestion is its successor's."""
    suggested = offered_in(points)
    offered: dict[uuid.UUID, list[Offered]] = {}
    for point in points:
        by_theme: dict[uuid.UUID, Offered] = {}
        for suggestion in suggested.get(point.pk, {}).values():
            theme = suggestion.theme.merged_into or suggestion.theme
            if theme.state != Theme.State.ACTIVE or theme.pk in by_theme:
                continue
            spans = [(start, end) for start, end, _ in suggestion.why if 0 <= start < end <= len(point.text)]
            words = list(dict.fromkeys(point.text[start:end] for start, end in spans))
            by_theme[theme.pk] = Offered(theme, suggestion.score, words, spans, suggestion.rests_on)
        offered[point.pk] = list(by_theme.values())
    return offered


def tone_words(point: Point) -> list[str]:
    """Return the words by which the machine says how a point sounds; none where a person or its source says it."""
    if point.tone is not None or point.reading.tone is None:
        return []
    spans = [(start, end) for start, end in point.reading.tone_why if 0 <= start < end <= len(point.text)]
    return list(dict.fromkeys(point.text[start:end] for start, end in spans))


def two_readings(point: Point) -> list[list[Theme]]:
    """Return what each of two people said that a point is about where they differ; empty where nobody has."""
    look = getattr(point, "second_look", None)
    if look is None or look.second is None or point.reading.look != Look.THIRD:
        return []
    # In the order of the alphabet, so that nobody can tell who was first.
    both = sorted((look.first.themes, look.second.themes))
    named = {slug for slugs in both for slug in slugs}
    known = {t.slug: t for t in Theme.objects.filter(council_id=point.council_id, slug__in=named)}
    return [[known[slug] for slug in slugs if slug in known] for slugs in both]


def skips_of(points: Sequence[Point]) -> dict[uuid.UUID, list[Decision]]:
    """Return who skipped each point and why, the latest first."""
    skips: dict[uuid.UUID, list[Decision]] = {}
    rows = Decision.objects.filter(
        point__in=points, kind=Decision.Kind.SKIPPED, undone_at__isnull=True
    ).select_related("by")
    for decision in rows.order_by("-at"):
        skips.setdefault(decision.point_id, []).append(decision)
    return skips


def decided_since(person: Person, since: datetime.datetime) -> int:
    """Return how many points this person has decided about since a time, those undone left out."""
    decisions = Decision.objects.visible_to(person).filter(by=person, at__gte=since, undone_at__isnull=True)
    return decisions.filter(before__isnull=False).exclude(kind=Decision.Kind.SKIPPED).count()


def marked(text: str, offered: Sequence[Offered]) -> Markup:
    """Return a point's text with the words marked that led to what was suggested."""
    return marked_at(text, [span for one in offered for span in one.spans])


def marked_at(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """Return a text with the words at these places marked."""
    shown, last = Markup(), 0
    for start, end in sorted(spans):
        start = max(start, last)
        if start >= end:
            continue
        shown += escape(text[last:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        last = end
    return shown + escape(text[last:])


def groups_of(person: Person, wanted: str = "", keep: Sequence[str] = ()) -> dict[str, list[Theme]]:
    """Return the themes in use by group; with `wanted`, those that speak of its words, and those in `keep`."""
    words = wanted.lower().split()
    groups: dict[str, list[Theme]] = {}
    for theme in Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE):
        about = " ".join((theme.name, theme.group, theme.what_it_is, *theme.examples)).lower()
        if str(theme.pk) in keep or all(word in about for word in words):
            groups.setdefault(theme.group, []).append(theme)
    return groups
