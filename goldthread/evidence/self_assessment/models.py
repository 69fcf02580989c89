"""Self-assessments: a document of one section a statement, each with who writes it, its text, and a proposed score."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

from goldthread.council.models import Person
from goldthread.council.notes.models import Note
from goldthread.council.records.aspects import Work
from goldthread.council.records.base import CouncilOwned, Numbered, Record, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State

WRITE, READ, SIGN = "evidence.write", "evidence.drafts", "evidence.sign"


class Stage(models.TextChoices):
    """Whether a self-assessment is still written, or was signed."""

    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed"


@with_history
class SelfAssessment(Numbered):
    """A self-assessment: drafted, then signed by the director; from then on nothing of it changes.

    follows: the signed one before it, whose scores stand beside the new ones. most_words: of the text under one
    statement. content, kept: the document as it was signed, and its checksum.
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
    checksum = models.CharField(max_length=64, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"title": LEARNED, "content": LEARNED, "by": STAFF, "signed_by": STAFF},
        plain="number framework stage started_on most_words follows kept checksum signed_on",
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
        states=lambda shown, today: (
            State(shown.get_stage_display(), "confirmed" if shown.is_signed else "draft"),
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
