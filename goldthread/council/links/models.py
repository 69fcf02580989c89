"""The tables of private links: each link without its secret, and wrong secrets by network, for a quarter of an hour."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import FreeText


class Ended(models.TextChoices):
    """Why a link works no more, in words for whoever opens it."""

    NEWER = "newer", "A newer link was made in its place."
    ANSWERED = "answered", "Your answer has been sent."
    WITHDRAWN = "withdrawn", "It is not needed any more."
    OVER = "over", "Its last day is over."


class PrivateLink(CouncilOwned):
    """One link: what it is for, the record of whatever type, until when it works, and why it ended.

    `secret` is a hash: the address is shown once, to whoever makes it.
    """

    purpose = models.CharField(max_length=30)
    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    secret = models.CharField(max_length=64, unique=True)
    until = models.DateField(help_text="The last day on which it works.")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, help_text="When it was opened first.")
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Ended, blank=True)

    retention = Retention(
        personal={"made_by": STAFF},
        plain="purpose origin origin_id secret until made_at opened_at ended_at ended",
    )
    spec = FreeText(codes="purpose origin secret", planned="until")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "purpose", "origin_id"],
                condition=models.Q(ended_at=None),
                name="one_working_link_each",
            )
        ]
        indexes = [models.Index(fields=["council", "origin_id"], name="links_by_record")]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.until}"

    def works(self, today: datetime.date) -> bool:
        """Return whether it can be opened on a day."""
        return self.ended_at is None and self.until >= today

    def why_ended(self) -> str:
        """Return why it works no more, in words for whoever opens it."""
        return Ended(self.ended or Ended.OVER).label


class WrongSecret(CouncilOwned):
    """An address with a secret that belongs to no link: which network asked, as a keyed hash, and when."""

    network = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    retention = Retention(plain="network at")
    spec = FreeText(codes="network")

    class Meta:
        indexes = [models.Index(fields=["council", "network", "at"], name="wrong_secrets_by_network")]

    def __str__(self) -> str:
        return "wrong secret"
