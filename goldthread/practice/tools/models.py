"""The tables of audit tools: each tool, its versions, and the questions of a version."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import DISCIPLINES, Person
from goldthread.council.records.aspects import Happening
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.learning.documents.models import Document
from goldthread.themes.codebook.models import Theme

# A scale that takes any answer and counts each as it is written, as a sheet may have it.
AS_WRITTEN = "as_written"
# Several answers in one cell, as "tick all that apply" gives them.
TICK_ALL = "tick_all"
# The council's own words, kept in the version.
OWN = "own"


@with_history
class AuditTool(Numbered):
    """A tool with which practice is audited: what it is for, which discipline's, and who leads on it."""

    title = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    discipline = models.CharField(max_length=24, choices=list(DISCIPLINES.items()), default="social_work")
    lead = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"title": LEARNED, "about": LEARNED, "lead": STAFF}, plain="number discipline"
    )
    spec = RecordType(
        name="Audit tool",
        plural="Audit tools",
        letter="TL",
        page="practice:tool",
        list_page="practice:tools",
        permission="practice.read",
        change="practice.lead",
        notes="practice.lead",
        redacted="title about",
        labels={"discipline": lambda slug: DISCIPLINES.get(slug, slug)},
        on_thread=False,
        merges=False,
        note=lambda tool: tool.get_discipline_display(),
        states=lambda tool, today: tool.states(),
        along=("versions",),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_audit_tool_a_number")]
        indexes = [
            models.Index(fields=["council", "title", "id"], name="audit_tools_by_title"),
            models.Index(fields=["council", "discipline", "title", "id"], name="audit_tools_by_discipline"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_use(self) -> ToolVersion | None:
        """Return the version with which new rounds are done; None where none was put into use yet."""
        used = [each for each in self.versions.all() if each.used_since and not each.ended_on]
        return max(used, key=lambda each: each.number, default=None)

    @property
    def draft(self) -> ToolVersion | None:
        """Return the version that is being written; None where there is none."""
        return next((each for each in self.versions.all() if each.used_since is None), None)

    def states(self) -> tuple[State, ...]:
        """Return which version is in use, and whether another is being written."""
        used, draft = self.in_use, self.draft
        first = State(f"Version {used.number} in use", "active") if used else State("Not in use yet", "draft")
        return (first, State(f"Version {draft.number} is a draft", "draft")) if used and draft else (first,)


class ToolVersion(CouncilOwned):
    """One version of a tool: a draft until it is put into use, and from then on never changed.

    scales: each scale that its questions use as it stood then, by slug: its name, and [words, what it counts as] of each
    answer from the lowest to the highest. grades: the slug of that by which a whole file is graded, "" for none.
    """

    tool = models.ForeignKey(AuditTool, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    used_since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    changed = models.TextField(blank=True)
    grades = models.CharField(max_length=20, blank=True)
    scales = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"changed": LEARNED, "by": STAFF}, plain="tool number used_since ended_on grades scales"
    )
    spec = Part(
        of="tool",
        redacted="changed",
        public="scales",
        codes="grades",
        not_before={"used_since": "", "ended_on": "used_since"},
        happening=Happening(
            what="Version begun",
            kinds="audittool",
            ends=("", "tool_id"),
            permission="practice.read",
            text="changed",
            icon="file",
        ),
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tool", "number"], name="one_tool_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def is_fixed(self) -> bool:
        """Return whether it is, or was, in use, so that nothing in it changes."""
        return self.used_since is not None

    @property
    def name(self) -> str:
        """Return what a round calls it: "Monthly case file audit, version 2"."""
        return f"{self.tool.title}, version {self.number}"

    def answers_of(self, scale: str) -> list[tuple[str, str]]:
        """Return the answers of a scale from the lowest to the highest, each with what it counts as."""
        return [(words, counts) for words, counts in self.scales.get(scale, {}).get("answers", [])]

    @property
    def grade_words(self) -> list[str]:
        """Return the grades of a whole file, the lowest first, without those that are left out of the count."""
        return [words for words, counts in self.answers_of(self.grades) if counts != "left_out"]


class ToolQuestion(CouncilOwned):
    """A question of a version: its domain, words and scale, whether it must be answered, and what it feeds.

    key: the same in every version of a tool, so that rounds can be compared by it.
    """

    version = models.ForeignKey(ToolVersion, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    domain = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=300)
    scale = models.CharField(max_length=20)
    is_compulsory = models.BooleanField(default=False)
    statement = models.CharField(max_length=60, blank=True)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    standard = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="audit_questions"
    )

    retention = Retention(
        personal={"domain": LEARNED, "text": LEARNED},
        plain="version position key scale is_compulsory statement theme standard",
    )
    spec = Part(of="version__tool", redacted="domain text", codes="key scale statement")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_question_a_key"),
        ]
        indexes = [models.Index(fields=["standard"], name="questions_by_standard")]

    def __str__(self) -> str:
        return self.text
