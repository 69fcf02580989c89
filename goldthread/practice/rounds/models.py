"""The tables of audit rounds: each round, its draws, the references on its list, and the audit of each that was drawn."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from goldthread.council.models import DISCIPLINES, Person, Team
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.retention import LEARNED, SCHEDULES, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Action
from goldthread.practice.tools.models import ToolVersion
from goldthread.reviews.models import Review

AUDITED = SCHEDULES["practice_audit"]


class Stage(models.TextChoices):
    """How far a round is."""

    SET_UP = "set_up", "Set up"
    DRAWN = "drawn", "Drawn"
    IN_PROGRESS = "in_progress", "In progress"
    MODERATED = "moderated", "Moderated"
    TOLD = "told", "Told"
    RE_AUDIT = "re_audit", "Re-audited"


_LOOKS = {
    Stage.SET_UP: "draft",
    Stage.DRAWN: "open",
    Stage.IN_PROGRESS: "in_progress",
    Stage.MODERATED: "in_progress",
    Stage.TOLD: "done",
    Stage.RE_AUDIT: "done",
}


@with_history
class AuditRound(Numbered):
    """A round of audits with one version of a tool: of which period and team, drawn how, and how far it is.

    discipline: its tool's. re_audit_of: the earlier round that it repeats. review: the review that holds what the round
    found, so that findings are decided on and coded like any other. figures: for each question, and "grade", how many gave
    which answer, worked out from its audits whenever one changes. sheet: the name of the file it came from, "" for one done here.
    """

    title = models.CharField(max_length=200)
    tool_version = models.ForeignKey(ToolVersion, on_delete=models.PROTECT, related_name="rounds")
    discipline = models.CharField(max_length=24, choices=list(DISCIPLINES.items()), default="social_work")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_until = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    re_audit_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="re_audits"
    )
    review = models.OneToOneField(
        Review, null=True, blank=True, on_delete=models.SET_NULL, related_name="audit_round"
    )
    sheet = models.CharField(max_length=200, blank=True)
    drawn_on = models.DateField(null=True, blank=True)
    moderated_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.SET_UP, editable=False)
    figures = models.JSONField(default=dict, blank=True, editable=False)

    no_history = ("figures",)

    retention = Retention(
        personal={"title": LEARNED, "sheet": LEARNED, "owner": STAFF},
        plain="number tool_version discipline team period_from period_until due_on re_audit_of review drawn_on "
        "moderated_on told_on stage figures",
    )
    spec = RecordType(
        name="Audit round",
        plural="Audit rounds",
        letter="AR",
        page="practice:round",
        list_page="practice:list",
        menu="Practice audits",
        permission="practice.read",
        change="practice.lead",
        notes="practice.lead",
        on="period_from",
        redacted="title sheet",
        codes="figures",
        labels={
            "stage": lambda value: Stage(value).label,
            "discipline": lambda slug: DISCIPLINES.get(slug, slug),
        },
        not_before={
            "period_until": "period_from",
            "due_on": "period_from",
            "drawn_on": "",
            "moderated_on": "drawn_on",
            "told_on": "drawn_on",
        },
        planned="period_from period_until due_on",
        on_thread=False,
        merges=False,
        along=("tool_version__tool",),
        note=lambda each: each.tool_version.name,
        work=Work(open=Q(told_on=None), assign="practice.lead", own="practice.lead"),
        states=lambda each, today: each.states(today),
        gaps=(
            Gap(
                "Audit rounds past their date",
                lambda rounds, today: rounds.filter(told_on=None, due_on__lt=today).order_by("due_on", "pk"),
                "Finish the audits, tell the workers and record what was found.",
                mine="owner team",
            ),
            Gap(
                "Audit rounds without a finding",
                lambda rounds, today: rounds.filter(told_on__isnull=False, review=None).order_by(
                    "period_until", "pk"
                ),
                "Record what the round found, so that it is decided on and coded.",
                mine="owner team",
            ),
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_audit_round_a_number")]
        indexes = [
            models.Index(fields=["council", "-period_from", "-id"], name="audit_rounds_newest"),
            models.Index(fields=["council", "-number", "-id"], name="audit_rounds_by_number"),
            models.Index(fields=["council", "due_on", "id"], name="audit_rounds_by_date"),
            models.Index(
                fields=["council", "owner", "-period_from", "-id"],
                name="audit_rounds_by_owner",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Return whether audits of it can still be done and changed."""
        return self.told_on is None and self.withdrawn_on is None

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far it is, and whether it is late."""
        stage = Stage(self.stage)
        far = State(stage.label, _LOOKS[stage])
        late = self.told_on is None and self.due_on is not None and self.due_on < today
        return (far, State("Overdue", "overdue")) if late else (far,)


class RoundDraw(CouncilOwned):
    """A draw of a sample from the list of a round: its seed, how many of each stratum, and why, where it was drawn again."""

    round = models.ForeignKey(AuditRound, on_delete=models.CASCADE, related_name="draws")
    drawn_on = models.DateField()
    seed = models.BigIntegerField()
    sizes = models.JSONField(default=dict)
    listed = models.PositiveIntegerField()
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"because": LEARNED, "by": STAFF}, plain="round drawn_on seed sizes listed"
    )
    spec = Part(of="round", redacted="because", public="sizes", not_before={"drawn_on": ""})

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"draw with seed {self.seed}"

    @property
    def size(self) -> int:
        """Return how many were drawn."""
        return sum(self.sizes.values())


class Standing(models.TextChoices):
    """What became of a reference on the list."""

    LISTED = "listed", "On the list"
    DRAWN = "drawn", "Drawn"
    SWAPPED = "swapped", "Swapped out"


class RoundCase(CouncilOwned):
    """A reference on the list of a round, with whose work it is and its stratum; nobody's name but the worker's.

    place: on the list. turn: in the order of the draw within its stratum, None before a draw. swapped_for: what was drawn
    in its place. worker: where they have an account; worker_named: as the list has them.
    """

    round = models.ForeignKey(AuditRound, on_delete=models.CASCADE, related_name="cases")
    place = models.PositiveIntegerField()
    case_reference = models.CharField(max_length=60)
    stratum = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    worker_named = models.CharField(max_length=120, blank=True)
    turn = models.PositiveIntegerField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.LISTED)
    swapped_on = models.DateField(null=True, blank=True)
    swapped_because = models.CharField(max_length=300, blank=True)
    swapped_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="swapped_in_for"
    )

    retention = Retention(
        personal={
            "case_reference": AUDITED,
            "worker_named": AUDITED,
            "swapped_because": AUDITED,
            "worker": STAFF,
        },
        plain="round place stratum team turn standing swapped_on swapped_for",
    )
    spec = Part(
        of="round",
        redacted="swapped_because",
        public="stratum worker_named",
        codes="case_reference",
        not_before={"swapped_on": "round__drawn_on"},
    )

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="one_audited_case_a_place"),
        ]

    def __str__(self) -> str:
        return self.case_reference


class AskedHow(models.TextChoices):
    """Whether the person was asked what they think of the work."""

    ASKED = "asked", "Asked, and answered"
    NO_ANSWER = "no_answer", "Asked, no answer"
    NOT_RIGHT = "not_right", "Not right to ask"
    NOT_ASKED = "not_asked", "Not asked"


class Audit(CouncilOwned):
    """The audit of one reference: what went well first, each answer, what is to be learned, and the words of worker and person.

    answers: the answer to each question by its key, a list of answers where several can be ticked. notes: words beside
    them, by key. first_grade: the auditor's own; agreed_grade: after moderation, beside it and never instead of it.
    finished_on: the day from which it counts. source_key: how the same row of a sheet is known again, "" for one done here.
    """

    round = models.ForeignKey(AuditRound, on_delete=models.CASCADE, related_name="audits")
    case = models.OneToOneField(RoundCase, on_delete=models.CASCADE, related_name="audit")
    auditor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    auditor_named = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    strengths = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    why = models.TextField(blank=True)
    reflection = models.TextField(blank=True)
    reflected_on = models.DateField(null=True, blank=True)
    person_asked = models.CharField(max_length=10, choices=AskedHow, blank=True)
    person_view = models.TextField(blank=True)
    first_grade = models.CharField(max_length=60, blank=True)
    agreed_grade = models.CharField(max_length=60, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    source_key = models.CharField(max_length=64, blank=True)

    retention = Retention(
        personal={
            "auditor": STAFF,
            "auditor_named": AUDITED,
            "notes": AUDITED,
            "strengths": AUDITED,
            "learning": AUDITED,
            "why": AUDITED,
            "reflection": AUDITED,
            "person_view": AUDITED,
        },
        plain="round case answers reflected_on person_asked first_grade agreed_grade finished_on told_on source_key",
    )
    spec = Part(
        of="round",
        page="practice:audit",
        redacted="notes strengths learning why reflection person_view",
        public="auditor_named",
        codes="answers first_grade agreed_grade source_key",
        not_before={
            "finished_on": "",
            "told_on": "finished_on",
            "reflected_on": "",
        },
    )

    class Meta:
        ordering = ["case__place"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "source_key"], name="a_row_of_a_sheet_once", condition=~Q(source_key="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "auditor", "round"],
                name="audits_to_do",
                condition=Q(auditor__isnull=False, finished_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"audit of {self.case_id}"

    @property
    def is_finished(self) -> bool:
        """Return whether it counts."""
        return self.finished_on is not None


class EmbeddingTest(CouncilOwned):
    """The audit question that will show that an action is embedded, with the share that would show it.

    question_key: of whatever version of the tool. answered_by: the round that answered it, with how many of how many met.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="audit_tests")
    tool = models.ForeignKey("goldthread.AuditTool", on_delete=models.PROTECT, related_name="embedding_tests")
    question_key = models.CharField(max_length=60)
    share = models.PositiveSmallIntegerField(help_text="The percentage of audits that would show it.")
    named_on = models.DateField()
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(
        AuditRound, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers_tests"
    )
    answered_on = models.DateField(null=True, blank=True)
    passed = models.PositiveIntegerField(null=True, blank=True)
    sample = models.PositiveIntegerField(null=True, blank=True)

    retention = Retention(
        personal={"named_by": STAFF},
        plain="action tool question_key share named_on answered_by answered_on passed sample",
    )
    spec = Part(
        of="action",
        codes="question_key",
        not_before={"named_on": "action__agreed_on", "answered_on": "named_on"},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action"], name="one_audit_question_an_action")]

    def __str__(self) -> str:
        return f"{self.question_key} of {self.tool_id}"
