"""The tables of plans: each plan, the actions in it, who was asked to approve it, and its reviews."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Action
from goldthread.learning.plans.kinds import CHOICES, PLAN_KINDS, PlanKind
from goldthread.meetings.meetings.models import Meeting
from goldthread.standards import framework

OPEN = Q(closed_on=None)


def of_state(state: str) -> Q:
    """Return the condition that a plan stands so."""
    return {
        "draft": Q(OPEN, approved_on=None),
        "approved": Q(OPEN, approved_on__isnull=False, reviewed_on=None),
        "reviewed": Q(OPEN, approved_on__isnull=False, reviewed_on__isnull=False),
        "closed": Q(closed_on__isnull=False),
    }[state]


@with_history
class Plan(Numbered):
    """A plan: what it is for, its period, its owner, the risk it answers, and how it stands.

    review_on: when it is reviewed next. as_approved: its version once it was approved, by which its history says what has
    changed since. risk_*: as the council's register of risks gives it, with the day of its rating.
    """

    kind = models.CharField(max_length=20, choices=CHOICES)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField("next review", null=True, blank=True)
    risk_number = models.CharField("number of the risk", max_length=20, blank=True)
    risk_title = models.CharField("risk", max_length=200, blank=True)
    risk_rating = models.CharField("rating of the risk", max_length=40, blank=True)
    risk_rated_on = models.DateField("date of the rating", null=True, blank=True)
    risk_owner = models.CharField("owner of the risk", max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    as_approved = models.PositiveIntegerField(null=True, blank=True, editable=False)
    reviewed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()
    no_history = ("as_approved",)

    retention = Retention(
        personal={
            "title": LEARNED,
            "about": LEARNED,
            "owner": STAFF,
            "risk_title": LEARNED,
            "risk_rating": LEARNED,
            "risk_owner": LEARNED,
            "closed_because": LEARNED,
        },
        plain="number kind starts_on ends_on review_on risk_number risk_rated_on approved_on as_approved reviewed_on "
        "closed_on",
    )
    spec = RecordType(
        name="Plan",
        plural="Plans",
        letter="PL",
        page="learning:plan",
        list_page="learning:plans",
        menu="Plans",
        permission="plans.read",
        change="plans.record",
        on="starts_on",
        redacted="title about risk_title risk_rating risk_owner closed_because",
        codes="risk_number",
        labels={"kind": lambda slug: PLAN_KINDS[slug].name, "risk_number": str},
        not_before={
            "starts_on": "",
            "ends_on": "starts_on",
            "review_on": "starts_on",
            "risk_rated_on": "",
            "approved_on": "",
            "reviewed_on": "approved_on",
            "closed_on": "approved_on",
        },
        planned="starts_on ends_on review_on",
        on_thread=False,
        merges=False,
        work=Work(
            open=Q(OPEN, review_on__isnull=False),
            assign="plans.record",
            own="plans.record",
            due="review_on",
            team="",
            needs_owner=True,
            steps=lambda plan: {"Review plan": plan.review_on} if plan.review_on else {},
        ),
        note=lambda plan: plan.of_kind.name,
        states=lambda plan, today: plan.states(today),
        gaps=(
            Gap(
                "Plans past their review date",
                lambda plans, today: plans.filter(OPEN, review_on__lt=today).order_by("review_on", "pk"),
                "Review each with its actions, or close it.",
                mine="owner",
            ),
            Gap(
                "Plans under way that nobody approved",
                lambda plans, today: plans.filter(OPEN, approved_on=None, starts_on__lt=today).order_by(
                    "starts_on", "pk"
                ),
                "Ask for approval, or correct when it starts.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_plan_a_number"),
            models.CheckConstraint(
                name="a_plan_ends_after_it_starts", condition=Q(ends_on__gte=models.F("starts_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-starts_on", "-id"], name="plans_newest"),
            models.Index(fields=["council", "kind", "-starts_on", "-id"], name="plans_by_kind"),
            models.Index(fields=["council", "review_on", "id"], name="plans_by_review"),
            models.Index(fields=["council", "owner", "-starts_on", "-id"], name="plans_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kind(self) -> PlanKind:
        """Return what sort of plan it is."""
        return PLAN_KINDS[self.kind]

    @property
    def stage(self) -> State:
        """Return how it stands: draft, approved, reviewed since, or closed."""
        if self.closed_on:
            return State("Closed", "stopped")
        if self.approved_on is None:
            return State("Draft", "draft")
        return State("Reviewed", "done") if self.reviewed_on else State("Approved", "confirmed")

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how it stands, and whether its review is late, as tags."""
        late = self.closed_on is None and self.review_on is not None and self.review_on < today
        return (self.stage, State("Review overdue", "overdue")) if late else (self.stage,)


class PlanItem(CouncilOwned):
    """An action in a plan, tagged by the statement of CQC's framework that it serves.

    as_approved: the version of the action when the plan was approved, None for one that came later; its history says how
    it stood then.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="in_plans")
    statement = models.CharField(max_length=60, blank=True)
    added_on = models.DateField()
    as_approved = models.PositiveIntegerField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    removed_because = models.TextField(blank=True)

    retention = Retention(
        personal={"removed_because": LEARNED}, plain="plan action statement added_on as_approved removed_on"
    )
    spec = Part(
        of="plan",
        redacted="removed_because",
        codes="statement",
        not_before={"added_on": "", "removed_on": "added_on"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "action"],
                condition=Q(removed_on=None),
                name="one_action_once_a_plan",
                violation_error_message="This action is in the plan already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.action_id}"

    @property
    def statement_name(self) -> str:
        """Return the name of its statement, "" where it has none."""
        return statement_name(self.statement)


def statement_name(slug: str) -> str:
    """Return the name of a statement; of one that the framework no longer has, its slug in words."""
    for each in framework.current().statements:
        if each.slug == slug:
            return each.name
    return slug.replace("-", " ").capitalize()


class Answer(models.TextChoices):
    """What somebody says who was asked to approve a plan."""

    APPROVED = "approved", "Approved"
    CHANGE = "change", "Asked to change it"


class PlanApproval(CouncilOwned):
    """Somebody who was asked to approve a plan: in which order, when, and what they answered.

    asking: how often the plan was put up for approval, this time included. person: None where whoever holds the office
    has no account; then whoever records the answer says where it is written down.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    asking = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=120)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"office": LEARNED, "person": STAFF, "note": LEARNED, "by": STAFF},
        plain="plan asking position asked_on answer answered_on",
    )
    spec = Part(of="plan", redacted="office note", not_before={"asked_on": "", "answered_on": "asked_on"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "asking", "position"], name="one_approval_a_place")
        ]

    def __str__(self) -> str:
        return self.office


class PlanReview(CouncilOwned):
    """A review of a plan: when, at which meeting, what was said, and how its actions stood that day."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_reviews"
    )
    reviewed_on = models.DateField()
    said = models.TextField()
    actions = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"said": LEARNED, "by": STAFF}, plain="plan meeting reviewed_on actions done overdue"
    )
    spec = Part(of="plan", redacted="said", not_before={"reviewed_on": ""})

    class Meta:
        indexes = [models.Index(fields=["council", "plan", "-reviewed_on"], name="reviews_of_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id}, {self.reviewed_on}"
