"""How a decision about a point is kept: what stands now, what stood before, and who is still to look at it."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import bulk, search
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import (
    Coding,
    Decision,
    DeskSetting,
    Look,
    PointReading,
    SecondLook,
    Suggestion,
)
from goldthread.themes.counting.counts import recount

Kind, State = Decision.Kind, SecondLook.State


@dataclass(frozen=True)
class Standing:
    """What is to stand for a point from now on, by whose decision and when it was taken."""

    point: Point
    themes: Sequence[Theme]
    by_id: uuid.UUID
    at: datetime.datetime


def setting_of(council_id: uuid.UUID) -> DeskSetting:
    """Return how the council's desk works; what it starts with where nobody has changed it."""
    return DeskSetting.objects.filter(council_id=council_id).first() or DeskSetting(council_id=council_id)


def is_in_share(point_id: uuid.UUID, twice: int) -> bool:
    """Say whether a point is one of those coded by two people: by its own key, so that nobody picks."""
    if not twice:
        return False
    return int.from_bytes(hashlib.sha256(point_id.bytes).digest()[:8], "big") % twice == 0


def decide(
    by: Person,
    chosen: Sequence[tuple[Point, Sequence[Theme], int | None]],
    *,
    at_desk: bool = False,
    undoable: bool = False,
    seen: str = "",
) -> list[Decision]:
    """Keep what somebody decided about some points; each with its themes and how it sounds, None as it was.

    `at_desk`: the points stood on the desk, so nobody was shown what others had decided. Only there are
    points put in the share that is coded twice, and only there is a second look a second look.
    `undoable`: keep what stood before, so that it can be undone.
    `seen`: the decision that stood when the point was opened (`latest_about`); refused where another came since.
    """
    now = timezone.now()
    points = [point for point, _, _ in chosen]
    lock(points)
    if seen and any(seen != latest_about(point) for point in points):
        raise Refused(
            "Somebody else decided about this point while you were reading it, so theirs stands. What you chose "
            "is still ticked below. Open the point again to see what stands, or go on to the next."
        )
    looks = {
        look.point_id: look
        for look in SecondLook.objects.filter(point__in=points).select_related("first", "second")
    }
    twice = setting_of(by.council_id).twice if at_desk else 0
    offered = offered_in(points)
    models = dict(PointReading.objects.filter(point__in=points).values_list("point_id", "model"))
    stood = _standing_slugs(points) if undoable else {}
    decisions, standing = [], []
    for point, themes, tone in chosen:
        look = looks.get(point.pk)
        kind = _kind(by, look, at_desk)
        decision = Decision(
            council_id=by.council_id,
            point_id=point.pk,
            by=by,
            at=now,
            kind=kind,
            themes=sorted(theme.slug for theme in themes),
            tone=tone,
            suggested=[[one.theme.slug, round(one.score, 3)] for one in offered.get(point.pk, {}).values()],
            model=models.get(point.pk, ""),
            before=_before(point, stood.get(point.pk), look) if undoable else None,
        )
        decisions.append(decision)
        if kind == Kind.SECOND:
            continue
        standing.append(Standing(point, themes, by.pk, now))
        if tone is not None and tone != point.tone:
            point.tone = tone
            point.save(update_fields=["tone"])
    fresh = {p.pk for p in points if p.coded_at is None and p.pk not in looks and is_in_share(p.pk, twice)}
    bulk.insert(decisions)
    stand(by.council_id, standing)
    _look_on(by, decisions, looks, fresh)
    return decisions


def lock(points: Sequence[Point]) -> None:
    """Let nobody else decide about these points until this is done, and read again what may have changed since.

    In the order of their keys, so that two who lock many never wait for each other.
    """
    readings = PointReading.objects.select_for_update().filter(point__in=points).order_by("pk")
    list(readings.values_list("pk", flat=True))
    coded = dict(Point.objects.filter(pk__in=[point.pk for point in points]).values_list("pk", "coded_at"))
    for point in points:
        point.coded_at = coded.get(point.pk, point.coded_at)


def latest_about(point: Point) -> str:
    """Return the key of the last decision about a point that was not undone, or "none"."""
    decisions = Decision.objects.filter(point=point, undone_at__isnull=True).exclude(kind=Kind.SKIPPED)
    latest = decisions.order_by("-id").values_list("pk", flat=True).first()
    return str(latest) if latest else "none"


def offered_in(points: Sequence[Point]) -> dict[uuid.UUID, dict[uuid.UUID, Suggestion]]:
    """Return what the model that read a point last suggested for it, by point and theme, likeliest first."""
    rows = (
        Suggestion.objects.filter(point__in=points)
        .select_related("theme__merged_into", "point__reading")
        .order_by("-score")
    )
    offered: dict[uuid.UUID, dict[uuid.UUID, Suggestion]] = {}
    for suggestion in rows:
        if suggestion.point.reading.model in ("", suggestion.model):
            offered.setdefault(suggestion.point_id, {}).setdefault(suggestion.theme_id, suggestion)
    return offered


