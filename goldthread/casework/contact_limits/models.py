"""A limit on how somebody may contact the council about a complaint: why, who approved it, and when it is reviewed."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.of_feedback import OfFeedback, OfFeedbackQuerySet, on_timeline
from goldthread.council.models import Person
from goldthread.council.records.aspects import Work
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


@with_history
class ContactLimit(Record, OfFeedback):
    """What is limited and what stays open to the person.

    In force once somebody else approved it in their own name, until it is ended; reviewed by a date.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="contact_limits")
    title = models.CharField(max_length=160)
    because = models.TextField()
    asked_on = models.DateField()
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(help_text="By when it is reviewed.")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfFeedbackQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": CASE,
            "because": CASE,
            "ended_because": CASE,
            "approved_by": STAFF,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="feedback asked_on approved_on told_on due_on reviewed_on ended_on",
    )
    spec = RecordType(
        name="Contact limit",
        plural="Contact limits",
        page="casework:contact_limit",
        list_page="casework:contact_limits",
        permission="casework.read",
        change="casework.manage",
        on="due_on",
        redacted="title because ended_because",
        not_before={
            "asked_on": "feedback__received_on",
            "approved_on": "asked_on",
            "told_on": "approved_on",
            "due_on": "asked_on reviewed_on",
            "reviewed_on": "approved_on",
            "ended_on": "asked_on",
        },
        planned="due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=Work(
            open=models.Q(ended_on=None),
            assign="casework.manage",
            own="casework.manage",
            team="feedback__team",
        ),
        searched=False,
        on_thread=False,
        merges=False,
        withdraws=False,
        states=lambda limit, today: limit.states(today),
        happening=on_timeline("Limit on contact proposed", icon="label"),
    )

    class Meta:
        indexes = [models.Index(fields=["council", "due_on", "id"], name="contact_limits_by_review")]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it holds, and whether its review is late, as a tag."""
        if self.ended_on:
            return (State("Ended", "stopped"),)
        if not self.approved_on:
            return (State("Waits for approval", "yellow"),)
        return (State("Review overdue", "overdue") if self.due_on < today else State("In force", "open"),)
