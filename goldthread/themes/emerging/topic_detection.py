"""Detection of emerging topics among the points that no theme covers: matching earlier ones, and which are rising."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from goldthread.analysis.text.emerging_topics import Topic, discover_topics
from goldthread.analysis.text.surge import measure_surge
from goldthread.analysis.text.topic_matching import PastTopic, TopicMatch, match_topics
from goldthread.council.models import Council
from goldthread.council.records import bulk
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.regular import OneOffs, one_day_batches, one_offs_among
from goldthread.themes.emerging.models import EmergingTopic, EmergingTopicPoint, EmergingTopicRun

# The newest points that no theme covers; compared with each other they take a quarter of a minute.
MOST = 20_000
# So many of the newest points that themes do cover are read beside them, so that common phrases name no topic.
_BESIDE = 2_000
# Below this confidence of a suggestion, no theme is likely.
WEAK_CONFIDENCE = 0.5
RECENT = datetime.timedelta(days=28)
PAST = datetime.timedelta(days=365)
# A topic with points less similar than this is only what other topics left over.
_LEAST_TIGHTNESS = 1.0
State = EmergingTopic.State
DAY = F("heard_on")


def uncovered_points(council_id: uuid.UUID) -> QuerySet[Point]:
    """Return the points that no theme covers: coded as "no suitable theme", or without a likely suggestion.

    Text that is not redacted yet, or that is forgotten, is never read.
    """
    applying = Coding.objects.filter(point=OuterRef("pk"), applies=True)
    none_fits = Q(coded_at__isnull=False) & ~Exists(applying)
    none_likely = Q(coded_at__isnull=True, reading__confidence__lt=WEAK_CONFIDENCE)
    return Point.objects.readable().filter(none_fits | none_likely, council_id=council_id)


@dataclass(frozen=True)
class _Text:
    """A point's text, its day, and the day on which it counts towards a rise."""

    pk: uuid.UUID
    text: str
    day: datetime.date
    # None where it came in a survey or import that is no monthly series, which makes nothing rise.
    counted_on: datetime.date | None = None


def detect_topics(council: Council, *, today: datetime.date) -> EmergingTopicRun:
    """Detect topics anew, keep those found before as the same records, and return the run; within a transaction."""
    points = uncovered_points(council.pk)
    count = points.count()
    batches = set(one_day_batches(council.pk))
    rows = points.annotate(day=DAY).order_by("-day", "-pk")
    columns = rows.values_list("pk", "text", "day", "source", "feedback__batch")[:MOST]
    outside = _one_offs(council, batches, today)
    texts = [
        _Text(pk, text, day, None if outside.has(source, batch in batches) else day)
        for pk, text, day, source, batch in columns
    ]
    run, _ = EmergingTopicRun.objects.update_or_create(
        council=council,
        defaults={
            "on": today,
            "points": len(texts),
            "left_out": count - len(texts),
            **dict(
                zip(("recent", "past"), count_periods([one.counted_on for one in texts], today), strict=True)
            ),
        },
    )
    covered = Coding.objects.filter(council=council, applies=True).order_by("-month", "-pk")
    beside = list(covered.values_list("point__text", flat=True)[:_BESIDE])
    discovered = discover_topics([one.text for one in texts], beside=beside)
    topics = [topic for topic in discovered.groups if topic.tightness >= _LEAST_TIGHTNESS and topic.phrases]
    _save(council, run, texts, topics)
    return run


def _one_offs(council: Council, batches: Collection[uuid.UUID], today: datetime.date) -> OneOffs:
    """Return what is no monthly series among all that was heard, coded or not."""
    heard = Point.objects.counted().filter(council=council).order_by().values("source", "month")
    in_batch = Case(When(feedback__batch__in=batches, then=True), default=False, output_field=BooleanField())
    rows = heard.annotate(one_day=in_batch, total=Count("pk")).values_list(
        "source", "one_day", "month", "total"
    )
    return one_offs_among(rows, today=today)


def count_periods(days: Iterable[datetime.date | None], on: datetime.date) -> tuple[int, int]:
    """Return how many of some days fall in the last four weeks, and in the year before those.

    A topic and everything it is compared with are both counted so, and both among the points of the run. Points
    that a theme covers by now, those that came once (None; `counting/regular.py`), and those too old to be read, are in neither: else what was coded since would make
    whatever is left look new.
    """
    start = on - RECENT
    days = [day for day in days if day is not None]
    return sum(start < day <= on for day in days), sum(start - PAST < day <= start for day in days)


def _save(council: Council, run: EmergingTopicRun, texts: Sequence[_Text], topics: Sequence[Topic]) -> None:
    """Save the topics as they now are; a dismissed one stays dismissed while its points are most of it."""
    before = list(
        EmergingTopic.objects.select_for_update()
        .filter(council=council, state__in=(State.OPEN, State.DISMISSED, State.GONE))
        .order_by("created_at", "pk")
    )
    members: dict[uuid.UUID, set[uuid.UUID]] = {record.pk: set() for record in before}
    rows = EmergingTopicPoint.objects.filter(topic__in=before).values_list("topic", "point")
    for topic_id, point_id in rows:
        members[topic_id].add(point_id)
    matches = match_topics(
        [PastTopic(members[record.pk], np.array(record.centroid, np.float32)) for record in before],
        [PastTopic({texts[index].pk for index in topic.members}, topic.centroid) for topic in topics],
    )
    saved = []
    for number, topic in enumerate(topics):
        record = _earlier_record(before, matches.get(number), len(topic)) or EmergingTopic(
            council=council, first_found_on=run.on
        )
        if record.state == State.GONE:
            record.state = State.OPEN
        _fill(record, run, texts, topic)
        record.save()
        saved.append((record, topic))
    current = {record.pk for record, _ in saved}
    gone = [record.pk for record in before if record.pk not in current]
    # A dismissed topic keeps its points: they are what it was dismissed for.
    EmergingTopic.objects.filter(pk__in=gone, state=State.OPEN).update(state=State.GONE, is_rising=False)
    EmergingTopic.objects.filter(pk__in=gone, state=State.DISMISSED).update(is_rising=False)
    EmergingTopicPoint.objects.filter(topic__in=current).delete()
    bulk.insert(
        [
            EmergingTopicPoint(
                council_id=council.pk, topic=record, point_id=texts[index].pk, closeness=round(close, 4)
            )
            for record, topic in saved
            for index, close in zip(topic.members, topic.closeness, strict=True)
        ]
    )


def _earlier_record(
    before: Sequence[EmergingTopic], match: TopicMatch | None, size: int
) -> EmergingTopic | None:
    """Return the record that a topic of so many points continues, if any.

    What continues a dismissed topic is shown to nobody. Similarity alone never does that, nor a few points among
    many new ones: that is put in front of a person, and the page shows which topic it is like (`queries`).
    """
    if match is None:
        return None
    record = before[match.position]
    return None if record.state == State.DISMISSED and match.shared * 2 < size else record


def _fill(record: EmergingTopic, run: EmergingTopicRun, texts: Sequence[_Text], topic: Topic) -> None:
    record.phrases = list(topic.phrases)
    record.centroid = [round(float(value), 4) for value in topic.centroid]
    record.tightness = round(topic.tightness, 2)
    record.size = len(topic)
    record.last_found_on = run.on
    record.recent, record.past = count_periods([texts[index].counted_on for index in topic.members], run.on)
    record.is_rising = (
        bool(run.recent and run.past) and measure_surge(record.recent, record.past, run.recent, run.past).asks
    )