def stand(council_id: uuid.UUID, rows: Sequence[Standing]) -> None:
    """Let these themes stand for these points, count again what is touched, and tell the search."""
    points = [row.point for row in rows]
    offered = offered_in(points)
    before = list(Coding.objects.filter(point__in=points))
    touched = {(coding.theme_id, coding.month) for coding in before}
    first = {(coding.point_id, coding.theme_id): coding.first_theme_id for coding in before}
    Coding.objects.filter(point__in=points).delete()
    codings = []
    for row in rows:
        suggested, stands = offered.get(row.point.pk, {}), {theme.pk for theme in row.themes}
        for theme_id in stands | set(suggested):
            codings.append(
                Coding(
                    council_id=council_id,
                    point=row.point,
                    theme_id=theme_id,
                    stands=theme_id in stands,
                    by_id=row.by_id,
                    at=row.at,
                    suggestion=suggested.get(theme_id),
                    first_theme_id=first.get((row.point.pk, theme_id)),
                    month=row.point.month,
                    source=row.point.source,
                    team_id=row.point.team_id,
                    speaker=row.point.speaker,
                    tone=row.point.tone,
                )
            )
    Coding.objects.bulk_create(codings, batch_size=500)
    ids = [point.pk for point in points]
    for at in {row.at for row in rows}:
        of_then = [row.point.pk for row in rows if row.at == at]
        Point.objects.filter(pk__in=of_then, coded_at__isnull=True).update(coded_at=at)
    recount(council_id, touched | {(coding.theme_id, coding.month) for coding in codings})
    tell_search(council_id, ids)


def lift(council_id: uuid.UUID, point: Point) -> None:
    """Take away everything that stands for a point, as if nobody had coded it."""
    before = list(Coding.objects.filter(point=point))
    Coding.objects.filter(point=point).delete()
    Point.objects.filter(pk=point.pk).update(coded_at=None)
    recount(council_id, {(coding.theme_id, coding.month) for coding in before})
    tell_search(council_id, [point.pk])


def tell_search(council_id: uuid.UUID, points: Iterable[uuid.UUID]) -> None:
    """Tell the search what the feedback of these points is about."""
    feedback_ids = set(
        Point.objects.filter(pk__in=points, feedback__isnull=False).values_list("feedback_id", flat=True)
    )
    rows = Coding.objects.filter(point__feedback_id__in=feedback_ids, stands=True).values_list(
        "point__feedback_id", "theme__slug"
    )
    themes: dict[Any, set[str]] = {feedback_id: set() for feedback_id in feedback_ids}
    for feedback_id, slug in rows:
        themes[feedback_id].add(slug)
    search.set_themes_of_many(council_id, themes)


def wait(points: Iterable[uuid.UUID], look: Look) -> None:
    """Put points on the desk once more for a second or third look, before all that wait for their first."""
    PointReading.objects.filter(point__in=list(points), rank__lte=1).update(rank=F("rank") + 1)
    PointReading.objects.filter(point__in=list(points)).update(waiting=True, look=look)


def leave(points: Iterable[uuid.UUID]) -> None:
    """Take points off the desk."""
    PointReading.objects.filter(point__in=list(points)).update(waiting=False, look=Look.FIRST)


def _kind(by: Person, look: SecondLook | None, at_desk: bool) -> str:
    if look is not None and look.state == State.DIFFER:
        return Kind.SETTLED
    if look is not None and look.state == State.WAITING and look.first.by_id != by.pk and at_desk:
        return Kind.SECOND
    return Kind.CODED


def _standing_slugs(points: Sequence[Point]) -> dict[uuid.UUID, list[str]]:
    """Return the themes that stand for each point that somebody has coded."""
    stood: dict[uuid.UUID, list[str]] = {point.pk: [] for point in points if point.coded_at is not None}
    rows = Coding.objects.filter(point__in=list(stood), stands=True).values_list("point_id", "theme__slug")
    for point_id, slug in rows:
        stood[point_id].append(slug)
    return stood


def _before(point: Point, stood: list[str] | None, look: SecondLook | None) -> dict[str, Any]:
    return {
        "themes": stood,
        "tone": point.tone,
        "look": look.state if look else None,
        "first": str(look.first_id) if look else None,
    }


def _look_on(
    by: Person,
    decisions: Sequence[Decision],
    looks: dict[uuid.UUID, SecondLook],
    fresh: set[uuid.UUID],
) -> None:
    """Let each decision move its point on: to a second look, to a third, or off the desk."""
    begun = [
        SecondLook(council_id=by.council_id, point_id=decision.point_id, first=decision)
        for decision in decisions
        if decision.point_id in fresh
    ]
    bulk.insert(begun)
    moved = []
    for decision in decisions:
        look = looks.get(decision.point_id)
        if look is None or look.state not in (State.WAITING, State.DIFFER):
            continue
        if decision.kind == Kind.SECOND:
            look.second = decision
            look.state = State.AGREED if set(decision.themes) == set(look.first.themes) else State.DIFFER
        elif decision.kind == Kind.SETTLED:
            look.third, look.state = decision, State.SETTLED
        elif look.first.by_id == by.pk:
            look.first = decision
        else:
            look.state = State.SEEN
        moved.append(look)
    SecondLook.objects.bulk_update(moved, ["first", "second", "third", "state"], batch_size=500)
    second = fresh | {look.point_id for look in moved if look.state == State.WAITING}
    third = {look.point_id for look in moved if look.state == State.DIFFER}
    leave(look.point_id for look in moved if look.point_id not in second | third)
    if second:
        wait(second, Look.SECOND)
    if third:
        wait(third, Look.THIRD)
