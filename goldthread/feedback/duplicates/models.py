"""Duplicate groups: feedback sent more than once by one person, or by several people as a campaign."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.council.records.spec import Part
from goldthread.feedback.models import Feedback


class DuplicateGroup(CouncilOwned):
    """What a person decided about feedback with the same words; a group counts once, however many are in it."""

    class Kind(models.TextChoices):
        REPEAT = "repeat", "Sent more than once by one person"
        CAMPAIGN = "campaign", "A campaign: the same text from several people"
        SEPARATE = "separate", "Not duplicates: count each one"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"name": VOICE, "by": STAFF}, plain=("kind",))
    spec = Part(of="members__feedback", redacted="name")

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    def counted(self) -> models.QuerySet[DuplicateMember]:
        """Return its members that are not withdrawn."""
        return self.members.filter(feedback__withdrawn_on=None)


class DuplicateMember(CouncilOwned):
    """One piece of feedback in a duplicate group; it is in one group at most."""

    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="members")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="duplicate")

    retention = Retention(plain=("group", "feedback"))
    spec = Part(of="feedback")

    def __str__(self) -> str:
        return f"{self.feedback_id} in {self.group_id}"
