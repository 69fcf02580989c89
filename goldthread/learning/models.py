"""A lesson drawn from points and findings, and the actions agreed, with what would show that they worked."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.feedback.models import Point


@with_history
class Lesson(CouncilOwned):
    """What was learned, in a sentence, and why we believe it."""

    number = models.BigIntegerField()
    title = models.CharField(max_length=200)
    what_we_learned = models.TextField()
    drawn_on = models.DateField()
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    no_action_because = models.TextField(blank=True)

    retention = Retention(
        personal={"title": LEARNED, "what_we_learned": LEARNED, "drawn_by": STAFF},
        plain=("number", "drawn_on", "no_action_because"),
    )

    class Meta:
        ordering = ["-drawn_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_lesson_a_number")]
        indexes = [models.Index(fields=["council", "-drawn_on", "-id"], name="lessons_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Return what people say on the telephone."""
        return f"L-{self.number}"


class LessonBasis(CouncilOwned):
    """A point, or a finding's point, that a lesson rests on."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="basis")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="lessons")

    retention = Retention(plain=("lesson", "point"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "point"], name="a_lesson_rests_once_on_a_point")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} rests on {self.point_id}"


class Direction(models.TextChoices):
    """Which way is better."""

    DECREASE = "decrease", "Lower is better"
    INCREASE = "increase", "Higher is better"


class Counting(models.TextChoices):
    """What kind of number would show it."""

    COUNT = "count", "A count each month"
    PROPORTION = "proportion", "A share: so many of so many"
    RATE = "rate", "A rate: so many for every so many"
    SCORE = "score", "A score or a time"


class ActionQuerySet(CouncilQuerySet):
    """Reads of actions by what they still owe."""

    def open(self) -> ActionQuerySet:
        """Return actions neither done nor given up."""
        return self.filter(done_on__isnull=True, given_up_on__isnull=True)

    def overdue(self, today) -> ActionQuerySet:
        """Return open actions whose date has passed."""
        return self.open().filter(due_on__lt=today)

    def embedding_to_check(self, today) -> ActionQuerySet:
        """Return done actions whose check that they stuck is due and has not been made."""
        return self.filter(done_on__isnull=False, embed_check_on__lte=today, embedded_checked_on__isnull=True)


@with_history
class Action(CouncilOwned):
    """What somebody will do by when, and the measure that would show it worked, written before any reading.

    Done (`done_on`), embedded (`embedded`) and shown to work (the measure's verdict, in impact) are three
    different states.
    """

    class Embedded(models.TextChoices):
        NOT_CHECKED = "not_checked", "Not checked yet"
        YES = "yes", "Embedded"
        PARTLY = "partly", "Embedded in part"
        NO = "no", "Not embedded"

    number = models.BigIntegerField()
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    given_up_on = models.DateField(null=True, blank=True)
    given_up_because = models.TextField(blank=True)
    embed_check_on = models.DateField(null=True, blank=True)
    embed_test = models.CharField(max_length=300, blank=True)
    embedded = models.CharField(max_length=12, choices=Embedded, default=Embedded.NOT_CHECKED)
    embedded_checked_on = models.DateField(null=True, blank=True)
    embedded_note = models.TextField(blank=True)
    measure_name = models.CharField(max_length=200)
    measure_kind = models.CharField(max_length=10, choices=Counting, default=Counting.COUNT)
    measure_unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.DECREASE)
    smallest_change = models.PositiveSmallIntegerField(
        default=25, help_text="The smallest change worth having, in per cent of where it stands now."
    )

    objects = ActionQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "detail": LEARNED,
            "owner": STAFF,
            "done_note": LEARNED,
            "given_up_because": LEARNED,
            "embedded_note": LEARNED,
        },
        plain=(
            "number lesson team agreed_on due_on done_on given_up_on embed_check_on embed_test embedded "
            "embedded_checked_on measure_name measure_kind measure_unit direction smallest_change"
        ),
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_action_a_number"),
            models.CheckConstraint(
                name="a_check_needs_an_action_done",
                condition=models.Q(embedded="not_checked") | models.Q(done_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["council", "due_on", "id"], name="actions_by_date")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Return what people say on the telephone."""
        return f"A-{self.number}"


class Progress(CouncilOwned):
    """What somebody noted about an action on the way."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField()
    note = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"note": LEARNED, "by": STAFF}, plain=("action", "on"))

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.note[:80]
