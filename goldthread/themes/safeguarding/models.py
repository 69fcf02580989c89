"""Safeguarding prompts: words that may describe harm or abuse, and the reviews that people made of them."""

from __future__ import annotations

import uuid

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import Part
from goldthread.feedback.models import Point


class SafeguardingPromptQuerySet(CouncilQuerySet):
    """Reads of safeguarding prompts."""

    def visible_to(self, person: Person) -> SafeguardingPromptQuerySet:
        """Return the prompts that this person reviews: all, or those of the teams that they answer for."""
        teams = person.teams_for("themes.safeguarding")
        visible = self.filter(council_id=person.council_id)
        return visible if teams is None else visible.filter(point__team_id__in=teams)

    def not_reviewed(self) -> SafeguardingPromptQuerySet:
        """Return the prompts that wait for a review."""
        return self.filter(reviewed_at__isnull=True)


class SafeguardingPrompt(CouncilOwned):
    """Words that may describe harm or abuse: a reason for a person to look now, and never a finding.

    Only a person's review closes it, and nothing else is opened, closed or decided by it.
    """

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="safeguarding_prompt")
    cues = models.JSONField(default=list, help_text="Matched words and why: [start, end, reason].")
    rules = models.CharField(max_length=20)
    reviewed_at = models.DateTimeField(null=True, help_text="When it was last reviewed.")

    objects = SafeguardingPromptQuerySet.as_manager()

    retention = Retention(plain="point cues rules reviewed_at")
    spec = Part(of="point", codes="cues rules")

    class Meta:
        indexes = [
            models.Index(fields=["council", "-id"], name="safeguarding_newest"),
            models.Index(
                fields=["council", "id"],
                name="safeguarding_not_reviewed",
                condition=models.Q(reviewed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"possible safeguarding concern: {self.point_id}"

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the team of its point."""
        return self.point.team_id


class SafeguardingReview(CouncilOwned):
    """One person's review of a prompt and its outcome; each review is kept."""

    class Outcome(models.TextChoices):
        RAISED = "raised", "I raised a safeguarding concern"
        KNOWN = "known", "The concern is already known and being looked into"
        SPOKE = "spoke", "I spoke, or arranged to speak, with the person or their worker"
        PASSED = "passed", "I passed it to somebody who will review it today"
        NO_SIGN = "no_sign", "I read it and it is not a safeguarding concern"

    prompt = models.ForeignKey(SafeguardingPrompt, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)

    retention = Retention(personal={"by": STAFF, "note": CASE}, plain=("prompt", "outcome"))
    spec = Part(of="prompt", redacted="note")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_outcome_display()
