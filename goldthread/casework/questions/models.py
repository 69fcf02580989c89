"""A question to the person who complained, by when they are asked to answer, and their answer."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.choices import How
from goldthread.casework.of_feedback import OfFeedback, OfFeedbackQuerySet
from goldthread.council.models import Person
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import Happening, RecordType, Work
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
        work=Work(
            open=models.Q(answered_on=None, ended_on=None),
            assign="casework.handle",
            own="casework.handle learning.carry_out",
            team="feedback__team",
        ),
        searched=False,
        on_thread=False,
        merges=False,
        # Given up instead: a clock may wait for its answer.
        withdraws=False,
        states=lambda question, today: question.states(today),
        happening=Happening(
            what="Question asked",
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
            models.Index(fields=["council", "due_on", "id"], name="questions_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="questions_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return whether it was answered, as a tag."""
        if self.ended_on:
            return (State("Given up", "stopped"),)
        if self.answered_on:
            return (State("Answered", "done"),)
        return (State("No answer", "overdue") if self.due_on < today else State("Waiting", "open"),)
