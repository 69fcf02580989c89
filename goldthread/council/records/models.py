"""Contacts for readers: who is named in a record on purpose, so that whoever reads it can reach them."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import FreeText


class ReaderContact(CouncilOwned):
    """A name, number or e-mail address that stays in the texts of one record: a person said it is meant for readers.

    `origin` is the record's kind, `origin_id` its key.
    """

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    text = models.CharField(max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"text": LEARNED, "by": STAFF}, plain=("origin", "origin_id"))
    spec = FreeText(public="text", codes="origin")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin", "origin_id", "text"],
                name="one_reader_contact_a_text",
                violation_error_message="This is a contact for readers already.",
            )
        ]

    def __str__(self) -> str:
        return self.text
