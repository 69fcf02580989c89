"""What may tell of harm or abuse, put in front of a person, and what that person did."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.feedback.models import Point


class HarmAlertQuerySet(CouncilQuerySet):
    """Reads of what may tell of harm."""

    def nobody_has_looked(self) -> HarmAlertQuerySet:
        """Return what waits for somebody to look."""
        return self.filter(looked_at__isnull=True)


class HarmAlert(CouncilOwned):
    """Words that may tell of harm or abuse: a reason for a person to look now, and never a finding.

    It closes only by a person's looking, and nothing else is opened, closed or decided by it.
    """

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="harm_alert")
    cues = models.JSONField(default=list, help_text="Where the words stand and why: [start, end, reason].")
    rules = models.CharField(max_length=20)
    looked_at = models.DateTimeField(null=True, help_text="When a person last said what was done.")

    objects = HarmAlertQuerySet.as_manager()

    retention = Retention(plain="point cues rules looked_at")

    class Meta:
        indexes = [
            models.Index(fields=["council", "-id"], name="harm_newest"),
            models.Index(
                fields=["council", "id"],
                name="harm_nobody_looked",
                condition=models.Q(looked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"may tell of harm: {self.point_id}"


class HarmLook(CouncilOwned):
    """What somebody did who looked; each look is kept."""

    class Done(models.TextChoices):
        RAISED = "raised", "I raised a safeguarding concern"
        KNOWN = "known", "It is known already and being looked into"
        SPOKE = "spoke", "I spoke, or arranged to speak, with the person or their worker"
        PASSED = "passed", "I passed it to somebody who will look today"
        NO_SIGN = "no_sign", "I read it, and it does not tell of harm"

    alert = models.ForeignKey(HarmAlert, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    done = models.CharField(max_length=10, choices=Done)
    note = models.TextField(blank=True)

    retention = Retention(personal={"by": STAFF, "note": CASE}, plain=("alert", "done"))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_done_display()
