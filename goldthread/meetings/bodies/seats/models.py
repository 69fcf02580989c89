"""The tables of seats: each seat, its terms, whom a term names, and the recruitment that somebody came through."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, VOICE, Retention
from goldthread.council.records.spec import Part
from goldthread.council.records.states import State
from goldthread.meetings.bodies.models import Body

# How long before its last day a term is shown as ending.
ENDING = datetime.timedelta(days=90)


class Basis(models.TextChoices):
    """By what somebody holds a seat."""

    LIVED = "lived", "Lived experience"
    ROLE = "role", "Role or job"


class Channel(models.TextChoices):
    """Through what somebody came to a body."""

    COMMUNITY = "community", "Community group"
    FAITH = "faith", "Faith group"
    SERVICE = "service", "Day service or care provider"
    SURGERY = "surgery", "GP surgery"
    MEMBER = "member", "Told by a member"
    LETTER = "letter", "Letter to people who draw on care"
    SOCIAL_MEDIA = "social_media", "Social media"
    PRESS = "press", "Newspaper or radio"
    STAFF = "staff", "Asked by staff"
    OTHER = "other", "Another way"


class Reply(models.TextChoices):
    """What was answered to whoever asked for a seat."""

    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"


class Recruitment(CouncilOwned):
    """People looked for through one channel: whom the body lacks, since when, and how many were spoken to."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="recruitments")
    sought = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, choices=Channel)
    began_on = models.DateField()
    spoken_to = models.PositiveSmallIntegerField(null=True, blank=True)

    retention = Retention(personal={"sought": LEARNED}, plain="body channel began_on spoken_to")
    spec = Part(of="body", redacted="sought", not_before={"began_on": ""})

    class Meta:
        ordering = ["-began_on", "id"]

    def __str__(self) -> str:
        return self.sought


class Seat(CouncilOwned):
    """One seat: for whom it is, and where somebody asked for it, what they were answered."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    title = models.CharField(max_length=120)
    basis = models.CharField(max_length=10, choices=Basis)
    asked_on = models.DateField(null=True, blank=True)
    asked_by = models.CharField(max_length=120, blank=True)
    reply = models.CharField(max_length=10, choices=Reply, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"title": LEARNED, "asked_by": LEARNED, "because": LEARNED},
        plain="body basis asked_on reply replied_on closed_on",
    )
    spec = Part(
        of="body",
        redacted="title asked_by because",
        not_before={"asked_on": "", "replied_on": "asked_on", "closed_on": ""},
    )

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_there(self) -> bool:
        """Return whether it can be held: it was not only asked for."""
        return self.closed_on is None and (self.asked_on is None or self.reply == Reply.AGREED)


class Term(CouncilOwned):
    """Somebody on a seat from one day to another; they left on `ended_on` where that was before."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="terms")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=20, choices=Channel, blank=True)
    recruitment = models.ForeignKey(
        Recruitment, null=True, blank=True, on_delete=models.SET_NULL, related_name="terms"
    )

    retention = Retention(
        personal={"person": STAFF}, plain="seat begins_on until ended_on channel recruitment"
    )
    spec = Part(
        of="seat__body",
        not_before={"begins_on": "", "until": "begins_on", "ended_on": "begins_on"},
        planned="until begins_on",
    )

    class Meta:
        ordering = ["-begins_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=models.Q(ended_on=None), name="one_open_term_a_seat"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins_on} to {self.ended_on or self.until}"

    def is_on(self, today: datetime.date) -> bool:
        """Return whether somebody holds the seat by it on a day."""
        return self.ended_on is None and self.until >= today


class SeatHolder(CouncilOwned):
    """The name of whoever holds a seat without an account here: read by those who look after members, and nobody else."""

    term = models.OneToOneField(Term, on_delete=models.CASCADE, related_name="holder")
    name = models.CharField(max_length=120)
    may_be_named = models.BooleanField(default=False)

    retention = Retention(personal={"name": VOICE}, plain="term may_be_named")
    spec = Part(of="term__seat__body", restricted="name")

    def __str__(self) -> str:
        return "a member"


def state_of(seat: Seat, term: Term | None, today: datetime.date) -> State:
    """Return how a seat stands on a day. term: its open one, None where it has none."""
    if seat.closed_on:
        return State("Closed", "stopped")
    if seat.asked_on and not seat.reply:
        return State("Asked for", "open")
    if seat.reply == Reply.REFUSED:
        return State("Refused", "stopped")
    if term is None or not term.is_on(today):
        return State("Vacant", "overdue")
    return State("Ending", "soon") if term.until <= today + ENDING else State("Held", "done")
