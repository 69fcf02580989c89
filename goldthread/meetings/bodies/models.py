"""The tables of boards and networks: each body, the names by which feedback calls it, and what it answered each year."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.meetings.bodies.kinds import BODY_KINDS, CHOICES, BodyKind

# In how many years running nothing has to have changed before a body is shown so.
NOTHING_RUNNING = 2


class Cadence(models.TextChoices):
    """How often a body meets."""

    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Every month"
    TWO_MONTHLY = "two_monthly", "Every two months"
    QUARTERLY = "quarterly", "Every three months"
    TWICE_A_YEAR = "twice_a_year", "Twice a year"
    YEARLY = "yearly", "Once a year"
    AS_NEEDED = "as_needed", "When it is needed"


class BodyQuerySet(RecordQuerySet):
    """Reads of bodies."""

    def standing(self) -> BodyQuerySet:
        """Return those that have not ended."""
        return self.filter(ended_on=None)


@with_history
class Body(Numbered):
    """A board, panel, forum, network or partner: what it is for, since when, how it stands, and who answers for it.

    due_on: when it is asked again what changed because of it. Of the answers so far: in how many years, in how many of
    them something changed, and how many years running nothing did, as `answering` counts them.
    """

    kind = models.CharField(max_length=30, choices=CHOICES)
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    since = models.DateField(null=True, blank=True)
    under_review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    cadence = models.CharField(max_length=20, choices=Cadence, blank=True)
    meets = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    years_answered = models.PositiveSmallIntegerField(default=0, editable=False)
    years_changed = models.PositiveSmallIntegerField(default=0, editable=False)
    nothing_running = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = BodyQuerySet.as_manager()
    no_history = ("years_answered", "years_changed", "nothing_running")

    retention = Retention(
        personal={"purpose": LEARNED, "meets": LEARNED, "topic": LEARNED, "owner": STAFF},
        plain="number kind name since under_review_on ended_on cadence organisation due_on is_public "
        "years_answered years_changed nothing_running",
    )
    spec = RecordType(
        name="Board or network",
        plural="Boards and networks",
        letter="BD",
        page="meetings:body",
        list_page="meetings:bodies",
        menu="Boards and networks",
        permission="bodies.read",
        change="bodies.record",
        on="since",
        title="name",
        redacted="purpose meets topic",
        public="name",
        not_before={"since": "", "under_review_on": "since", "ended_on": "since", "due_on": "since"},
        planned="due_on",
        on_thread=False,
        merges=False,
        along=("organisation",),
        work=Work(
            open=models.Q(ended_on=None, due_on__isnull=False),
            assign="bodies.record",
            own="bodies.answer",
            team="",
            steps=lambda body: {"Say what changed because of it": body.due_on} if body.due_on else {},
        ),
        states=lambda body, today: body.states(),
        gaps=(
            Gap(
                "Boards and networks not asked this year what changed",
                lambda bodies, today: bodies.standing().filter(due_on__lt=today).order_by("due_on", "pk"),
                "Answer for the year. “Nothing” is an answer too.",
                mine="owner",
            ),
            Gap(
                "Boards and networks because of which nothing changed",
                lambda bodies, today: (
                    bodies.standing()
                    .filter(nothing_running__gte=NOTHING_RUNNING)
                    .order_by("-nothing_running", "name", "pk")
                ),
                "Nothing changed for two years or more. Ask the members what it should be for, or end it.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_body_a_number"),
            models.UniqueConstraint(
                fields=["council", "name"],
                condition=models.Q(withdrawn_on=None),
                name="one_body_a_name",
                violation_error_message="There is a board or network of that name already.",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "name", "id"], name="bodies_by_name"),
            models.Index(fields=["council", "kind", "name", "id"], name="bodies_by_kind"),
            models.Index(fields=["council", "due_on", "id"], name="bodies_by_date"),
            models.Index(
                fields=["council", "owner", "name", "id"],
                name="bodies_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def of_kind(self) -> BodyKind:
        """Return what sort of body it is, with what its kind has."""
        return BODY_KINDS[self.kind]

    @property
    def stage(self) -> State:
        """Return how it stands: forming, active, under review or ended."""
        if self.ended_on:
            return State("Ended", "stopped")
        if self.under_review_on:
            return State("Under review", "soon")
        return State("Active", "done") if self.since else State("Forming", "open")

    def states(self) -> tuple[State, ...]:
        """Return how it stands, and what its yearly answers say, as tags."""
        if self.nothing_running >= NOTHING_RUNNING:
            return (self.stage, State(f"Nothing changed, {self.nothing_running} years running", "late"))
        return (self.stage,)

    @property
    def changed_in(self) -> str:
        """Return in how many of the years it was asked something changed, in words; "" where nobody was asked yet."""
        if not self.years_answered:
            return ""
        years = "year" if self.years_answered == 1 else "years"
        return f"Changed something in {self.years_changed} of {self.years_answered} {years}"


class BodyName(CouncilOwned):
    """A name by which feedback calls a body, its own or another: the one place that joins the two.

    key: the name as names are compared.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120)

    retention = Retention(plain="body name key")
    spec = Part(of="body", public="name", codes="key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "key"], name="one_body_for_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class YearAnswer(CouncilOwned):
    """What changed because of a body in one year: in words and by the record that shows it, or nothing.

    year: that in which its year began. origin, origin_id: the record that it led to, of whatever type.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="answers")
    year = models.PositiveSmallIntegerField()
    answered_on = models.DateField()
    changed = models.TextField(blank=True)
    origin = models.CharField(max_length=40, blank=True)
    origin_id = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"changed": LEARNED, "by": STAFF}, plain="body year answered_on origin origin_id"
    )
    spec = Part(of="body", redacted="changed", codes="origin", not_before={"answered_on": "body__since"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="one_answer_a_year")]
        indexes = [models.Index(fields=["council", "origin_id"], name="answers_by_record")]

    def __str__(self) -> str:
        return f"{self.year}: {self.changed or 'nothing'}"

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing changed."""
        return not self.changed

    @property
    def over(self) -> str:
        """Return which year it is of, as people write it."""
        return f"{self.year}–{(self.year + 1) % 100:02d}"
