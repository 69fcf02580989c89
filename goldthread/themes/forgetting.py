"""Deletion of coders' notes about feedback that has been forgotten."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from goldthread.analysis.text.topic_naming import phrases_of
from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import Decision
from goldthread.themes.emerging.models import GroupedPoint, PointGroup
from goldthread.themes.safeguarding.models import HarmLook


@command("council.forget")
def forget_notes(*, by: Person) -> list[Decision]:
    """Delete what people noted about feedback that has been forgotten; what they decided stays."""
    decisions, looks, groups = notes_to_forget(by.council_id)
    for group in groups:
        group.phrases = _still_said(group)
        group.save(update_fields=["phrases"])
    noted = list(decisions)
    Decision.objects.filter(pk__in=[decision.pk for decision in noted]).update(note="")
    HarmLook.objects.filter(pk__in=list(looks.values_list("pk", flat=True))).update(note="")
    return noted


def notes_to_forget(
    council_id: uuid.UUID,
) -> tuple[QuerySet[Decision], QuerySet[HarmLook], QuerySet[PointGroup]]:
    """Return what was noted, at the desk and about harm, about feedback whose words have been deleted.

    And the groups that are still called by what nobody in them says any more.
    """
    decisions = Decision.objects.filter(
        council_id=council_id, point__feedback__forgotten_on__isnull=False
    ).exclude(note="")
    looks = HarmLook.objects.filter(
        council_id=council_id, alert__point__feedback__forgotten_on__isnull=False
    ).exclude(note="")
    touched = PointGroup.objects.filter(
        council_id=council_id, members__point__feedback__forgotten_on__isnull=False
    )
    called = [group.pk for group in touched.distinct() if group.phrases != _still_said(group)]
    return decisions, looks, PointGroup.objects.filter(pk__in=called)


def _still_said(group: PointGroup) -> list[str]:
    """Return the phrases of a group that a voice in it says whose words are still here."""
    members = GroupedPoint.objects.filter(group=group).values("point")
    here = Point.objects.filter(pk__in=members).exclude(feedback__forgotten_on__isnull=False)
    said = set().union(*(phrases_of(text) for text in here.values_list("text", flat=True)))
    return [phrase for phrase in group.phrases if phrase in said]
