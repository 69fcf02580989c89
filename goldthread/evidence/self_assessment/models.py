"""Self-assessments: a document of one section a statement, each with who writes it, its text, and a proposed score."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

from goldthread.council.models import Person
from goldthread.council.notes.models import Note
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, Record, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.evidence.handed_on import Recall, Revision, open_recalls
from goldthread.evidence.models import Claim

WRITE, READ, SIGN = "evidence.write", "evidence.drafts", "evidence.sign"


class Stage(models.TextChoices):
    """Whether a self-assessment is still written, or was signed."""

    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed"


@with_history
class SelfAssessment(Numbered):
    """A self-assessment: drafted, then signed by the director; from then on nothing of it changes.

    follows: the signed one before it, whose scores stand beside the new ones. most_words: of the text under one
    statement. content, kept: the document as it was signed, and its checksum. revision: goes up where a name is
    hidden later in what was signed.
    """

    title = models.CharField(max_length=200)
    framework = models.CharField(max_length=80)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    started_on = models.DateField()
    most_words = models.PositiveSmallIntegerField()
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    content = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    revision = models.PositiveSmallIntegerField(default=1)
    checksum = models.CharField(max_length=64, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"title": LEARNED, "content": LEARNED, "by": STAFF, "signed_by": STAFF},
        plain="number framework stage started_on most_words follows kept revision checksum signed_on",
    )
    spec = RecordType(
        name="Self-assessment",
        plural="Self-assessments",
        letter="SA",
        page="evidence:self_assessment",
        list_page="evidence:self_assessments",
        permission=READ,
        notes=READ,
        on="started_on",
        redacted="title content",
        printed="content",
        as_printed="is_signed",
        codes="framework kept checksum",
        not_before={"started_on": "", "signed_on": "started_on"},
        labels={"stage": lambda value: Stage(value).label},
        based_on={"claim": "sources__claim"},
        states=lambda shown, today: shown.states(),
        gaps=(
            Gap(
                "Signed self-assessments to recall",
                lambda signed, today: signed.filter(
                    pk__in=SelfAssessmentRecall.objects.filter(answered_on=None).values("assessment")
                ),
                "Ask whoever was handed a copy of each to delete it, and hand it on anew.",
            ),
        ),
        search_text=lambda shown: "",
        on_thread=False,
        merges=False,
        withdraws=False,
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="unique_self_assessment_number")
        ]
        indexes = [models.Index(fields=["council", "-started_on", "-id"], name="self_assessments_newest")]
        triggers = [
            pgtrigger.Protect(
                name="signed_self_assessment_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.stage = 'signed'"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_signed(self) -> bool:
        """Return whether the director signed it: then it stays as it is."""
        return self.stage == Stage.SIGNED

    def states(self) -> tuple[State, ...]:
        """Return whether it is signed, and its revision where a name was hidden after that."""
        signed = State(self.get_stage_display(), "confirmed" if self.is_signed else "draft")
        return (signed, State(f"Revision {self.revision}")) if self.revision > 1 else (signed,)


class SelfAssessmentSource(CouncilOwned):
    """A claim that a self-assessment speaks of, by which a name that is hidden in its evidence later is found here."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="sources")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")

    retention = Retention(plain="assessment claim")
    spec = Part(of="assessment")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "claim"], name="one_self_assessment_source_a_claim")
        ]

    def __str__(self) -> str:
        return f"source of {self.assessment_id}"


class SelfAssessmentRevision(Revision):
    """That a signed self-assessment was made anew; its checksum is that of the document that was signed."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="revisions")

    retention = Retention(plain=f"assessment {Revision.KEPT}")
    spec = Part(of="assessment", codes="checksum", not_before={"on": ""})

    class Meta(Revision.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="one_self_assessment_revision_a_number"
            )
        ]


class SelfAssessmentRecall(Recall):
    """That copies of a signed self-assessment hold what is hidden now: since when, and what became of them."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="recalls")

    retention = Retention(personal=Recall.PERSONAL, plain=f"assessment {Recall.KEPT}")
    spec = Part(of="assessment", **Recall.FREE)
    still = "copies of the self-assessment from before have it"


def assessment_recalls_of(person: Any) -> models.QuerySet[SelfAssessmentRecall]:
    """Return the recalls of self-assessments that the person may read and nobody has answered, longest waiting first."""
    return open_recalls(SelfAssessmentRecall, person, SelfAssessment.objects.visible_to(person))


@with_history
class SelfAssessmentSection(Record):
    """What a self-assessment says under one statement, who writes it, and the score that is proposed, with its reasons."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="sections")
    statement = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    is_signed = models.BooleanField(default=False)
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "text": LEARNED,
            "reasons": LEARNED,
            "owner": STAFF,
            "written_by": STAFF,
        },
        plain="assessment statement name position score due_on is_signed",
    )
    spec = RecordType(
        name="Section",
        plural="Sections of self-assessments",
        page="evidence:section",
        list_page="evidence:self_assessments",
        permission=READ,
        notes=READ,
        title="name",
        on="created_at",
        redacted="text reasons",
        codes="statement name",
        based_on={"claim": "assessment__sources__claim"},
        planned="due_on",
        not_before={"due_on": ""},
        labels={"score": lambda value: str(value)},
        work=Work(open=models.Q(is_signed=False), assign=WRITE, own=WRITE, team=""),
        note=lambda section: section.assessment.title,
        along=("assessment",),
        states=lambda section, today: (
            State(f"Proposed score {section.score}") if section.score else State("Not scored"),
        ),
        on_thread=False,
        merges=False,
        withdraws=False,
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "statement"], name="one_section_a_statement")
        ]

    def __str__(self) -> str:
        return self.name


class ResolvedComment(CouncilOwned):
    """That a comment on a section was seen to: by whom and when."""

    section = models.ForeignKey(SelfAssessmentSection, on_delete=models.CASCADE, related_name="resolved")
    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="resolved")
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"by": STAFF}, plain="section note on")
    spec = Part(of="section", not_before={"on": ""})

    def __str__(self) -> str:
        return f"comment on {self.section_id}"


def comments_on(sections: Any) -> Any:
    """Return the notes on some sections that nobody withdrew, oldest first, each with whether it is resolved."""
    keys = [section.pk for section in sections]
    notes = Note.objects.filter(origin="selfassessmentsection", origin_id__in=keys, withdrawn_on=None)
    return notes.select_related("by", "resolved").order_by("at", "pk")


def versions_of(sections: Any) -> str:
    """Return the versions of some sections, in their order, as an address or a form carries them."""
    return "-".join(str(section.version) for section in sections)
