"""Lessons, the actions agreed for them, and updates on the actions."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from goldthread.council.models import Person, Team
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.kept_counts import KeptCount
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import SHARE, State, share_of
from goldthread.feedback.models import Point
from goldthread.learning.choices import Direction, Embedded, LessonKind, MeasureKind, ShownBy
from goldthread.learning.querysets import ActionQuerySet


@with_history
class Lesson(Numbered):
    """A lesson: what was learned from feedback and findings, to change or to keep."""

    kind = models.CharField(max_length=8, choices=LessonKind, default=LessonKind.CHANGE)
    title = models.CharField(max_length=200)
    what_we_learned = models.TextField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    no_action_because = models.TextField(blank=True)

    retention = Retention(
        personal={
            "title": LEARNED,
            "what_we_learned": LEARNED,
            "no_action_because": LEARNED,
            "recorded_by": STAFF,
        },
        plain="number recorded_on kind",
    )
    spec = RecordType(
        name="Lesson",
        plural="Lessons",
        letter="L",
        page="learning:lesson",
        list_page="learning:list",
        menu="Learning",
        in_bar=4,
        permission="learning.read",
        change="learning.record",
        on="recorded_on",
        redacted="title what_we_learned no_action_because",
        labels={"kind": lambda value: LessonKind(value).label},
        contacts=True,
        not_before={"recorded_on": "basis__point__heard_on"},
        based_on={"point": "basis__point"},
        made="Used in a lesson",
        use=("Add to a lesson", "learning:use"),
        owns=("actions",),
        along=("actions",),
        states=lambda lesson, today: _states_of_lesson(lesson),
        kept_counts=(
            KeptCount(
                slug="upheld-with-lesson",
                each="upheld complaints",
                have="have a lesson recorded from them",
                of="feedback",
                whole=lambda feedback, today: _upheld(feedback),
                part=lambda upheld, today: upheld.filter(~Exists(_upheld_points_without_lesson())),
                about=r"upheld complaints?|complaints? (?:(?:that|which) )?(?:(?:is|are|was|were|we) )?upheld|uphold",
                about_people=True,
            ),
            KeptCount(
                slug="lessons-with-action",
                each="lessons",
                have="have an action, or a reason why none is needed",
                whole=lambda lessons, today: lessons,
                part=lambda lessons, today: lessons.exclude(pk__in=_without_action(lessons).values("pk")),
                about=r"lessons? (?:\w+ ){0,5}actions?",
            ),
        ),
        gaps=(
            Gap(
                "Upheld complaints without a lesson",
                lambda feedback, today: upheld_without_decision(feedback),
                "Record a lesson from each, add it to an existing lesson, or say why there is none.",
                of="feedback",
            ),
            Gap(
                "Findings called embedded that no action shows",
                lambda findings, today: _embedded_not_shown(findings),
                "Record the embedding check of the action that came of each, or change the decision.",
                of="finding",
                mine="owner point__team",
            ),
        ),
    )

    class Meta:
        ordering = ["-recorded_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="unique_lesson_number")]
        indexes = [models.Index(fields=["council", "-recorded_on", "-id"], name="lessons_newest")]

    def __str__(self) -> str:
        return self.title


class LessonBasis(CouncilOwned):
    """An issue or finding that a lesson is based on."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="basis")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="lessons")

    retention = Retention(plain=("lesson", "point"))
    spec = Part(of="lesson")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "point"], name="unique_lesson_point")]

    def __str__(self) -> str:
        return f"{self.lesson_id} based on {self.point_id}"


