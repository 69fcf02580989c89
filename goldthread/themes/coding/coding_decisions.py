"""Saving coding decisions: the themes that apply from now on, the state before, and double coding."""

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
from goldthread.feedback.labels import label_again
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import (
    Coding,
    CodingSettings,
    CodingStage,
    Decision,
    DoubleCoding,
    PointReading,
    Suggestion,
)
from goldthread.themes.counting.counts import recount

Kind, State = Decision.Kind, DoubleCoding.State


@dataclass(frozen=True)
class NewCodings:
    """The themes that apply to a point from now on, by whose decision and when it was taken."""

    point: Point
    themes: Sequence[Theme]
    by_id: uuid.UUID
    at: datetime.datetime


def coding_settings(council_id: uuid.UUID) -> CodingSettings:
    """Return a council's coding settings; the defaults where nobody has changed them."""
    return CodingSettings.objects.filter(council_id=council_id).first() or CodingSettings(
        council_id=council_id
    )


def is_double_coded(point_id: uuid.UUID, one_in: int) -> bool:
    """Return whether a point is one of those coded by two people: by its own key, so that nobody picks."""
    if not one_in:
        return False
    return int.from_bytes(hashlib.sha256(point_id.bytes).digest()[:8], "big") % one_in == 0


def save_decisions(
    by: Person,
    decided: Sequence[tuple[Point, Sequence[Theme], int | None]],
    *,
    from_queue: bool = False,
    undoable: bool = False,
    version: str = "",
) -> list[Decision]:
    """Save somebody's decisions about some points; each with its themes and tone, None to leave it.

    from_queue: the points were coded from the queue, so nobody was shown what others had decided. Only there
    are points chosen for double coding, and only there does a second coding count as one.
    undoable: keep the state before, so that it can be undone.
    version: the decision that was the latest when the point was opened (`latest_decision`); refused where
    another came since.
    """
    now = timezone.now()
    points = [point for point, _, _ in decided]
    lock_points(points)
    if version and any(version != latest_decision(point) for point in points):
        raise Refused(
            "Somebody else coded this issue while you had it open, and their decision was saved. Your choices are "
            "still ticked below. Reopen the issue to see what was saved, or go to the next one."
        )
    double_codings = {
        double.point_id: double
        for double in DoubleCoding.objects.filter(point__in=points).select_related("first", "second")
    }
    one_in = coding_settings(by.council_id).double_code_one_in if from_queue else 0
    suggested = latest_suggestions(points)
    models = dict(PointReading.objects.filter(point__in=points).values_list("point_id", "model"))
    earlier = _current_slugs(points) if undoable else {}
    decisions, codings = [], []
    for point, themes, tone in decided:
        double = double_codings.get(point.pk)
        kind = _kind(by, double, from_queue)
        decision = Decision(
            council_id=by.council_id,
            point_id=point.pk,
            by=by,
            at=now,
            kind=kind,
            themes=sorted(theme.slug for theme in themes),
            tone=tone,
            suggested=[[one.theme.slug, round(one.score, 3)] for one in suggested.get(point.pk, {}).values()],
            model=models.get(point.pk, ""),
            before=_before(point, earlier.get(point.pk), double) if undoable else None,
        )
        decisions.append(decision)
        if kind == Kind.SECOND:
            continue
        codings.append(NewCodings(point, themes, by.pk, now))
        if tone is not None and tone != point.tone:
            point.tone = tone
            point.save(update_fields=["tone"])
    new_doubles = {
        point.pk
        for point in points
        if point.coded_at is None and point.pk not in double_codings and is_double_coded(point.pk, one_in)
    }
    bulk.insert(decisions)
    replace_codings(by.council_id, codings)
    _advance_double_codings(by, decisions, double_codings, new_doubles)
    return decisions


def lock_points(points: Sequence[Point]) -> None:
    """Let nobody else decide about these points until this is done, and read again what may have changed since.

    In the order of their keys, so that two who lock many never wait for each other.
    """
    readings = PointReading.objects.select_for_update().filter(point__in=points).order_by("pk")
    list(readings.values_list("pk", flat=True))
    coded = dict(Point.objects.filter(pk__in=[point.pk for point in points]).values_list("pk", "coded_at"))
    for point in points:
        point.coded_at = coded.get(point.pk, point.coded_at)


def latest_decision(point: Point) -> str:
    """Return the key of the last decision about a point that was not undone, or "none"."""
    decisions = Decision.objects.filter(point=point, undone_at__isnull=True).exclude(kind=Kind.SKIPPED)
    latest = decisions.order_by("-id").values_list("pk", flat=True).first()
    return str(latest) if latest else "none"


def latest_suggestions(points: Sequence[Point]) -> dict[uuid.UUID, dict[uuid.UUID, Suggestion]]:
    """Return the suggestions of the model that read each point last, by point and theme, likeliest first."""
    rows = (
        Suggestion.objects.filter(point__in=points)
        .select_related("theme__merged_into", "point__reading")
        .order_by("-score")
    )
    suggested: dict[uuid.UUID, dict[uuid.UUID, Suggestion]] = {}
    for suggestion in rows:
        if suggestion.point.reading.model in ("", suggestion.model):
            suggested.setdefault(suggestion.point_id, {}).setdefault(suggestion.theme_id, suggestion)
    return suggested


