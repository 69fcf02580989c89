"""An issue that resembles an old finding, and what the lead says: the same again, another matter, or not sure."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Work
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Point
from goldthread.reviews.models import Finding


class Same(models.TextChoices):
    """Whether what happened is what the finding was about."""

    YES = "yes", "Yes, the same again"
    NO = "no", "No, another matter"
    UNSURE = "unsure", "Not sure"


@with_history
class Repeat(Record):
    """An issue that came after a finding and resembles it. score: how alike the texts are, 0 to 1, as measured."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="repeats")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="repeats")
    score = models.FloatField()
    found_on = models.DateField()
    due_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    same = models.CharField(max_length=8, choices=Same, blank=True)
    because = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"because": LEARNED, "owner": STAFF, "answered_by": STAFF},
        plain="finding point score found_on due_on same answered_on",
    )
    spec = RecordType(
        name="Possible repeat of a finding",
        plural="Possible repeats of findings",
        page="reviews:repeat",
        list_page="reviews:repeats",
        menu="Has it happened again?",
        permission="reviews.decide",
        notes="reviews.decide",
        on="found_on",
        redacted="because",
        not_before={"found_on": "", "answered_on": "found_on", "due_on": "found_on"},
        planned="due_on",
        along=("finding__point", "finding__review"),
        on_thread=False,
        searched=False,
        merges=False,
        # Its answer is changed instead; what was asked stays asked.
        withdraws=False,
        work=Work(
            open=models.Q(same=""),
            assign="reviews.record",
            own="reviews.decide",
            team="",
            steps=lambda repeat: {"Say whether it is the same again": repeat.due_on},
        ),
        states=lambda repeat, today: (repeat.state(today),),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "point"], name="a_repeat_is_asked_once"),
        ]
        indexes = [
            models.Index(fields=["council", "due_on", "id"], name="repeats_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="repeats_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what it may repeat."""
        return f"Happened again? {self.finding.title}"

    def state(self, today: datetime.date) -> State:
        """Return what the lead said, or that nobody has yet."""
        if self.same:
            looks = {Same.YES: "gap", Same.NO: "closed", Same.UNSURE: "open"}
            return State(self.get_same_display(), looks[Same(self.same)])
        return State("Not answered", "overdue" if self.due_on < today else "open")