@with_history
class Action(Numbered):
    """An action with its owner and due date, and the measure agreed at the start that would show it worked.

    Done (`done_on`), embedded (`embedded`) and shown to work (the measure's verdict, in impact) are three
    different states.
    """

    Embedded, ShownBy = Embedded, ShownBy

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    changes_contract = models.BooleanField(default=False)
    contract_change = models.TextField("what changed in the contract", blank=True)
    contract_from = models.DateField("contract changed from", null=True, blank=True)
    agreed_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stopped_because = models.TextField(blank=True)
    embed_check_on = models.DateField(null=True, blank=True)
    embed_test = models.CharField(max_length=300, blank=True)
    embedded = models.CharField(max_length=12, choices=Embedded, default=Embedded.NOT_CHECKED)
    embedded_checked_on = models.DateField(null=True, blank=True)
    embedded_note = models.TextField(blank=True)
    embedded_by = models.CharField(max_length=10, choices=ShownBy, blank=True, help_text="What shows it.")
    embedded_passed = models.PositiveIntegerField(null=True, blank=True)
    embedded_sample = models.PositiveIntegerField(null=True, blank=True)
    embedded_where = models.CharField(max_length=200, blank=True)
    measure_name = models.CharField(max_length=200)
    measure_kind = models.CharField(max_length=10, choices=MeasureKind, default=MeasureKind.COUNT)
    measure_unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.DECREASE)
    smallest_change = models.PositiveSmallIntegerField(
        default=25, help_text="The smallest change worth having, as a percentage of the current level."
    )
    bedding_in = models.PositiveSmallIntegerField(
        default=0, help_text="Months after it takes effect in which it beds in, left out of the comparison."
    )

    objects = ActionQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "detail": LEARNED,
            "contract_change": LEARNED,
            "owner": STAFF,
            "done_note": LEARNED,
            "stopped_because": LEARNED,
            "embed_test": LEARNED,
            "embedded_note": LEARNED,
            "embedded_where": LEARNED,
            "measure_name": LEARNED,
            "measure_unit": LEARNED,
        },
        plain="number lesson team organisation changes_contract contract_from agreed_on due_on done_on stopped_on "
        "embed_check_on embedded embedded_checked_on embedded_by embedded_passed embedded_sample measure_kind direction "
        "smallest_change bedding_in",
    )
    spec = RecordType(
        name="Action",
        plural="Actions",
        letter="A",
        page="learning:action",
        permission="learning.read",
        change="learning.agree",
        on="due_on",
        redacted="title detail contract_change done_note stopped_because embed_test embedded_note embedded_where "
        "measure_name measure_unit",
        contacts=True,
        not_before={
            "agreed_on": "lesson__recorded_on",
            "contract_from": "",
            "due_on": "agreed_on",
            "done_on": "agreed_on",
            "stopped_on": "agreed_on",
            "embed_check_on": "due_on",
            "embedded_checked_on": "done_on",
        },
        planned="due_on embed_check_on contract_from",
        based_on={"lesson": "lesson"},
        made="Action agreed",
        work=Work(
            open=models.Q(done_on=None, stopped_on=None),
            assign="learning.agree",
            own="learning.carry_out",
            needs_owner=True,
        ),
        note=lambda action: action.state,
        confirmed=lambda action: "" if action.done_on else "The action is not done yet.",
        owns=("measures",),
        along=("measures__verdicts",),
        states=lambda action, today: action.states(today),
        kept_counts=(
            KeptCount(
                slug="actions-done",
                each="agreed actions",
                have="are done",
                whole=lambda actions, today: actions.filter(stopped_on=None),
                part=lambda actions, today: actions.filter(done_on__isnull=False),
                about=r"actions? (?:\w+ ){0,5}(?:done|completed?|carried out|implemented)",
            ),
            KeptCount(
                slug="actions-embedded",
                each="done actions",
                have="are shown to be embedded",
                whole=lambda actions, today: actions.filter(done_on__isnull=False, stopped_on=None),
                part=lambda actions, today: actions.shown_embedded(),
            ),
        ),
        gaps=(
            Gap(
                "Lessons without an action",
                lambda lessons, today: _without_action(lessons),
                "Agree an action, or record that none is needed.",
                of="lesson",
            ),
            Gap(
                "Actions done but not checked for embedding",
                lambda actions, today: actions.filter(
                    done_on__isnull=False, embedded_checked_on=None
                ).order_by("done_on", "pk"),
                "Check whether each is embedded, and record how you checked.",
                mine="owner team",
            ),
            Gap(
                "Actions called embedded without a record that shows it",
                lambda actions, today: actions.filter(~actions.embedding_shown(), embedded="yes").order_by(
                    "done_on", "pk"
                ),
                "Check a sample of practice, and record how many of how many, when and where.",
                mine="owner team",
            ),
            Gap(
                "Actions past their date",
                lambda actions, today: actions.overdue(today).order_by("due_on", "pk"),
                "Mark each complete, stop it with the reason, or correct its date with the reason.",
                mine="owner team",
            ),
        ),
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="unique_action_number"),
            models.CheckConstraint(
                name="embedding_check_needs_completion",
                condition=models.Q(embedded="not_checked") | models.Q(done_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["council", "due_on", "id"], name="actions_by_date"),
            models.Index(fields=["council", "owner", "due_on", "id"], name="actions_by_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far it has come, as tags; done and embedded are two states, and neither says that it worked."""
        if self.stopped_on:
            return (State("Action stopped", "stopped"),)
        if self.done_on is None:
            late = State("Action overdue", "overdue") if self.due_on < today else None
            return (State("Action agreed, not done", "open"), *([late] if late else []))
        return (State("Action done", "done"), self.embedding)

    @property
    def embedding(self) -> State:
        """Return whether it is embedded, as a tag; what is called embedded and no record shows to be is a gap."""
        if self.embedded == self.Embedded.YES and not self.is_shown_embedded:
            return State("Embedding not shown", "gap")
        share = share_of(self.embedded_passed, self.embedded_sample)
        return {
            self.Embedded.YES: State("Embedded", "yes", SHARE if share else "", share),
            self.Embedded.PARTLY: State("Partly embedded", "partly"),
            self.Embedded.NO: State("Not embedded", "no"),
        }.get(self.embedded, State("Embedding not checked", "not_checked"))

    @property
    def is_shown_embedded(self) -> bool:
        """Return whether a record that is dated after it was done shows that it is embedded; as `embedding_shown`."""
        if self.embedded != self.Embedded.YES or not self.done_on or not self.embedded_checked_on:
            return False
        if self.embedded_by == self.ShownBy.MEASURE and not any(m.may_show for m in self.measures.all()):
            return False
        return bool(self.embedded_by) and self.embedded_checked_on > self.done_on

    @property
    def state(self) -> str:
        """Return its states in one line, such as "done, not embedded", whether or not it is late."""
        on_time = self.states(self.due_on)
        return ", ".join(state.text.removeprefix("Action ").lower() for state in on_time)


class ActionUpdate(CouncilOwned):
    """An update on the progress of an action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    on = models.DateField()
    note = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"note": LEARNED, "by": STAFF}, plain=("action", "on"))
    spec = Part(of="action", redacted="note", not_before={"on": "action__agreed_on"})

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.note[:80]


def _upheld_points() -> QuerySet:
    return Point.objects.filter(origin="feedback", origin_id=OuterRef("pk"), is_upheld=True)


def _upheld_points_without_lesson() -> QuerySet:
    lessons = LessonBasis.objects.filter(point=OuterRef("pk"), lesson__withdrawn_on=None)
    return _upheld_points().filter(~Exists(lessons))


def _upheld(feedback: QuerySet) -> QuerySet:
    """Return the feedback with an upheld issue whose text has not been deleted."""
    return feedback.filter(Exists(_upheld_points()), forgotten_on=None)


def upheld_without_decision(feedback: QuerySet) -> QuerySet:
    """Return the feedback with an upheld issue that has no lesson that counts and no reason for none, newest first."""
    undecided = Exists(_upheld_points_without_lesson().filter(no_lesson=None))
    return feedback.filter(undecided, forgotten_on=None).order_by("-received_on", "-pk")


def _without_action(lessons: QuerySet) -> QuerySet:
    """Return the lessons for which no action was agreed, and no reason given why none is needed."""
    actions = Action.objects.counted().filter(lesson=OuterRef("pk"))
    to_change = lessons.filter(~Exists(actions), no_action_because="", kind=LessonKind.CHANGE)
    return to_change.order_by("recorded_on", "pk")


def _states_of_lesson(lesson: Lesson) -> tuple[State, ...]:
    """Return how many of a lesson's actions are done, or that it has none."""
    actions = [action for action in lesson.actions.all() if not action.withdrawn_on and not action.stopped_on]
    if not actions:
        if lesson.kind == LessonKind.KEEP:
            return (State("To keep", "green"),)
        text = "No action needed" if lesson.no_action_because else "No action yet"
        return (State(text, "grey" if lesson.no_action_because else "gap"),)
    done = sum(action.done_on is not None for action in actions)
    return (State(f"{done} of {len(actions)} actions done", "done" if done == len(actions) else "open"),)


def _embedded_not_shown(findings: QuerySet) -> QuerySet:
    """Return findings called embedded of which no action is shown to be by that day, as `Finding.shown_embedded`."""
    shown = (
        Action.objects.counted()
        .shown_embedded()
        .filter(
            stopped_on=None,
            lesson__withdrawn_on=None,
            lesson__basis__point=OuterRef("point"),
            embedded_checked_on__lte=OuterRef("decided_on"),
            embedded_checked_on__gt=OuterRef("review__decided_on"),
        )
    )
    return findings.filter(~Exists(shown), decision="embedded").order_by("decided_on", "pk")
