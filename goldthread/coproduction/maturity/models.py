"""A rating of how far coproduction has come in the council: its evidence, what the people involved say, and the plan."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.coproduction.choices import LEVELS
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State


@with_history
class MaturityRating(Numbered):
    """One rating, on its day; a later one stands beside it and takes nothing of it away.

    level: as the council rates itself; people_level: as the people involved do, with how many said so.
    """

    title = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=[*LEVELS.items()])
    rated_on = models.DateField()
    why = models.TextField()
    people_level = models.CharField(max_length=12, choices=[*LEVELS.items()], blank=True)
    people_count = models.PositiveSmallIntegerField(null=True, blank=True)
    people_said = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    plan_done_on = models.DateField(null=True, blank=True)
    came_of_it = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "title": LEARNED,
            "why": LEARNED,
            "people_said": LEARNED,
            "plan": LEARNED,
            "came_of_it": LEARNED,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="number level rated_on people_level people_count due_on plan_done_on",
    )
    spec = RecordType(
        name="Coproduction rating",
        plural="Coproduction ratings",
        letter="CR",
        page="coproduction:rating",
        list_page="coproduction:ratings",
        permission="coproduction.read",
        change="coproduction.record",
        on="rated_on",
        redacted="title why people_said plan came_of_it",
        not_before={"rated_on": "", "due_on": "rated_on", "plan_done_on": "rated_on"},
        planned="due_on",
        on_thread=False,
        merges=False,
        work=Work(
            open=models.Q(due_on__isnull=False, plan_done_on=None),
            assign="coproduction.record",
            own="coproduction.record",
            team="",
            steps=lambda rating: {"Carry out the plan": rating.due_on} if rating.due_on else {},
        ),
        states=lambda rating, today: rating.states(today),
        gaps=(
            Gap(
                "Low coproduction ratings without a plan",
                lambda ratings, today: ratings.filter(level__in=_LOW, plan="").order_by("rated_on", "pk"),
                "Say what is done about it, and by when.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_rating_a_number")]
        indexes = [
            models.Index(fields=["council", "-rated_on", "-id"], name="ratings_newest"),
            models.Index(fields=["council", "due_on", "id"], name="ratings_by_date"),
            models.Index(
                fields=["council", "owner", "-rated_on", "-id"],
                name="ratings_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_low(self) -> bool:
        """Return whether it is one of the two lower levels."""
        return self.level in _LOW

    @property
    def differs(self) -> bool:
        """Return whether the people involved rate it otherwise than the council."""
        return bool(self.people_level) and self.people_level != self.level

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return the level, how its plan stands, and whether the people involved rate it otherwise."""
        level = State(LEVELS[self.level], "orange" if self.is_low else "grey")
        differs = (State("Seen differently", "orange"),) if self.differs else ()
        return (level, self._plan(today), *differs)

    def _plan(self, today: datetime.date) -> State:
        if self.plan_done_on:
            return State("Plan carried out", "done")
        if not self.plan:
            return State("No plan", "draft")
        late = self.due_on is not None and self.due_on < today
        return State("Plan overdue", "overdue") if late else State("Plan under way", "open")


_LOW = tuple(LEVELS)[:2]
