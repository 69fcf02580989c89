"""Notes on records of any type, and the people whom they mention."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now, with_history
from goldthread.council.records.retention import NOTE, STAFF, Retention
from goldthread.council.records.spec import Attached, Part


@with_history
class Note(CouncilOwned):
    """What a member of staff wrote on a record: the redacted copy; the original is a `RestrictedText` of its own.

    `origin` is the record's kind, `origin_id` its key. withdrawn_on: taken back by whoever wrote it.
    """

    LONGEST = 5_000

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_on = models.DateField(null=True)

    retention = Retention(
        personal={"text": NOTE, "by": STAFF}, plain="origin origin_id at edited_at withdrawn_on"
    )
    spec = Attached(name="Note", page="note", restricted="text", codes="origin", searched=True)

    class Meta:
        indexes = [models.Index(fields=["council", "origin_id", "-at"], name="notes_of_a_record")]

    def __str__(self) -> str:
        return "note"


class Mention(CouncilOwned):
    """Somebody whom a note tells, by a name with @ or from the list."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"person": STAFF}, plain="note")
    spec = Part(of="note")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="mentioned_once_a_note")]

    def __str__(self) -> str:
        return str(self.person)
