"""One asking of a person whether they agree that somebody speaks for them, and how to reach them, kept apart."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.choices import How
from goldthread.casework.of_feedback import OfFeedback, OfFeedbackQuerySet, by_date_and_owner, on_timeline
from goldthread.council.models import Person
from goldthread.council.records.aspects import Work
from goldthread.council.records.base import CouncilOwned, Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText, RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


class Decision(models.TextChoices):
    """What the person said themselves."""

    GIVEN = "given", "Agrees"
    REFUSED = "refused", "Does not agree"


class Task(models.TextChoices):
    """What somebody of the council has to do before it goes on."""

    POST = "post", "Send the letter with the link"
    REMIND = "remind", "Send the reminder"
    DECIDE = "decide", "Ring, visit, or decide"


class Message(models.TextChoices):
    """How its e-mail stands. One that was being sent when the worker was killed is not sent again."""

    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"


@with_history
class ConsentRequest(Record, OfFeedback):
    """One asking: when, by when, what the person said; `task` is what the council's owner has to do, "" while it waits."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="consent_requests")
    asked_on = models.DateField()
    due_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    how = models.CharField(max_length=10, choices=How, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    task = models.CharField(max_length=10, choices=Task, blank=True)
    message = models.CharField(max_length=10, choices=Message, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfFeedbackQuerySet.as_manager()
    no_history = ("message",)

    retention = Retention(
        personal={"ended_because": CASE, "owner": STAFF, "recorded_by": STAFF},
        plain="feedback asked_on due_on reminded_on answered_on decision how ended_on task message",
    )
    spec = RecordType(
        name="Consent asked for",
        plural="Consents asked for",
        page="casework:consent",
        list_page="casework:consents",
        permission="casework.read",
        on="due_on",
        redacted="ended_because",
        not_before={
            "asked_on": "feedback__received_on",
            "due_on": "asked_on reminded_on",
            "reminded_on": "asked_on",
            "answered_on": "asked_on",
            "ended_on": "asked_on",
        },
        planned="due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=Work(
            # Until somebody has to do something it waits for the person, and is nobody's work.
            open=models.Q(answered_on=None, ended_on=None) & ~models.Q(task=""),
            assign="casework.handle",
            own="casework.handle learning.carry_out",
            team="feedback__team",
            no_date_by_hand=lambda request: "" if request.task else "It waits for the person.",
        ),
        searched=False,
        on_thread=False,
        merges=False,
        # Given up instead, with the reason.
        withdraws=False,
        states=lambda request, today: request.states(today),
        happening=on_timeline("Consent asked for", text=""),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "feedback"],
                condition=models.Q(answered_on=None, ended_on=None),
                name="one_consent_asked_at_a_time",
                violation_error_message="The person is asked already. Correct the address, or give that up first.",
            )
        ]
        indexes = by_date_and_owner("consents")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what it is called wherever it is cited."""
        return "Does the person agree?"

    @property
    def is_open(self) -> bool:
        """Return whether the person can still answer."""
        return self.answered_on is None and self.ended_on is None

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how it stands, as a tag."""
        if self.ended_on:
            return (State("Given up", "stopped"),)
        if self.answered_on:
            return (State(Decision(self.decision).label, "done"),)
        if self.task:
            return (State(Task(self.task).label, "overdue" if self.due_on < today else "open"),)
        return (State("Waiting for the person", "open"),)


class ConsentContact(CouncilOwned):
    """How to reach the person who is asked; restricted like contact details, and used for nothing else."""

    request = models.OneToOneField(ConsentRequest, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.TextField(blank=True)

    retention = Retention(personal={"name": CASE, "email": CASE, "address": CASE}, plain=("request",))
    spec = FreeText(restricted="name email address")

    def __str__(self) -> str:
        return "contact"
