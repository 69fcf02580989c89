"""A failure elsewhere, and whether it could happen here: the question, the answer, and what is done about it."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Action
from goldthread.sector.models import PublishedPassage, PublishedReport
from goldthread.sector.work_indexes import by_action_or_reason, work_indexes


class FailureKind(models.TextChoices):
    """Where a failure elsewhere was published."""

    ASSESSMENT = "assessment", "Weakness in an assessment"
    SAR = "sar", "Safeguarding adult review"
    OMBUDSMAN = "ombudsman", "Ombudsman’s report"
    OTHER = "other", "Other published report"


class CouldIt(models.TextChoices):
    """Whether it could happen here."""

    YES = "yes", "Yes, it could"
    PARTLY = "partly", "In part"
    NO = "no", "No, it could not"
    UNKNOWN = "unknown", "We do not know yet"


@with_history
class FailureElsewhere(Numbered):
    """What went wrong at another council, and the question that its owner answers: could it happen here?

    happened: what went wrong there, in a few words. passage: where a report on the shelf tells of it. could_it, answer:
    what the owner says, with what it rests on. action: what is done about it; because: why there is nothing to do.
    """

    kind = models.CharField(max_length=12, choices=FailureKind)
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    happened = models.TextField()
    question = models.CharField(max_length=300)
    report = models.ForeignKey(
        PublishedReport, null=True, blank=True, on_delete=models.PROTECT, related_name="failures"
    )
    passage = models.ForeignKey(
        PublishedPassage, null=True, blank=True, on_delete=models.PROTECT, related_name="failures"
    )
    asked_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    could_it = models.CharField(max_length=10, choices=CouldIt, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="failures_elsewhere"
    )
    because = models.TextField(blank=True)
    settled_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "title": LEARNED,
            "happened": LEARNED,
            "question": LEARNED,
            "answer": LEARNED,
            "because": LEARNED,
            "owner": STAFF,
            "answered_by": STAFF,
            "recorded_by": STAFF,
        },
        plain=(
            "number kind area source report passage asked_on due_on could_it answered_on action settled_on"
        ),
    )
    spec = RecordType(
        name="Failure elsewhere",
        plural="Failures elsewhere",
        letter="FE",
        page="sector:failure",
        list_page="sector:failures",
        menu="Could it happen here?",
        permission="sector.read",
        change="sector.write",
        on="asked_on",
        redacted="title happened question answer because",
        public="area source",
        not_before={
            "asked_on": "",
            "due_on": "asked_on",
            "answered_on": "asked_on",
            "settled_on": "answered_on",
        },
        planned="due_on",
        based_on={"publishedreport": "report"},
        made="Could it happen here? asked",
        merges=False,
        work=Work(
            open=models.Q(settled_on=None),
            assign="sector.write",
            own="sector.write",
            team="",
            steps=lambda failure: failure.steps,
        ),
        states=lambda failure, today: (failure.state(today),),
        gaps=(
            Gap(
                "Failures elsewhere without an answer",
                lambda failures, today: failures.filter(answered_on=None).order_by("due_on", "pk"),
                "Say whether it could happen here, and what the answer rests on.",
                mine="owner",
            ),
            Gap(
                "Failures elsewhere that could happen here and nothing is done",
                lambda failures, today: failures.filter(answered_on__isnull=False, settled_on=None).order_by(
                    "answered_on", "pk"
                ),
                "Name the action that is taken, or say why there is nothing to do.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_failure_elsewhere_a_number"),
            by_action_or_reason("a_failure_is_settled_by_action_or_reason", "settled_on"),
        ]
        indexes = work_indexes("failures", "asked_on")

    def __str__(self) -> str:
        return self.title

    @property
    def steps(self) -> dict[str, datetime.date]:
        """Return what is due by when: the answer, then what is done about it."""
        if self.due_on is None or self.settled_on:
            return {}
        return {"Say what is done" if self.answered_on else "Say whether it could happen here": self.due_on}

    @property
    def days_to_answer(self) -> int | None:
        """Return how many days after it was asked it was answered; None while it is not."""
        return (self.answered_on - self.asked_on).days if self.answered_on else None

    def state(self, today: datetime.date) -> State:
        """Return how far the question is: asked, answered, nothing to do, or action taken."""
        if self.settled_on:
            return State("Action taken", "done") if self.action_id else State("Nothing to do", "closed")
        late = self.due_on is not None and self.due_on < today
        if self.answered_on:
            return State("Answered, nothing done yet", "overdue" if late else "open")
        return State("Not answered, overdue", "overdue") if late else State("Asked", "open")
