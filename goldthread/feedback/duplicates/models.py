"""Pieces of feedback that are one: sent twice by one person, or by several people as a campaign."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.feedback.models import Feedback


class Together(CouncilOwned):
    """What a person decided about pieces with the same words; it is counted once, however many it holds."""

    class Kind(models.TextChoices):
        TWICE = "twice", "One person sent it more than once"
        CAMPAIGN = "campaign", "Several people sent the same words: a campaign"
        APART = "apart", "They only look alike: each stands by itself"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"name": VOICE, "by": STAFF}, plain=("kind",))

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class TogetherMember(CouncilOwned):
    """One piece of feedback in such a group; it stands in one group at most."""

    together = models.ForeignKey(Together, on_delete=models.CASCADE, related_name="members")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="together")

    retention = Retention(plain=("together", "feedback"))

    def __str__(self) -> str:
        return f"{self.feedback_id} in {self.together_id}"
