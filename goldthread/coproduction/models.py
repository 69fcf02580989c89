"""A piece of work that people are involved in, and each stage of it as the council and the people involved see it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import models

from goldthread.coproduction.choices import KINDS, LADDER, STAGES
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.reviews.models import Finding

_ORDER = list(STAGES)


@with_history
class Involvement(Numbered):
    """A piece of work: a strategy, a service review, a change of teams; planned, gone through by stages, decided, told, reviewed.

    due_on: the date of what is next: a stage that is planned, or telling people what was decided. extra: what its kind
    alone has. finding: what a review found that it answers.
    """

    kind = models.CharField(max_length=20, choices=[(kind.slug, kind.name) for kind in KINDS.values()])
    title = models.CharField(max_length=200)
    about = models.TextField()
    extra = models.JSONField(default=dict, blank=True)
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.SET_NULL, related_name="involvements"
    )
    started_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True)
    tell_by = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.TextField(blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review = models.TextField(blank=True)
    payment_title = models.CharField(max_length=200, blank=True)
    payment_link = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "title": LEARNED,
            "about": LEARNED,
            "extra": LEARNED,
            "decision": LEARNED,
            "told_how": LEARNED,
            "review": LEARNED,
            "payment_title": LEARNED,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="number kind finding started_on due_on decided_on tell_by told_on reviewed_on payment_link",
    )
    spec = RecordType(
        name="Piece of work",
        plural="Involvement",
        letter="IN",
        page="coproduction:involvement",
        menu="Involvement",
        permission="coproduction.read",
        change="coproduction.record",
        on="started_on",
        redacted="title about extra decision told_how review payment_title",
        codes="payment_link",
        not_before={
            "started_on": "",
            "due_on": "started_on",
            "decided_on": "started_on",
            "tell_by": "decided_on",
            "told_on": "decided_on",
            "reviewed_on": "decided_on told_on",
        },
        planned="due_on tell_by",
        based_on={"finding": "finding"},
        along=("stages",),
        merges=False,
        work=Work(
            open=models.Q(told_on=None) | models.Q(due_on__isnull=False),
            assign="coproduction.record",
            own="coproduction.record",
            team="",
            steps=lambda work: work.steps,
            no_date_by_hand=lambda work: "Its date is that of its next stage. Plan the stage to change it.",
        ),
        states=lambda work, today: work.states(today),
        gaps=(
            Gap(
                "Decided, and the people involved not told",
                lambda works, today: works.filter(told_on=None, tell_by__lt=today).order_by("tell_by", "pk"),
                "Tell them what was decided and why, and record how.",
                mine="owner",
            ),
            Gap(
                "Decided without anybody asked",
                lambda works, today: (
                    works.filter(decided_on__isnull=False)
                    .exclude(stages__asked_on__isnull=False)
                    .order_by("decided_on", "pk")
                ),
                "Say so where it is cited, and ask people whether it does what it should.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_involvement_a_number")]
        indexes = [
            models.Index(fields=["council", "-started_on", "-id"], name="involvement_newest"),
            models.Index(fields=["council", "due_on", "id"], name="involvement_by_date"),
            models.Index(
                fields=["council", "owner", "-started_on", "-id"],
                name="involvement_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_name(self) -> str:
        """Return what kind of work it is, in words."""
        return KINDS[self.kind].name

    @property
    def in_order(self) -> list[InvolvementStage]:
        """Return the stages that are planned or recorded, the first of the work first."""
        return sorted(self.stages.all(), key=lambda stage: _ORDER.index(stage.stage))

    @property
    def first_asked(self) -> InvolvementStage | None:
        """Return the first stage of the work at which anybody was asked; None where nobody was, or not yet."""
        return next((stage for stage in self.in_order if stage.asked_on), None)

    @property
    def seen_differently(self) -> list[InvolvementStage]:
        """Return the stages of which both sides said the step, and not the same one."""
        return [stage for stage in self.in_order if stage.differs]

    @property
    def steps(self) -> Mapping[str, datetime.date]:
        """Return what is due by when: the stages that are planned, then telling people what was decided."""
        found = {f"{STAGES[stage.stage]} stage": stage.due_on for stage in self.in_order if stage.is_open}
        if self.tell_by and not self.told_on:
            found["Tell people what was decided"] = self.tell_by
        return found

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far the work is, when people were first asked, and whether both sides see that alike."""
        first = self.first_asked
        asked = (State(f"First asked at: {STAGES[first.stage]}", "grey"),) if first else ()
        differs = (State("Seen differently", "orange"),) if self.seen_differently else ()
        return (self._stand(today), *asked, *differs)

    def _stand(self, today: datetime.date) -> State:
        if self.reviewed_on:
            return State("Reviewed", "done")
        if self.told_on:
            return State("Told", "done")
        if self.decided_on:
            late = self.tell_by is not None and self.tell_by < today
            return State("Decided, people not told", "overdue" if late else "open")
        reached = [stage for stage in self.in_order if stage.is_recorded]
        return (
            State(f"At stage: {STAGES[reached[-1].stage]}", "open") if reached else State("Planned", "draft")
        )


