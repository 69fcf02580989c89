"""Finding groups among the points that no theme covers, knowing them again, and counting what surges."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from goldthread.analysis.charts.surge import compare
from goldthread.analysis.text.emerging_topics import Group, discover
from goldthread.analysis.text.topic_matching import Again, Seen, same_groups
from goldthread.council.models import Council
from goldthread.council.records import bulk
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import Coding
from goldthread.themes.emerging.models import GroupedPoint, GroupLook, PointGroup

# The newest points that no theme covers; held against each other they take a quarter of a minute.
MOST = 20_000
# So many of the newest points that themes do cover are read beside them, so that what all say names no group.
_BESIDE = 2_000
# Below this the machine itself thinks that no theme is likely.
WEAK = 0.5
RECENT = datetime.timedelta(days=28)
PAST = datetime.timedelta(days=365)
# A group less alike than this is what is left when everything else has been taken away.
_TIGHT = 1.0
State = PointGroup.State
DAY = Coalesce("feedback__received_on", "finding__review__decided_on", "month", output_field=DateField())


def uncovered(council_id: uuid.UUID) -> QuerySet[Point]:
    """Return the points that no theme covers: a person said that none fits, or the machine knows of none likely.

    Words that nobody has looked through for personal data, or that are forgotten, are never read.
    """
    standing = Coding.objects.filter(point=OuterRef("pk"), stands=True)
    none_fits = Q(coded_at__isnull=False) & ~Exists(standing)
    none_likely = Q(coded_at__isnull=True, reading__sure__lt=WEAK)
    return (
        Point.objects.filter(none_fits | none_likely, council_id=council_id)
        .exclude(feedback__is_locked=True)
        .exclude(feedback__forgotten_on__isnull=False)
    )


@dataclass(frozen=True)
class _Read:
    """A point as the machine reads it."""

    pk: uuid.UUID
    text: str
    day: datetime.date


def find_groups(council: Council, *, today: datetime.date) -> GroupLook:
    """Find the groups anew, keep those that were there before as the same, and return the look; within a transaction."""
    points = uncovered(council.pk)
    count = points.count()
    rows = points.annotate(day=DAY).order_by("-day", "-pk").values_list("pk", "text", "day")[:MOST]
    read = [_Read(*row) for row in rows]
    look, _ = GroupLook.objects.update_or_create(
        council=council,
        defaults={
            "on": today,
            "points": len(read),
            "left_out": count - len(read),
            **dict(zip(("recent", "past"), stretches([point.day for point in read], today), strict=True)),
        },
    )
    covered = Coding.objects.filter(council=council, stands=True).order_by("-month", "-pk")
    beside = list(covered.values_list("point__text", flat=True)[:_BESIDE])
    found = discover([point.text for point in read], beside=beside)
    groups = [group for group in found.groups if group.tightness >= _TIGHT and group.phrases]
    _keep(council, look, read, groups)
    return look


def stretches(days: Iterable[datetime.date], on: datetime.date) -> tuple[int, int]:
    """Return how many of some days fall in the last four weeks, and in the year before those.

    A group and everything it is held against are both counted so, and both among the points that were looked at. Points
    that a theme covers by now, and those too old to be looked at, are in neither: else what was coded since would make
    whatever is left look new.
    """
    began = on - RECENT
    days = list(days)
    return sum(began < day <= on for day in days), sum(began - PAST < day <= began for day in days)


def _keep(council: Council, look: GroupLook, read: Sequence[_Read], found: Sequence[Group]) -> None:
    """Write down the groups as they now are; one that a person set aside stays so while its voices are most of it."""
    before = list(
        PointGroup.objects.select_for_update()
        .filter(council=council, state__in=(State.OPEN, State.ASIDE, State.GONE))
        .order_by("created_at", "pk")
    )
    members: dict[uuid.UUID, set[uuid.UUID]] = {group.pk: set() for group in before}
    for group_id, point_id in GroupedPoint.objects.filter(group__in=before).values_list("group", "point"):
        members[group_id].add(point_id)
    known = same_groups(
        [Seen(members[group.pk], np.array(group.centroid, np.float32)) for group in before],
        [Seen({read[place].pk for place in group.members}, group.centroid) for group in found],
    )
    kept = []
    for number, group in enumerate(found):
        record = _known(before, known.get(number), len(group)) or PointGroup(
            council=council, found_on=look.on
        )
        if record.state == State.GONE:
            record.state = State.OPEN
        _describe(record, look, read, group)
        record.save()
        kept.append((record, group))
    still = {record.pk for record, _ in kept}
    gone = [group.pk for group in before if group.pk not in still]
    # A group set aside keeps its points: they are what it was set aside for.
    PointGroup.objects.filter(pk__in=gone, state=State.OPEN).update(state=State.GONE, surges=False)
    PointGroup.objects.filter(pk__in=gone, state=State.ASIDE).update(surges=False)
    GroupedPoint.objects.filter(group__in=still).delete()
    bulk.insert(
        [
            GroupedPoint(
                council_id=council.pk, group=record, point_id=read[place].pk, closeness=round(close, 4)
            )
            for record, group in kept
            for place, close in zip(group.members, group.closeness, strict=True)
        ]
    )


def _known(before: Sequence[PointGroup], again: Again | None, size: int) -> PointGroup | None:
    """Return the record that a group of so many voices goes on with, if any.

    What goes on with a group that was set aside is shown to nobody. A likeness alone never does, nor a few voices among
    many new ones: that is put in front of a person, and the page says what it is like (`queries`).
    """
    if again is None:
        return None
    record = before[again.place]
    return None if record.state == State.ASIDE and again.shared * 2 < size else record


def _describe(record: PointGroup, look: GroupLook, read: Sequence[_Read], group: Group) -> None:
    days = [read[place].day for place in group.members]
    record.phrases = list(group.phrases)
    record.centroid = [round(float(value), 4) for value in group.centroid]
    record.tightness = round(group.tightness, 2)
    record.size = len(group)
    record.seen_on = look.on
    record.recent, record.past = stretches(days, look.on)
    record.surges = (
        bool(look.recent and look.past) and compare(record.recent, record.past, look.recent, look.past).asks
    )
