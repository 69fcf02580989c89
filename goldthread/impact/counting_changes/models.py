"""Recorded changes of counting: the month, what changed, why, and who recorded it."""

from __future__ import annotations

import uuid

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.impact.models import Measure


def _reassess(by: Person, change: CountingChange) -> None:
    # Not above: commands of this room import its models.
    from goldthread.impact import commands, reassessing

    if reassessing.differs(change.measure):
        commands.reassess_result(by=by, measure=change.measure)


@with_history
class CountingChange(Record):
    """A recorded change of counting: from this month on, a measure counts something else than before.

    The readings on both sides are compared with the change taken out (docs/accuracy.md, "Verdicts"), so that counting
    otherwise is not taken for an effect of the action.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="counting_changes")
    month = models.DateField()
    title = models.CharField(max_length=200)
    because = models.TextField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField()

    retention = Retention(
        personal={"title": LEARNED, "because": LEARNED, "recorded_by": STAFF},
        plain="measure month recorded_on",
    )
    spec = RecordType(
        name="Change of counting",
        plural="Changes of counting",
        page="impact:counting_change",
        permission="impact.read",
        change="impact.measure",
        on="month",
        redacted="title because",
        not_before={"month": "", "recorded_on": "month"},
        based_on={"measure": "measure"},
        searched=False,
        on_thread=False,
        merges=False,
        recounted=_reassess,
    )

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "month"],
                condition=models.Q(withdrawn_on=None),
                name="one_counting_change_a_month",
                violation_error_message="A change of counting is recorded for this month already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}: {self.title}"

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the team of its measure's action."""
        return self.measure.team_id
