"""The table of uses of the public's forms in the last hour: by network, as a keyed hash, and by form."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import FreeText


class FormUse(CouncilOwned):
    """A form that was begun, sent, or given a file; nothing of what was typed into it."""

    class Use(models.TextChoices):
        CODE = "code", "Code e-mailed"
        BEGUN = "begun", "Form begun"
        FILE = "file", "File added"
        SENT = "sent", "Form sent"

    use = models.CharField(max_length=5, choices=Use)
    form = models.UUIDField(null=True)
    network = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    retention = Retention(plain="use form network at")
    spec = FreeText(codes="network")

    class Meta:
        indexes = [
            models.Index(fields=["council", "use", "network", "at"], name="form_uses_by_network"),
            models.Index(fields=["council", "form", "at"], name="form_uses_by_form"),
        ]

    def __str__(self) -> str:
        return self.get_use_display()
