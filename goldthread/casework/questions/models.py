"""A question to the person who complained, by when they are asked to answer, and their answer."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.choices import How
from goldthread.casework.of_feedback import (
    OfFeedback,
    OfFeedbackQuerySet,
    by_date_and_owner,
    on_timeline,
    work_on_case,
)
from goldthread.council.models import Person
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


@with_history
class CaseQuestion(Record, OfFeedback):
    """One question, in the person's format; asked again it has another date, and the link sent before ends."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="questions")
    title = models.CharField(max_length=120)
    text = models.TextField()
    format = models.CharField(max_length=60, blank=True)
    asked_on = models.DateField()
    asked_again_on = models.DateField(null=True, blank=True)
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
            "format": CASE,
            "answer": CASE,
            "ended_because": CASE,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="feedback asked_on asked_again_on due_on answered_on how ended_on",
    )
    spec = RecordType(
        name="Question",
        plural="Questions",
        page="casework:question",
        list_page="casework:questions",
        permission="casework.read",
        change="casework.handle",
        on="due_on",
        redacted="title text format ended_because",
        restricted="answer",
        not_before={
            "asked_on": "feedback__received_on",
            "asked_again_on": "asked_on",
            "due_on": "asked_on asked_again_on",
            "answered_on": "asked_on",
            "ended_on": "asked_on",
        },
        planned="due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=work_on_case(models.Q(answered_on=None, ended_on=None)),
        searched=False,
        on_thread=False,
        merges=False,
        # Given up instead: a clock may wait for its answer.
        withdraws=False,
        states=lambda question, today: question.states(today),
        happening=on_timeline("Question asked"),
    )

    class Meta:
        indexes = by_date_and_owner("questions")

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it was answered, as a tag."""
        if self.ended_on:
            return (State("Given up", "stopped"),)
        if self.answered_on:
            return (State("Answered", "done"),)
        return (State("No answer", "overdue") if self.due_on < today else State("Waiting", "open"),)
