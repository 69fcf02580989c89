"""A subject access request: what is looked for, where it was looked, what was found and decided, and what was given."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Work
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText, Part, RecordType
from goldthread.council.records.states import State
from goldthread.subject_access.matching import KINDS


@with_history
class AccessRequest(Numbered):
    """One request of a person to be given what is held about them; who they are stands apart, in its terms."""

    title = models.CharField(max_length=200)
    received_on = models.DateField()
    identity_checked_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    extended_on = models.DateField(
        null=True, blank=True, help_text="When they were told that it takes longer."
    )
    extended_because = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    looking_since = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    hold_lifted_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    # When it was searched stands on its page; each search is an entry of its timeline already.
    no_history = ("looking_since", "looked_at")

    retention = Retention(
        personal={
            "title": CASE,
            "extended_because": CASE,
            "ended_because": CASE,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain=(
            "number received_on identity_checked_on due_on extended_on looking_since looked_at given_on ended_on "
            "hold_lifted_on"
        ),
    )
    spec = RecordType(
        name="Subject access request",
        plural="Subject access requests",
        letter="D",
        page="subject_access:request",
        permission="subject_access.handle",
        change="subject_access.handle",
        on="received_on",
        redacted="title extended_because ended_because",
        not_before={
            "received_on": "",
            "identity_checked_on": "",
            "due_on": "received_on",
            "extended_on": "received_on",
            "given_on": "received_on",
            "ended_on": "received_on",
            "hold_lifted_on": "received_on",
        },
        planned="due_on",
        work=Work(
            open=models.Q(given_on=None, ended_on=None),
            assign="subject_access.handle",
            own="subject_access.handle",
            team="",
        ),
        # Whoever asked is nobody's lesson: it stands in no search and on no trail.
        searched=False,
        on_thread=False,
        merges=False,
        notes="",
        states=lambda request, today: request.states(today),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "due_on", "id"], name="access_requests_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="access_requests_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far it is, as tags."""
        if self.given_on:
            return (State("Given late" if self.given_on > self.due_on else "Given", "done"),)
        if self.ended_on:
            return (State("Ended", "stopped"),)
        late = (State("Overdue", "overdue"),) if self.due_on < today else ()
        if self.looking_since:
            return (*late, State("Searching", "open"))
        return (*late, State("To read" if self.looked_at else "To look for", "open"))


class AccessTerm(CouncilOwned):
    """One thing by which the person is looked for; shown to nobody but those who deal with the request."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    value = models.CharField(max_length=200)

    retention = Retention(personal={"value": CASE}, plain="request kind")
    spec = FreeText(restricted="value")

    class Meta:
        ordering = ["kind", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "value"],
                name="looked_for_once",
                violation_error_message="This is looked for already.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class AccessPlace(CouncilOwned):
    """One place in which it was looked: in how many texts, and how much was found; or why it was not looked there."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    looked = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    not_looked = models.CharField(max_length=300, blank=True)

    retention = Retention(plain="request name looked found not_looked")
    spec = Part(of="request", codes="name not_looked")

    class Meta:
        ordering = ["-found", "name"]

    def __str__(self) -> str:
        return self.name


class Decision(models.TextChoices):
    """What becomes of something that was found."""

    INCLUDE = "include", "Give all of it"
    REDACT = "redact", "Give it without what is about others"
    LEAVE_OUT = "leave_out", "Leave it out"


class AccessHit(CouncilOwned):
    """Something that was found: where it stands, by what, and what somebody decided; its words as they are given.

    model, row, field: where the words are. origin, origin_id: the record with a page that they belong to.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="hits")
    place = models.CharField(max_length=120)
    model = models.CharField(max_length=60)
    row = models.UUIDField()
    field = models.CharField(max_length=60)
    origin = models.CharField(max_length=40, blank=True)
    origin_id = models.UUIDField(null=True)
    how = models.CharField(max_length=120)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    text = models.TextField(blank=True, help_text="As it is given.")
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"text": CASE, "reason": CASE, "decided_by": STAFF},
        plain="request place model row field origin origin_id how decision decided_at",
    )
    # The words as they are given are the person's own: no name of theirs is hidden in them.
    spec = FreeText(redacted="reason", restricted="text", codes="place model field origin how")

    class Meta:
        ordering = ["place", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "model", "row", "field"], name="found_once")
        ]

    def __str__(self) -> str:
        return f"found in {self.place}"


class AccessCopy(CouncilOwned):
    """The document that was put together, as Word and PDF; once given it is kept as it was."""

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="copies")
    word = models.BinaryField()
    pdf = models.BinaryField(null=True)
    checksum = models.CharField(max_length=64)
    pieces = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"word": CASE, "pdf": CASE, "made_by": STAFF, "checked_by": STAFF},
        plain="request checksum pieces made_at given_on",
    )
    spec = FreeText(codes="checksum", not_before={"given_on": "request__received_on"})

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return "document"


def hold_of(request: Any) -> str:
    """Return how the hold of a request stands, in words."""
    if request.hold_lifted_on:
        return "Lifted"
    return "On what was found" if request.looked_at else "Not yet: nothing was found"
