"""That a lesson of what to keep was spread to a team, when the team is asked about it, and what it says."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Record, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Lesson


class Kept(models.TextChoices):
    """What a team says when it is asked later."""

    YES = "yes", "Done here"
    PARTLY = "partly", "Partly done here"
    NO = "no", "Not done here"


class SpreadQuerySet(RecordQuerySet):
    """Queries on what was spread; a lesson is the council's, so everybody who reads lessons sees who keeps it."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> SpreadQuerySet:
        """Return what was spread in this person's council."""
        visible = self.filter(council_id=person.council_id)
        return visible if withdrawn else visible.counted().filter(lesson__withdrawn_on=None)


@with_history
class Spread(Record):
    """One team to which a lesson of what to keep was spread: how, when it is asked, and what it answers."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="spreads")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField()
    how = models.CharField(max_length=160, blank=True)
    ask_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(null=True, blank=True)
    kept = models.CharField(max_length=8, choices=Kept, blank=True)
    words = models.TextField(blank=True)

    objects = SpreadQuerySet.as_manager()

    retention = Retention(
        personal={"how": LEARNED, "words": LEARNED, "owner": STAFF},
        plain="lesson team told_on ask_on asked_on kept",
    )
    spec = RecordType(
        name="Team that keeps it",
        plural="Teams that keep it",
        page="learning:spread",
        list_page="learning:spreads",
        permission="learning.read",
        change="learning.record",
        on="told_on",
        redacted="how words",
        not_before={"told_on": "lesson__recorded_on", "ask_on": "told_on", "asked_on": "told_on"},
        planned="ask_on",
        based_on={"lesson": "lesson"},
        along=("lesson", "team"),
        work=Work(
            open=models.Q(asked_on=None),
            assign="learning.record",
            own="learning.record learning.carry_out",
            due="ask_on",
            steps=lambda spread: {"Ask whether it is kept": spread.ask_on},
        ),
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda spread, today: (spread.state(today),),
        gaps=(
            Gap(
                "What to keep, and the team was not asked",
                lambda spreads, today: spreads.filter(asked_on=None, ask_on__lt=today).order_by(
                    "ask_on", "pk"
                ),
                "Ask each team whether it is done there.",
                mine="owner team",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "team"],
                condition=models.Q(withdrawn_on=None, asked_on=None),
                name="spread_once_until_asked",
                violation_error_message="This team was told already, and was not asked yet.",
            )
        ]
        indexes = [models.Index(fields=["council", "ask_on", "id"], name="spreads_by_date")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the team and what it is to keep."""
        return f"{self.team.name}: {self.lesson.title}"

    def state(self, today: datetime.date) -> State:
        """Return whether the team does it, or when it is asked."""
        if self.kept:
            looks = {Kept.YES: "yes", Kept.PARTLY: "partly", Kept.NO: "no"}
            return State(self.get_kept_display(), looks[Kept(self.kept)])
        return State("Not asked yet", "overdue" if self.ask_on < today else "open")