def replace_codings(council_id: uuid.UUID, rows: Sequence[NewCodings]) -> None:
    """Replace the codings of these points, recount the themes and months touched, and update the search."""
    points = [row.point for row in rows]
    suggested = latest_suggestions(points)
    before = list(Coding.objects.filter(point__in=points))
    touched = {(coding.theme_id, coding.month) for coding in before}
    first = {(coding.point_id, coding.theme_id): coding.first_theme_id for coding in before}
    Coding.objects.filter(point__in=points).delete()
    codings = []
    for row in rows:
        of_point, applying = suggested.get(row.point.pk, {}), {theme.pk for theme in row.themes}
        for theme_id in applying | set(of_point):
            codings.append(
                Coding(
                    council_id=council_id,
                    point=row.point,
                    theme_id=theme_id,
                    applies=theme_id in applying,
                    by_id=row.by_id,
                    at=row.at,
                    suggestion=of_point.get(theme_id),
                    first_theme_id=first.get((row.point.pk, theme_id)),
                    month=row.point.month,
                    source=row.point.source,
                    team_id=row.point.team_id,
                    speaker=row.point.speaker,
                    tone=row.point.tone,
                )
            )
    Coding.objects.bulk_create(codings, batch_size=500)
    for at in {row.at for row in rows}:
        coded_then = [row.point.pk for row in rows if row.at == at]
        Point.objects.filter(pk__in=coded_then, coded_at__isnull=True).update(coded_at=at)
    recount(council_id, touched | {(coding.theme_id, coding.month) for coding in codings})
    update_search(council_id, [point.pk for point in points])


def remove_codings(council_id: uuid.UUID, point: Point) -> None:
    """Remove all codings of a point, as if nobody had coded it."""
    before = list(Coding.objects.filter(point=point))
    Coding.objects.filter(point=point).delete()
    Point.objects.filter(pk=point.pk).update(coded_at=None)
    recount(council_id, {(coding.theme_id, coding.month) for coding in before})
    update_search(council_id, [point.pk])


def update_search(council_id: uuid.UUID, points: Iterable[uuid.UUID]) -> None:
    """Update the themes by which the search finds the records that these points stem from, and which label feedback."""
    origins = set(Point.objects.filter(pk__in=points).values_list("origin_id", flat=True))
    rows = Coding.objects.filter(
        point__origin_id__in=origins, point__withdrawn_on=None, applies=True
    ).values_list("point__origin_id", "theme__slug")
    themes: dict[Any, set[str]] = {origin_id: set() for origin_id in origins}
    for origin_id, slug in rows:
        themes[origin_id].add(slug)
    search.set_themes_of_many(council_id, themes)
    label_again(council_id, origins)


def requeue(points: Iterable[uuid.UUID], stage: CodingStage) -> None:
    """Put points in the queue once more for second coding or adjudication, before all that wait for their first."""
    PointReading.objects.filter(point__in=list(points), rank__lte=1).update(rank=F("rank") + 1)
    PointReading.objects.filter(point__in=list(points)).update(waiting=True, stage=stage)


def remove_from_queue(points: Iterable[uuid.UUID]) -> None:
    """Take points out of the coding queue."""
    PointReading.objects.filter(point__in=list(points)).update(waiting=False, stage=CodingStage.FIRST)


def _kind(by: Person, double: DoubleCoding | None, from_queue: bool) -> str:
    if double is not None and double.state == State.DIFFER:
        return Kind.ADJUDICATED
    if double is not None and double.state == State.WAITING and double.first.by_id != by.pk and from_queue:
        return Kind.SECOND
    return Kind.CODED


def _current_slugs(points: Sequence[Point]) -> dict[uuid.UUID, list[str]]:
    """Return the themes that apply to each point that somebody has coded."""
    current: dict[uuid.UUID, list[str]] = {point.pk: [] for point in points if point.coded_at is not None}
    rows = Coding.objects.filter(point__in=list(current), applies=True).values_list("point_id", "theme__slug")
    for point_id, slug in rows:
        current[point_id].append(slug)
    return current


def _before(point: Point, themes: list[str] | None, double: DoubleCoding | None) -> dict[str, Any]:
    return {
        "themes": themes,
        "tone": point.tone,
        "double_coding": double.state if double else None,
        "first": str(double.first_id) if double else None,
    }


def _advance_double_codings(
    by: Person,
    decisions: Sequence[Decision],
    double_codings: dict[uuid.UUID, DoubleCoding],
    new: set[uuid.UUID],
) -> None:
    """Move each decided point on: to its second coding, to adjudication, or out of the queue."""
    bulk.insert(
        [
            DoubleCoding(council_id=by.council_id, point_id=decision.point_id, first=decision)
            for decision in decisions
            if decision.point_id in new
        ]
    )
    advanced = []
    for decision in decisions:
        double = double_codings.get(decision.point_id)
        if double is None or double.state not in (State.WAITING, State.DIFFER):
            continue
        if decision.kind == Kind.SECOND:
            double.second = decision
            double.state = State.AGREED if set(decision.themes) == set(double.first.themes) else State.DIFFER
        elif decision.kind == Kind.ADJUDICATED:
            double.adjudication, double.state = decision, State.ADJUDICATED
        elif double.first.by_id == by.pk:
            double.first = decision
        else:
            double.state = State.DISCARDED
        advanced.append(double)
    DoubleCoding.objects.bulk_update(advanced, ["first", "second", "adjudication", "state"], batch_size=500)
    for_second = new | {double.point_id for double in advanced if double.state == State.WAITING}
    for_adjudication = {double.point_id for double in advanced if double.state == State.DIFFER}
    remove_from_queue(
        double.point_id for double in advanced if double.point_id not in for_second | for_adjudication
    )
    if for_second:
        requeue(for_second, CodingStage.SECOND)
    if for_adjudication:
        requeue(for_adjudication, CodingStage.ADJUDICATION)
