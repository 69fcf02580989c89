"""The council's own draft report, checked for factual accuracy: what is wrong or missing, by when it is sent, what came of it."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.sector.models import PublishedReport
from goldthread.sector.work_indexes import work_indexes


class CommentKind(models.TextChoices):
    """What a comment on a draft report says."""

    ERROR = "error", "Factual error"
    OMITTED = "omitted", "Evidence left out"


class CommentOutcome(models.TextChoices):
    """What the regulator did with a comment."""

    ACCEPTED = "accepted", "Report changed"
    PARTLY = "partly", "Changed in part"
    REFUSED = "refused", "Not changed"


@with_history
class AccuracyCheck(Numbered):
    """The window in which the council may correct a draft report about itself.

    received_on: when the draft came; due_on: the last day to send comments, worked out from it by the rule. assessed_on:
    the last day of the assessment: evidence that was left out may be of the position at that time only. report: the
    report once it is published.
    """

    title = models.CharField(max_length=200)
    received_on = models.DateField()
    assessed_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    report = models.ForeignKey(
        PublishedReport, null=True, blank=True, on_delete=models.SET_NULL, related_name="accuracy_checks"
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"title": LEARNED, "outcome": LEARNED, "owner": STAFF, "recorded_by": STAFF},
        plain="number received_on assessed_on due_on sent_on closed_on report",
    )
    spec = RecordType(
        name="Factual accuracy check",
        plural="Factual accuracy checks",
        letter="FA",
        page="sector:accuracy",
        list_page="sector:accuracies",
        permission="sector.drafts",
        notes="sector.write",
        change="sector.write",
        on="received_on",
        redacted="title outcome",
        not_before={
            "assessed_on": "",
            "received_on": "assessed_on",
            "due_on": "received_on",
            "sent_on": "received_on",
            "closed_on": "received_on",
        },
        planned="due_on",
        based_on={"publishedreport": "report"},
        made="Draft checked for factual accuracy",
        on_thread=False,
        merges=False,
        work=Work(
            open=models.Q(sent_on=None, closed_on=None),
            assign="sector.write",
            own="sector.write",
            team="",
            steps=lambda check: {"Send comments on the draft report": check.due_on},
            no_date_by_hand=lambda check: "The regulator sets it. Correct the day on which the draft came.",
        ),
        states=lambda check, today: (check.state(today),),
        gaps=(
            Gap(
                "Draft reports not commented on in time",
                lambda checks, today: checks.filter(sent_on=None, closed_on=None, due_on__lt=today).order_by(
                    "due_on", "pk"
                ),
                "Send the comments at once and ask whether they are still taken, or close the check with the reason.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_accuracy_check_a_number")
        ]
        indexes = work_indexes("accuracy_checks", "received_on")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Return whether comments can still be sent."""
        return self.sent_on is None and self.closed_on is None

    def state(self, today: datetime.date) -> State:
        """Return whether comments are to be sent, were sent in time or late, or none were sent."""
        if self.closed_on:
            return State("Closed", "done")
        if self.sent_on:
            return State("Sent late" if self.sent_on > self.due_on else "Sent in time", "done")
        return State("Overdue", "overdue") if self.due_on < today else State("To be sent", "open")


class AccuracyComment(CouncilOwned):
    """One comment on a draft: what it says, what is so, and the evidence of it as of which day.

    as_at: the day of which the evidence speaks; of evidence left out, no later than the assessment.
    """

    check_of = models.ForeignKey(AccuracyCheck, on_delete=models.CASCADE, related_name="comments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=CommentKind)
    place = models.CharField(max_length=120, blank=True)
    printed = models.TextField(blank=True)
    correct = models.TextField()
    evidence = models.CharField(max_length=300)
    as_at = models.DateField()
    outcome = models.CharField(max_length=10, choices=CommentOutcome, blank=True)

    retention = Retention(
        personal={"place": LEARNED, "printed": LEARNED, "correct": LEARNED, "evidence": LEARNED},
        plain="check_of position kind as_at outcome",
    )
    spec = Part(of="check_of", redacted="place printed correct evidence", not_before={"as_at": ""})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "position"], name="one_comment_a_position")
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.correct[:80]
