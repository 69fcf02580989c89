"""What a quality assurance meeting decided of one action."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Happening
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part
from goldthread.learning.models import Action
from goldthread.meetings.meetings.models import Meeting


class Decided(models.TextChoices):
    """What a meeting decides of an action."""

    ON_TRACK = "on_track", "On track"
    CHANGE = "change", "To be changed"
    RAISE = "raise", "To be raised with leaders"
    SHOWN = "shown", "Shown to prevent it again"
    NOT_SHOWN = "not_shown", "Not shown to prevent it again"


class ActionReview(CouncilOwned):
    """One action at one meeting: what was decided of it, and why."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="assurance")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="action_reviews")
    decided = models.CharField(max_length=12, choices=Decided)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"note": LEARNED, "by": STAFF}, plain="action meeting decided")
    spec = Part(
        of="action",
        redacted="note",
        happening=Happening(
            what="Gone through at a quality assurance meeting",
            kinds="action",
            ends=("", "action_id"),
            permission="learning.read",
            labelled="decided",
            text="note",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "meeting"], name="one_review_of_an_action_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.get_decided_display()}: {self.note}".removesuffix(": ")
