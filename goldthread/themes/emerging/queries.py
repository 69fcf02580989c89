"""What the pages of unnamed groups read, narrowed to the points that a person may read."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from goldthread.analysis.charts.surge import Surge, compare
from goldthread.analysis.text.topic_matching import NEAR
from goldthread.analysis.text.topic_naming import phrases_of
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.coding.quotes import Said, as_said, points_open_to
from goldthread.themes.emerging.finding import DAY
from goldthread.themes.emerging.models import GroupedPoint, GroupLook, PointGroup

State = PointGroup.State
QUOTES = 2
# So many points of a group are shown to be ticked; a group that large wants splitting, not naming.
MOST_SHOWN = 200
_MOST_GROUPS = 60


@dataclass(frozen=True)
class Line:
    """One group as a list shows it.

    sees_all: whether this person may read every point in it. like_aside: the group set aside that an open one is like
    or has voices of, so that a person sees why it may be familiar.
    """

    group: PointGroup
    phrases: list[str]
    quotes: list[Said]
    surge: Surge | None
    trend: str
    sees_all: bool
    like_aside: PointGroup | None = None

    @property
    def name(self) -> str:
        """Return what it is called until somebody names it: two of its phrases."""
        return " · ".join(self.phrases[:2]) or "No phrase of its own"


def last_look(person: Person) -> GroupLook | None:
    """Return when the machine last looked and among how many points, or None where it never has."""
    return GroupLook.objects.visible_to(person).first()


def groups_of(person: Person, *states: str) -> QuerySet[PointGroup]:
    """Return the groups in which this person may read a point."""
    mine = GroupedPoint.objects.filter(group=OuterRef("pk"), point__in=_open_points(person))
    return (
        PointGroup.objects.visible_to(person)
        .filter(Exists(mine), state__in=states or State.values)
        .select_related("theme", "decided_by")
    )


def unnamed(person: Person) -> list[Line]:
    """Return the groups that nobody has named: those that surge first, then the largest."""
    groups = groups_of(person, State.OPEN).order_by("-surges", "-size", "-tightness", "pk")[:_MOST_GROUPS]
    return lines(person, groups)


def surging(person: Person) -> list[Line]:
    """Return the groups that nobody has named and that are heard more of late than chance would give."""
    return lines(person, groups_of(person, State.OPEN).filter(surges=True).order_by("-size", "pk")[:5])


def decided(person: Person) -> list[Line]:
    """Return what people did with groups, newest first."""
    done = groups_of(person, State.NAMED, State.JOINED, State.ASIDE)
    return lines(person, done.order_by("-decided_at", "pk")[:_MOST_GROUPS])


def lines(person: Person, groups: Sequence[PointGroup] | QuerySet[PointGroup]) -> list[Line]:
    """Return groups as a list shows them; whoever sees one team's voices is shown those and their words only."""
    groups, look = list(groups), last_look(person)
    shown: dict[uuid.UUID, list[Point]] = {group.pk: [] for group in groups}
    members = GroupedPoint.objects.filter(group__in=groups).order_by("-closeness", "pk")
    order = [(member.group_id, member.point_id) for member in members.only("group", "point")]
    points = points_open_to(person).annotate(day=DAY).in_bulk([point for _, point in order])
    for group_id, point_id in order:
        if point_id in points:
            shown[group_id].append(points[point_id])
    aside = _aside(person, groups)
    return [_line(group, shown[group.pk], look, aside.get(group.pk)) for group in groups]


def _aside(person: Person, groups: Sequence[PointGroup]) -> dict[uuid.UUID, PointGroup]:
    """Return for each open group the one set aside that has voices of it, or else is nearest to it and near."""
    open_ = [group for group in groups if group.state == State.OPEN]
    aside = list(groups_of(person, State.ASIDE)) if open_ else []
    if not aside:
        return {}
    members: dict[uuid.UUID, set[uuid.UUID]] = {group.pk: set() for group in [*open_, *aside]}
    for group_id, point_id in GroupedPoint.objects.filter(group__in=members).values_list("group", "point"):
        members[group_id].add(point_id)
    near = np.array([group.centroid for group in open_]) @ np.array([group.centroid for group in aside]).T
    found = {}
    for row, group in enumerate(open_):
        shared = [len(members[group.pk] & members[other.pk]) for other in aside]
        best = max(range(len(aside)), key=lambda place: (shared[place], near[row, place]))
        if shared[best] or near[row, best] >= NEAR:
            found[group.pk] = aside[best]
    return found


def _line(
    group: PointGroup, points: Sequence[Point], look: GroupLook | None, like_aside: PointGroup | None
) -> Line:
    sees_all = len(points) == group.size
    phrases = list(group.phrases)
    if not sees_all:
        said = set().union(*(phrases_of(point.text) for point in points)) if points else set()
        phrases = [phrase for phrase in phrases if phrase in said]
    surge = None
    if look and look.recent and look.past:
        surge = compare(group.recent, group.past, look.recent, look.past)
    return Line(
        group=group,
        phrases=phrases,
        quotes=as_said(_different(points)[:QUOTES]),
        surge=surge if group.surges else None,
        trend=trend([point.day for point in points]),
        sees_all=sees_all,
        like_aside=like_aside,
    )


def _different(points: Sequence[Point]) -> list[Point]:
    """Return points, of several with one text the first."""
    return list({point.text.casefold(): point for point in reversed(points)}.values())[::-1]


def trend(days: Sequence[datetime.date]) -> str:
    """Return in words when something was heard: how often, since when, in how many months, and last."""
    if not days:
        return ""
    months = {day.replace(day=1) for day in days}
    first, last = min(days), max(days)
    if len(months) == 1:
        return (
            f"All {len(days)} heard in {first:%B %Y}." if len(days) > 1 else f"Heard once, in {first:%B %Y}."
        )
    return f"Heard {len(days)} times in {len(months)} months, from {first:%B %Y} to {last:%B %Y}."


def points_of(person: Person, group: PointGroup) -> list[Point]:
    """Return a group's points that this person may read, those nearest to what they have in common first."""
    near = dict(
        GroupedPoint.objects.filter(group=group, point__in=_open_points(person))
        .order_by("-closeness", "pk")
        .values_list("point", "closeness")[:MOST_SHOWN]
    )
    points = points_open_to(person).annotate(day=DAY).in_bulk(list(near))
    return [points[pk] for pk in near]


def by_month(points: Sequence[Point]) -> list[tuple[datetime.date, int]]:
    """Return how many of some points were heard in each month in which any was, newest first."""
    return sorted(Counter(point.day.replace(day=1) for point in points).items(), reverse=True)


def _open_points(person: Person) -> QuerySet[Point]:
    return points_open_to(person).select_related(None).order_by().values("pk")
