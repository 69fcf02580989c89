"""Queries of emerging topics, narrowed to the points that a person may read."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from goldthread.analysis.text.surge import Surge, measure_surge
from goldthread.analysis.text.topic_matching import NEAR
from goldthread.analysis.text.topic_naming import phrases_of
from goldthread.council.models import Person
from goldthread.dates import month_start
from goldthread.feedback.models import Point
from goldthread.themes.coding.quotes import Quote, as_quotes, readable_points
from goldthread.themes.emerging.models import EmergingTopic, EmergingTopicPoint, EmergingTopicRun
from goldthread.themes.emerging.topic_detection import DAY

State = EmergingTopic.State
QUOTES = 2
# So many points of a topic are shown to be selected; a topic that large wants splitting, not naming.
MOST_SHOWN = 200
_MOST_TOPICS = 60


@dataclass(frozen=True)
class TopicRow:
    """One topic as a list shows it.

    sees_all: whether this person may read every point in it. like_dismissed: the dismissed topic that an open one
    resembles or has points of, so that a person sees why it may be familiar.
    """

    topic: EmergingTopic
    phrases: list[str]
    quotes: list[Quote]
    surge: Surge | None
    trend: str
    sees_all: bool
    like_dismissed: EmergingTopic | None = None

    @property
    def name(self) -> str:
        """Return what it is called until somebody names it: two of its phrases."""
        return " · ".join(self.phrases[:2]) or "No shared phrase"


def last_run(person: Person) -> EmergingTopicRun | None:
    """Return the last run of topic detection, or None where there was none."""
    return EmergingTopicRun.objects.visible_to(person).first()


def readable_topics(person: Person, *states: str) -> QuerySet[EmergingTopic]:
    """Return the topics in which this person may read a point."""
    readable = EmergingTopicPoint.objects.filter(topic=OuterRef("pk"), point__in=_readable_ids(person))
    return (
        EmergingTopic.objects.visible_to(person)
        .filter(Exists(readable), state__in=states or State.values)
        .select_related("theme", "decided_by")
    )


def open_topics(person: Person) -> list[TopicRow]:
    """Return the topics that await a decision: rising ones first, then the largest."""
    topics = readable_topics(person, State.OPEN).order_by("-is_rising", "-size", "-tightness", "pk")
    return topic_rows(person, topics[:_MOST_TOPICS])


def rising_topics(person: Person) -> list[TopicRow]:
    """Return the topics that await a decision and have more recent points than chance would give."""
    topics = readable_topics(person, State.OPEN).filter(is_rising=True).order_by("-size", "pk")
    return topic_rows(person, topics[:5])


def decided_topics(person: Person) -> list[TopicRow]:
    """Return the topics that people decided about, newest first."""
    topics = readable_topics(person, State.NAMED, State.JOINED, State.DISMISSED)
    return topic_rows(person, topics.order_by("-decided_at", "pk")[:_MOST_TOPICS])


def topic_rows(person: Person, topics: Sequence[EmergingTopic] | QuerySet[EmergingTopic]) -> list[TopicRow]:
    """Return topics as a list shows them; whoever reads one team's feedback is shown its points and phrases only."""
    topics, run = list(topics), last_run(person)
    shown: dict[uuid.UUID, list[Point]] = {topic.pk: [] for topic in topics}
    members = EmergingTopicPoint.objects.filter(topic__in=topics).order_by("-closeness", "pk")
    order = [(member.topic_id, member.point_id) for member in members.only("topic", "point")]
    points = readable_points(person).annotate(day=DAY).in_bulk([point_id for _, point_id in order])
    for topic_id, point_id in order:
        if point_id in points:
            shown[topic_id].append(points[point_id])
    dismissed = _like_dismissed(person, topics)
    return [_row(topic, shown[topic.pk], run, dismissed.get(topic.pk)) for topic in topics]


def _like_dismissed(person: Person, topics: Sequence[EmergingTopic]) -> dict[uuid.UUID, EmergingTopic]:
    """Return for each open topic the dismissed one that shares its points, or else is nearest to it and near."""
    open_ = [topic for topic in topics if topic.state == State.OPEN]
    dismissed = list(readable_topics(person, State.DISMISSED)) if open_ else []
    if not dismissed:
        return {}
    members: dict[uuid.UUID, set[uuid.UUID]] = {topic.pk: set() for topic in [*open_, *dismissed]}
    rows = EmergingTopicPoint.objects.filter(topic__in=members).values_list("topic", "point")
    for topic_id, point_id in rows:
        members[topic_id].add(point_id)
    centroids = [np.array([topic.centroid for topic in some]) for some in (open_, dismissed)]
    near = centroids[0] @ centroids[1].T
    like = {}
    for row, topic in enumerate(open_):
        shared = [len(members[topic.pk] & members[other.pk]) for other in dismissed]
        best = max(range(len(dismissed)), key=lambda index: (shared[index], near[row, index]))
        if shared[best] or near[row, best] >= NEAR:
            like[topic.pk] = dismissed[best]
    return like


def _row(
    topic: EmergingTopic,
    points: Sequence[Point],
    run: EmergingTopicRun | None,
    like_dismissed: EmergingTopic | None,
) -> TopicRow:
    sees_all = len(points) == topic.size
    phrases = list(topic.phrases)
    if not sees_all:
        readable = set().union(*(phrases_of(point.text) for point in points)) if points else set()
        phrases = [phrase for phrase in phrases if phrase in readable]
    surge = None
    if run and run.recent and run.past:
        surge = measure_surge(topic.recent, topic.past, run.recent, run.past)
    return TopicRow(
        topic=topic,
        phrases=phrases,
        quotes=as_quotes(_distinct(points)[:QUOTES]),
        surge=surge if topic.is_rising else None,
        trend=trend([point.day for point in points]),
        sees_all=sees_all,
        like_dismissed=like_dismissed,
    )


def _distinct(points: Sequence[Point]) -> list[Point]:
    """Return points, of several with one text the first."""
    return list({point.text.casefold(): point for point in reversed(points)}.values())[::-1]


def trend(days: Sequence[datetime.date]) -> str:
    """Return in words how many points were received in how many months, and the first and last."""
    if not days:
        return ""
    months = {month_start(day) for day in days}
    first, last = min(days), max(days)
    if len(months) == 1:
        return (
            f"{len(days)} issues, all in {first:%B %Y}." if len(days) > 1 else f"1 issue, in {first:%B %Y}."
        )
    return f"{len(days)} issues in {len(months)} months, from {first:%B %Y} to {last:%B %Y}."


def points_of(person: Person, topic: EmergingTopic) -> list[Point]:
    """Return a topic's points that this person may read, those closest to its centre first."""
    closeness = dict(
        EmergingTopicPoint.objects.filter(topic=topic, point__in=_readable_ids(person))
        .order_by("-closeness", "pk")
        .values_list("point", "closeness")[:MOST_SHOWN]
    )
    points = readable_points(person).annotate(day=DAY).in_bulk(list(closeness))
    return [points[pk] for pk in closeness]


def by_month(points: Sequence[Point]) -> list[tuple[datetime.date, int]]:
    """Return how many of some points were received in each month with any, newest first."""
    return sorted(Counter(month_start(point.day) for point in points).items(), reverse=True)


def _readable_ids(person: Person) -> QuerySet[Point]:
    return readable_points(person).select_related(None).order_by().values("pk")
