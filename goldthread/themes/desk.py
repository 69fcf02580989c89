"""The desk: points that nobody has coded, what was suggested for them and why, and which comes next."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from markupsafe import Markup, escape

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.models import Suggestion, Theme
from goldthread.themes.said import points_open_to

FINDINGS = "findings"
_MANY = 1000


@dataclass(frozen=True)
class Offered:
    """A theme suggested for a point, how sure the machine is, and the words that led it there."""

    theme: Theme
    score: float
    words: list[str]
    spans: list[tuple[int, int]]


def waiting(person: Person, source: str = "") -> QuerySet[Point]:
    """Return the points that wait for their themes, newest first: of one source, of findings, or all voices."""
    points = points_open_to(person).not_coded().order_by("-id")
    if source == FINDINGS:
        return points.filter(feedback__isnull=True)
    points = points.filter(feedback__isnull=False)
    return points.filter(source=source) if source else points


def how_many(points: QuerySet[Point]) -> str:
    """Return how many wait; nobody needs it beyond a thousand."""
    count = points.order_by().values("pk")[: _MANY + 1].count()
    return f"more than {_MANY:,}" if count > _MANY else f"{count:,}"


def next_after(person: Person, source: str, last: uuid.UUID | None) -> Point | None:
    """Return the point to code after `last`, going round to the newest again; None where none waits."""
    points = waiting(person, source)
    if last is not None:
        after = points.filter(pk__lt=last).first()
        if after is not None:
            return after
        points = points.exclude(pk=last)
    return points.first()


def offered_for(points: Sequence[Point]) -> dict[uuid.UUID, list[Offered]]:
    """Return what was suggested for each point, likeliest first; a merged theme's suggestion is its successor's."""
    offered: dict[uuid.UUID, dict[uuid.UUID, Offered]] = {point.pk: {} for point in points}
    texts = {point.pk: point.text for point in points}
    rows = Suggestion.objects.filter(point__in=points).select_related("theme__merged_into").order_by("-score")
    for suggestion in rows:
        theme = suggestion.theme.merged_into or suggestion.theme
        of_point = offered[suggestion.point_id]
        if theme.state != Theme.State.ACTIVE or theme.pk in of_point:
            continue
        text = texts[suggestion.point_id]
        spans = [(start, end) for start, end, _ in suggestion.why if 0 <= start < end <= len(text)]
        words = list(dict.fromkeys(text[start:end] for start, end in spans))
        of_point[theme.pk] = Offered(theme, suggestion.score, words, spans)
    return {pk: list(by_theme.values()) for pk, by_theme in offered.items()}


def marked(text: str, offered: Sequence[Offered]) -> Markup:
    """Return a point's text with the words marked that led to what was suggested."""
    shown, last = Markup(), 0
    for start, end in sorted(span for one in offered for span in one.spans):
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
