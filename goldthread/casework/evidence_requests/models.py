"""Evidence that somebody was asked for, by when, and when it came."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.of_feedback import (
    OfFeedback,
    OfFeedbackQuerySet,
    by_date_and_owner,
    on_timeline,
    whether_it_came,
    work_on_case,
)
from goldthread.council.models import Person
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


class EvidenceRequestQuerySet(OfFeedbackQuerySet):
    """Queries on requests for evidence."""

    def open(self) -> EvidenceRequestQuerySet:
        """Return the requests that wait: nothing came, and nobody gave them up."""
        return self.filter(received_on=None, ended_on=None)


@with_history
class EvidenceRequest(Record, OfFeedback):
    """One thing asked for while a case is looked into: of whom, by when, and what came."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="evidence_requests")
    title = models.CharField(max_length=200)
    asked_of = models.CharField(max_length=160)
    asked_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(null=True, blank=True)
    received = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceRequestQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": CASE,
            "asked_of": CASE,
            "received": CASE,
            "ended_because": CASE,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="feedback asked_on due_on received_on ended_on",
    )
    spec = RecordType(
        name="Evidence request",
        plural="Evidence requests",
        page="casework:evidence_request",
        list_page="casework:evidence_requests",
        permission="casework.read",
        change="casework.handle",
        on="due_on",
        redacted="title asked_of received ended_because",
        not_before={
            "asked_on": "feedback__received_on",
            "due_on": "asked_on",
            "received_on": "asked_on",
            "ended_on": "asked_on",
        },
        planned="due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=work_on_case(models.Q(received_on=None, ended_on=None)),
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda request, today: request.states(today),
        happening=on_timeline("Evidence asked for"),
    )

    class Meta:
        indexes = by_date_and_owner("evidence_requests")

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it came, as a tag."""
        return whether_it_came(self, self.received_on, today, came="Received", missing="Overdue")
