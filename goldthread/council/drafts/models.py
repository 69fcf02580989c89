"""The table of drafts."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import DRAFT, Retention
from goldthread.council.records.spec import FreeText


class FormDraft(CouncilOwned):
    """What a person typed into a form and has not saved; shown to nobody else, in no search, export or backup.

    address: where the form is sent, as path and query. answers: [name, value] as a browser sends them, in order.
    """

    LONGEST_ADDRESS = 500

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    answers = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=now)

    retention = Retention(personal={"person": DRAFT, "address": DRAFT, "answers": DRAFT}, plain=("saved_at",))
    spec = FreeText(restricted="address answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "person", "address"], name="one_draft_a_form")
        ]
        indexes = [models.Index(fields=["council", "saved_at"], name="drafts_oldest")]

    def __str__(self) -> str:
        return "draft"
