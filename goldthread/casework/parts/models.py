"""One part of a reply by others: the organisation, what it is asked, what its link shows, and what it answered."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.choices import How
from goldthread.casework.of_feedback import (
    OfFeedback,
    OfFeedbackQuerySet,
    by_date_and_owner,
    on_timeline,
    whether_it_came,
    work_on_case,
)
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


@with_history
class CasePart(Record, OfFeedback):
    """What one organisation is asked to answer for the one reply, by when, and its answer.

    issues: the keys of the issues that its link shows, redacted; chosen one by one, none of them by itself.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    text = models.TextField()
    issues = models.JSONField(default=list, blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    how = models.CharField(max_length=10, choices=How, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfFeedbackQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": CASE,
            "text": CASE,
            "answer": CASE,
            "ended_because": CASE,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="feedback organisation issues asked_on due_on answered_on how ended_on",
    )
    spec = RecordType(
        name="Part by another organisation",
        plural="Parts by other organisations",
        page="casework:part",
        list_page="casework:parts",
        permission="casework.read",
        change="casework.handle",
        on="due_on",
        redacted="title text ended_because",
        restricted="answer",
        codes="issues",
        not_before={
            "asked_on": "feedback__received_on",
            "due_on": "asked_on",
            "answered_on": "asked_on",
            "ended_on": "asked_on",
        },
        planned="due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=work_on_case(models.Q(answered_on=None, ended_on=None)),
        note=lambda part: part.organisation.name,
        searched=False,
        on_thread=False,
        merges=False,
        # Given up instead: the reply waits for it.
        withdraws=False,
        states=lambda part, today: part.states(today),
        happening=on_timeline("Part asked of another organisation"),
    )

    class Meta:
        indexes = by_date_and_owner("parts")

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it was answered, as a tag."""
        return whether_it_came(self, self.answered_on, today, came="Answered", missing="No answer")
