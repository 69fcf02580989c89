"""Links between records of any type, each with its reason; a link is read from both ends."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import NOTE, STAFF, Retention
from goldthread.council.records.spec import Attached


class RelatedRecord(CouncilOwned):
    """A link from one record to another: `origin` and `other` are their kinds; removed_at: it was undone."""

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    other = models.CharField(max_length=40)
    other_id = models.UUIDField()
    reason = models.CharField(max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"reason": NOTE, "by": STAFF, "removed_by": STAFF},
        plain="origin origin_id other other_id at removed_at",
    )
    spec = Attached(
        name="Link",
        page="related",
        redacted="reason",
        codes="origin other",
        ends=(("origin", "origin_id"), ("other", "other_id")),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin_id", "other_id"],
                condition=models.Q(removed_at=None),
                name="linked_once",
                violation_error_message="These two records are linked already.",
            )
        ]
        indexes = [
            models.Index(fields=["council", "origin_id"], name="links_from_a_record"),
            models.Index(fields=["council", "other_id"], name="links_to_a_record"),
        ]

    def __str__(self) -> str:
        return self.reason
