"""What people answer when they are asked, after their case was closed, whether it was put right."""

from __future__ import annotations

from django.db import models

from goldthread.casework.models import ComplaintCase
from goldthread.council.models import Person
from goldthread.council.records.aspects import Happening
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import Part


class Answer(models.TextChoices):
    """An answer to one of the two questions."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


PUT_RIGHT = "Was what you complained about put right?"
TREATED = "Were you listened to and kept informed?"


class PutRight(CouncilOwned):
    """One asking of the two questions: whether the person wishes it, in which format, and what they answered."""

    case = models.ForeignKey(ComplaintCase, on_delete=models.CASCADE, related_name="put_right")
    wished = models.BooleanField()
    asked_on = models.DateField()
    format = models.CharField(max_length=60, blank=True)
    put_right = models.CharField(max_length=6, choices=Answer, blank=True)
    treated = models.CharField(max_length=6, choices=Answer, blank=True)
    reason = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True, help_text="When the manager dealt with a no.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"format": CASE, "reason": CASE, "by": STAFF},
        plain="case wished asked_on put_right treated answered_on seen_on",
    )
    spec = Part(
        of="case",
        redacted="format reason",
        not_before={
            "asked_on": "case__feedback__received_on",
            "answered_on": "asked_on",
            "seen_on": "answered_on",
        },
        happening=Happening(
            what="Asked whether it was put right",
            kinds="feedback",
            ends=("", "case__feedback_id"),
            permission="casework.read",
            text="reason",
            icon="label",
        ),
    )

    class Meta:
        ordering = ["asked_on", "created_at"]
        indexes = [
            models.Index(
                fields=["council", "answered_on"],
                name="not_put_right",
                condition=models.Q(put_right="no", seen_on=None),
            )
        ]

    def __str__(self) -> str:
        return self.get_put_right_display() or "no answer yet"
