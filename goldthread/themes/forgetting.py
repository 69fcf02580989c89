"""Deletion of coders' and reviewers' notes, and of topics' phrases, about feedback that has been forgotten."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from goldthread.analysis.text.topic_naming import phrases_of
from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import Decision
from goldthread.themes.emerging.models import EmergingTopic, EmergingTopicPoint
from goldthread.themes.safeguarding.models import SafeguardingReview


@command("council.forget")
def forget_notes(*, by: Person) -> list[Decision]:
    """Delete the notes about feedback that has been forgotten; the decisions stay."""
    decisions, reviews, topics = notes_to_forget(by.council_id)
    for topic in topics:
        topic.phrases = _current_phrases(topic)
        topic.save(update_fields=["phrases"])
    with_notes = list(decisions)
    Decision.objects.filter(pk__in=[decision.pk for decision in with_notes]).update(note="")
    SafeguardingReview.objects.filter(pk__in=list(reviews.values_list("pk", flat=True))).update(note="")
    return with_notes


def notes_to_forget(
    council_id: uuid.UUID,
) -> tuple[QuerySet[Decision], QuerySet[SafeguardingReview], QuerySet[EmergingTopic]]:
    """Return the decisions and safeguarding reviews with notes about feedback whose text has been deleted.

    And the topics with a phrase that none of their points has any more.
    """
    decisions = Decision.objects.filter(council_id=council_id, point__forgotten_on__isnull=False).exclude(
        note=""
    )
    reviews = SafeguardingReview.objects.filter(
        council_id=council_id, prompt__point__forgotten_on__isnull=False
    ).exclude(note="")
    touched = EmergingTopic.objects.filter(council_id=council_id, members__point__forgotten_on__isnull=False)
    outdated = [topic.pk for topic in touched.distinct() if topic.phrases != _current_phrases(topic)]
    return decisions, reviews, EmergingTopic.objects.filter(pk__in=outdated)


def _current_phrases(topic: EmergingTopic) -> list[str]:
    """Return the phrases of a topic that a point in it has whose text is still there."""
    members = EmergingTopicPoint.objects.filter(topic=topic).values("point")
    points = Point.objects.filter(pk__in=members).filter(forgotten_on=None)
    phrases = set().union(*(phrases_of(text) for text in points.values_list("text", flat=True)))
    return [phrase for phrase in topic.phrases if phrase in phrases]
