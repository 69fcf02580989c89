"""Evidence that somebody was asked for, by when, and when it came."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from goldthread.casework.of_feedback import OfFeedback
from goldthread.council.models import Person
from goldthread.council.records.base import Record, RecordQuerySet, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import Happening, RecordType, Work
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


class EvidenceRequestQuerySet(RecordQuerySet):
    """Queries on requests for evidence, which are seen by whoever may see their feedback."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> EvidenceRequestQuerySet:
        """Return the requests about feedback that this person may read, and their own."""
        teams = person.teams_for("casework.read")
        visible = self.filter(council_id=person.council_id)
        if teams is not None:
            visible = visible.filter(models.Q(feedback__team__in=teams) | models.Q(owner=person))
        return visible if withdrawn else visible.counted().filter(feedback__withdrawn_on=None)

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
        work=Work(
            open=models.Q(received_on=None, ended_on=None),
            assign="casework.handle",
            own="casework.handle learning.carry_out",
            team="feedback__team",
        ),
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda request, today: request.states(today),
        happening=Happening(
            what="Evidence asked for",
            kinds="feedback",
            ends=("", "feedback_id"),
            permission="casework.read",
            by="recorded_by__name",
            text="title",
            icon="out",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "due_on", "id"], name="evidence_requests_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="evidence_requests_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it came, as a tag."""
        if self.ended_on:
            return (State("Given up", "stopped"),)
        if self.received_on:
            late = self.received_on > self.due_on
            return (State("Received late" if late else "Received", "done"),)
        return (State("Overdue", "overdue") if self.due_on < today else State("Waiting", "open"),)
