"""The table of notifications."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.notifications.kinds import KINDS
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import NOTIFICATION, Retention
from goldthread.council.records.spec import FreeText


class Notification(CouncilOwned):
    """One thing that a person is told of: its kind and the record, of whatever type, by its reference; no words of it.

    `origin` is the kind of the record, `origin_id` its key, `reference` what people call it: "F-1344", or "Theme"
    where the type has no numbers.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    reference = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"person": NOTIFICATION, "by": NOTIFICATION},
        plain="kind origin origin_id reference at read_at",
    )
    spec = FreeText(codes="kind origin reference")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "kind", "origin_id"],
                condition=models.Q(read_at=None),
                name="one_unread_notification_each",
            )
        ]
        indexes = [
            models.Index(fields=["council", "person", "-at", "-id"], name="notifications_newest"),
            models.Index(
                fields=["council", "person"], name="notifications_unread", condition=models.Q(read_at=None)
            ),
            models.Index(fields=["council", "at"], name="notifications_oldest"),
        ]

    def __str__(self) -> str:
        return KINDS[self.kind].says(self.reference)
