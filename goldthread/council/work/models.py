"""Work handed over for leave, and updates that were asked for."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import FreeText


class HandOver(CouncilOwned):
    """Somebody's work in a colleague's hands from one day to another, such as for leave; it stays theirs and returns.

    ended_on: they came back earlier, or it was a mistake.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hand_overs")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="covers")
    from_on = models.DateField("first day")
    until_on = models.DateField("last day")
    ended_on = models.DateField(null=True)

    retention = Retention(personal={"person": STAFF, "to": STAFF}, plain="from_on until_on ended_on")
    spec = FreeText(not_before={"until_on": "from_on"}, planned="from_on until_on")

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "to", "until_on"],
                name="hand_overs_by_colleague",
                condition=models.Q(ended_on=None),
            )
        ]

    def __str__(self) -> str:
        return f"work handed over until {self.until_on}"


class UpdateAsked(CouncilOwned):
    """Somebody asked the owner of a record how it stands; the answer is a note on the record."""

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True)

    retention = Retention(personal={"by": STAFF}, plain="origin origin_id at answered_at")
    spec = FreeText(codes="origin")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin_id", "by"],
                condition=models.Q(answered_at=None),
                name="one_open_question_each",
                violation_error_message="You have asked for an update on this already.",
            )
        ]

    def __str__(self) -> str:
        return f"update asked on {self.at:%Y-%m-%d}"
