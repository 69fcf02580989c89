"""Queries of the coding queue: which points wait for whom, in what order, and what is suggested for each."""

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
from goldthread.council.records.models import Selection
from goldthread.feedback.models import Point
from goldthread.feedback.points import points_in
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.coding_decisions import latest_suggestions
from goldthread.themes.coding.models import CodingStage, Decision
from goldthread.themes.coding.quotes import FINDING, readable_points

FINDINGS = "findings"
QUEUE_ORDER = ("-reading__rank", "-reading__id")
# Whoever skips a point is given it again after so long; somebody else may be given it at once.
SKIPPED_FOR = datetime.timedelta(days=3)
_MOST_COUNTED = 1000


@dataclass(frozen=True)
class SuggestedTheme:
    """A theme suggested for a point: its probability, the matched words, and on how many coded points it is based."""

    theme: Theme
    score: float
    words: list[str]
    spans: list[tuple[int, int]]
    based_on: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which points of the queue are wanted: of a source, of findings, or of what was ticked on a list; else all feedback."""

    source: str = ""
    selection: Selection | None = None

    @property
    def query(self) -> dict[str, str]:
        """Return it as it stands in the address of each page of the queue."""
        query = {"source": self.source} if self.source else {}
        return {**query, **({"selection": str(self.selection.pk)} if self.selection else {})}


ALL_FEEDBACK = Wanted()


def points_to_code(person: Person, wanted: Wanted = ALL_FEEDBACK) -> QuerySet[Point]:
    """Return the points that wait for this person, the least sure and most useful first.

    Of one source, of findings, of what was ticked, or all feedback. Second codings and adjudications come first, and only to those
    who have not coded the point yet. What this person has just skipped waits for others.
    """
    first, second = Q(double_coding__first__by=person), Q(double_coding__second__by=person)
    not_coded_by_them = ~first & ~second
    if _has_too_few_coders(person):
        not_coded_by_them |= Q(reading__stage=CodingStage.ADJUDICATION)
    points = (
        readable_points(person)
        .filter(reading__waiting=True, reading__council_id=person.council_id)
        .filter(Q(reading__stage=CodingStage.FIRST) | not_coded_by_them)
        .filter(forgotten_on=None)
        .exclude(pk__in=_just_skipped(person))
        .order_by(*QUEUE_ORDER)
    )
    if wanted.selection is not None:
        return points.filter(points_in(wanted.selection))
    if wanted.source == FINDINGS:
        return points.filter(origin=FINDING)
    points = points.exclude(origin=FINDING)
    return points.filter(source=wanted.source) if wanted.source else points


def _has_too_few_coders(person: Person) -> bool:
    """Return whether nobody is left to adjudicate: then the two who differ settle it between them."""
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


def count_text(points: QuerySet[Point]) -> str:
    """Return how many points wait; nobody needs it beyond a thousand."""
    count = points.order_by().values("pk")[: _MOST_COUNTED + 1].count()
    return f"more than {_MOST_COUNTED:,}" if count > _MOST_COUNTED else f"{count:,}"


def next_point(person: Person, wanted: Wanted, last: uuid.UUID | None) -> Point | None:
    """Return the next point to code, another than `last` where there is one; None where none waits."""
    points = points_to_code(person, wanted)
    return (points.exclude(pk=last).first() if last else None) or points.first()


def suggested_themes(points: Sequence[Point]) -> dict[uuid.UUID, list[SuggestedTheme]]:
    """Return the themes suggested for each point, likeliest first; a merged theme's suggestion is its successor's."""
    suggestions = latest_suggestions(points)
    suggested: dict[uuid.UUID, list[SuggestedTheme]] = {}
    for point in points:
        by_theme: dict[uuid.UUID, SuggestedTheme] = {}
        for suggestion in suggestions.get(point.pk, {}).values():
            theme = suggestion.theme.merged_into or suggestion.theme
            if theme.state != Theme.State.ACTIVE or theme.pk in by_theme:
                continue
            spans = [
                (start, end) for start, end, _ in suggestion.spans if 0 <= start < end <= len(point.text)
            ]
            words = list(dict.fromkeys(point.text[start:end] for start, end in spans))
            by_theme[theme.pk] = SuggestedTheme(theme, suggestion.score, words, spans, suggestion.based_on)
        suggested[point.pk] = list(by_theme.values())
    return suggested


def tone_words(point: Point) -> list[str]:
    """Return the words by which a sentiment was suggested; none where a person chose it or its source implies it."""
    if point.tone is not None or point.reading.tone is None:
        return []
    spans = [(start, end) for start, end in point.reading.tone_spans if 0 <= start < end <= len(point.text)]
    return list(dict.fromkeys(point.text[start:end] for start, end in spans))


def differing_codings(point: Point) -> list[list[Theme]]:
    """Return the themes that each of two coders chose where they differ; empty where they do not."""
    double = getattr(point, "double_coding", None)
    if double is None or double.second is None or point.reading.stage != CodingStage.ADJUDICATION:
        return []
    # In the order of the alphabet, so that nobody can tell who was first.
    both = sorted((double.first.themes, double.second.themes))
    slugs = {slug for chosen in both for slug in chosen}
    themes = {
        theme.slug: theme for theme in Theme.objects.filter(council_id=point.council_id, slug__in=slugs)
    }
    return [[themes[slug] for slug in chosen if slug in themes] for chosen in both]


def skips_of(points: Sequence[Point]) -> dict[uuid.UUID, list[Decision]]:
    """Return who skipped each point and why, the latest first."""
    skips: dict[uuid.UUID, list[Decision]] = {}
    rows = Decision.objects.filter(
        point__in=points, kind=Decision.Kind.SKIPPED, undone_at__isnull=True
    ).select_related("by")
    for decision in rows.order_by("-at"):
        skips.setdefault(decision.point_id, []).append(decision)
    return skips


def count_decided_since(person: Person, since: datetime.datetime) -> int:
    """Return how many points this person has coded since a time, those undone left out."""
    decisions = Decision.objects.visible_to(person).filter(by=person, at__gte=since, undone_at__isnull=True)
    return decisions.filter(before__isnull=False).exclude(kind=Decision.Kind.SKIPPED).count()


def highlight_suggestions(text: str, suggested: Sequence[SuggestedTheme]) -> Markup:
    """Return a point's text with the matched words of its suggestions marked."""
    return highlight(text, [span for one in suggested for span in one.spans])


def highlight(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """Return a text with the words at these spans marked."""
    html, last = Markup(), 0
    for start, end in sorted(spans):
        start = max(start, last)
        if start >= end:
            continue
        html += escape(text[last:start]) + Markup("<mark>{}</mark>").format(text[start:end])
        last = end
    return html + escape(text[last:])


def themes_by_group(person: Person, search: str = "", keep: Sequence[str] = ()) -> dict[str, list[Theme]]:
    """Return the active themes by group; with `search`, those that have all its words, and those in `keep`."""
    words = search.lower().split()
    groups: dict[str, list[Theme]] = {}
    for theme in Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE):
        text = " ".join((theme.name, theme.group, theme.what_it_is, *theme.examples)).lower()
        if str(theme.pk) in keep or all(word in text for word in words):
            groups.setdefault(theme.group, []).append(theme)
    return groups
