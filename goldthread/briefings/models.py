"""Briefings, their lessons, the teams they were sent to, and the receipts of readers."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.learning.models import Lesson

BLOCKS = (
    ("what", "What this is about"),
    ("background", "Background"),
    ("why", "Why it matters"),
    ("information", "What we found"),
    ("more", "What else we found"),
    ("what_to_do", "What to do"),
    ("questions", "Questions for the team"),
)


@with_history
class Briefing(CouncilOwned):
    """A seven-minute briefing: what was learned, in seven short blocks."""

    number = models.BigIntegerField()
    title = models.CharField(max_length=200)
    blocks = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"title": LEARNED, "blocks": LEARNED, "by": STAFF}, plain=("number", "sent_on")
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="unique_briefing_number")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Return the reference, such as B-7."""
        return f"B-{self.number}"


class BriefingLesson(CouncilOwned):
    """A lesson of a briefing."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="lesson_links")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="briefing_links")

    retention = Retention(plain=("briefing", "lesson"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "lesson"], name="unique_briefing_lesson")]

    def __str__(self) -> str:
        return f"{self.briefing_id} on {self.lesson_id}"


class Distribution(CouncilOwned):
    """A team that a briefing was sent to."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="distributions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()

    retention = Retention(plain=("briefing", "team", "sent_on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "team"], name="unique_briefing_team")]

    def __str__(self) -> str:
        return f"to {self.team_id}"


class Receipt(CouncilOwned):
    """Receipt of a briefing: who read it, when their team discussed it, and how they used it."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField()
    discussed_on = models.DateField(null=True, blank=True)
    how_used = models.TextField(blank=True)

    retention = Retention(
        personal={"person": STAFF, "how_used": LEARNED}, plain=("briefing", "read_on", "discussed_on")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "person"], name="unique_briefing_reader")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.briefing_id}"