@with_history
class InvolvementStage(CouncilOwned):
    """One stage of a piece of work: who was asked and for how long, the step of the ladder as each side sees it, what changed.

    due_on: the day by which it is planned. nobody_asked: it went by without anybody asked. groups: how many of whom.
    people_said, people_count: what the people involved say of the step, and how many of them said so.
    """

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=10, choices=[*STAGES.items()])
    due_on = models.DateField(null=True, blank=True)
    nobody_asked = models.BooleanField(default=False)
    asked_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    asked = models.TextField(blank=True)
    groups = models.JSONField(default=dict, blank=True)
    council_step = models.CharField(max_length=20, choices=[*LADDER.items()], blank=True)
    council_said = models.TextField(blank=True)
    people_step = models.CharField(max_length=20, choices=[*LADDER.items()], blank=True)
    people_said = models.TextField(blank=True)
    people_count = models.PositiveSmallIntegerField(null=True, blank=True)
    people_on = models.DateField(null=True, blank=True)
    changed = models.TextField(blank=True)

    retention = Retention(
        personal={
            "asked": LEARNED,
            "council_said": LEARNED,
            "people_said": LEARNED,
            "changed": LEARNED,
        },
        plain=(
            "involvement stage due_on nobody_asked asked_on until_on groups council_step people_step people_count "
            "people_on"
        ),
    )
    spec = Part(
        of="involvement",
        redacted="asked council_said people_said changed",
        codes="groups",
        not_before={
            "due_on": "involvement__started_on",
            "asked_on": "involvement__started_on",
            "until_on": "asked_on",
            "people_on": "involvement__started_on",
        },
        planned="due_on until_on",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["involvement", "stage"], name="each_stage_once"),
            models.CheckConstraint(
                name="nobody_was_asked_or_somebody_was",
                condition=models.Q(nobody_asked=False) | models.Q(asked_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} of {self.involvement_id}"

    @property
    def is_recorded(self) -> bool:
        """Return whether it was recorded: that people were asked, or that nobody was."""
        return self.nobody_asked or self.asked_on is not None

    @property
    def is_open(self) -> bool:
        """Return whether it is planned and not recorded yet."""
        return self.due_on is not None and not self.is_recorded

    @property
    def days_given(self) -> int | None:
        """Return how many days people had to respond; None where that is not recorded."""
        if self.asked_on is None or self.until_on is None:
            return None
        return (self.until_on - self.asked_on).days

    @property
    def differs(self) -> bool:
        """Return whether both sides said which step it was, and not the same one."""
        return bool(self.council_step and self.people_step and self.council_step != self.people_step)

    @property
    def people(self) -> int:
        """Return how many took part."""
        return sum(self.groups.values())
