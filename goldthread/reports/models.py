"""Editions of reports: drafted, commented on, approved, published, and from then on as they were, so that people can go back to what they were told."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.impact.models import Measure
from goldthread.reports.readers import READERS, SINGLE_CASES


class Stage(models.TextChoices):
    """How far an edition has come."""

    DRAFT = "draft", "Draft"
    COMMENT = "comment", "For comment"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"


_COLOURS = {Stage.DRAFT: "grey", Stage.COMMENT: "yellow", Stage.APPROVED: "blue", Stage.PUBLISHED: "green"}
BOARD = "board"


class ReportQuerySet(RecordQuerySet):
    """Editions by who may read them: drafts only whoever makes or approves reports, and of the published each its readers."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> ReportQuerySet:
        """Return the editions that this person may read."""
        records = super().visible_to(person, withdrawn=withdrawn)
        if person.may("reports.make"):
            return records
        opened = [kind for kind, needed in READERS.items() if not needed or person.may(needed)]
        published = models.Q(stage=Stage.PUBLISHED)
        if person.may("reports.respond"):
            published |= models.Q(stage=Stage.APPROVED)
        return records.filter(published, kind__in=opened)

    def published(self) -> ReportQuerySet:
        """Return those that stay as they are."""
        return self.filter(stage=Stage.PUBLISHED)


_FIXED = [
    "kind",
    "stage",
    "since",
    "until",
    "made_on",
    "kept",
    "criteria",
    "by_id",
    "approved_by_id",
    "approved_on",
    "published_on",
    "corrects_id",
    "responded_by_id",
    "responded_on",
    "number",
    "council_id",
]


def _changes(fields: list[str]) -> str:
    old, new = (", ".join(f'{row}."{name}"' for name in fields) for row in ("OLD", "NEW"))
    return f"ROW({old}) IS DISTINCT FROM ROW({new})"


class BoardReport(Numbered):
    """An edition of a report of any kind; the table has the name of the first kind, the board page.

    content: the texts and figures as counted on `made_on`, in which a name that is hidden later is hidden too; kept:
    drawings and addresses. commentary: what people typed, by section. criteria: by which a case list is drawn, with its
    seed. corrects: the edition in whose place this one stands. Once published, the database refuses any change but the
    hiding of names.
    """

    kind = models.CharField(max_length=20, default=BOARD)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PUBLISHED)
    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    made_on = models.DateField()
    content = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    commentary = models.JSONField(default=dict, blank=True)
    criteria = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True, blank=True)
    responded_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responded_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction = models.TextField(blank=True, help_text="What of the earlier edition was wrong.")

    objects = ReportQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "content": LEARNED,
            "commentary": LEARNED,
            "correction": LEARNED,
            "by": STAFF,
            "approved_by": STAFF,
            "responded_by": STAFF,
        },
        plain=(
            "number kind stage since until made_on kept criteria approved_on responded_on published_on corrects"
        ),
    )
    spec = RecordType(
        name="Report",
        plural="Reports",
        letter="E",
        page="reports:edition",
        menu="Reports",
        permission="reports.read",
        # Whoever may read drafts: what is noted on one is found by nobody else.
        notes="reports.make",
        on="made_on",
        redacted="title content commentary correction",
        codes="kind kept criteria",
        not_before={
            "since": "",
            "until": "since",
            "made_on": "until",
            "approved_on": "made_on",
            "responded_on": "approved_on",
            "published_on": "made_on",
        },
        # Nobody finds a draft, or a list of cases, by its words; it is cited once it is published.
        counts=models.Q(stage=Stage.PUBLISHED) & ~models.Q(kind__in=SINGLE_CASES),
        based_on={"measure": "measure_links__measure"},
        merges=False,
        withdraws=False,
        search_text=lambda report: report.words,
        labels={"stage": lambda value: Stage(value).label},
        states=lambda report, today: (
            State(report.get_stage_display(), _COLOURS[Stage(report.stage)]),
            State(f"Made {report.made_on:%B %Y}"),
        ),
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="unique_board_report_number")
        ]
        indexes = [models.Index(fields=["council", "-made_on", "-id"], name="board_reports_newest")]
        triggers = [
            pgtrigger.Protect(
                name="published_report_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.stage = 'published' AND {_changes(_FIXED)}"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """Return the words by which search finds it."""
        told = [text for text in self.commentary.values() if isinstance(text, str)]
        parts = [*self.content.get("parts", []), *self.content.get("sections", [])]
        return " ".join([*_texts(parts), *told])


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [
            text
            for key, each in value.items()
            if key not in ("look", "columns", "slug")
            for text in ([each] if isinstance(each, str) else _texts(each))
        ]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


class BoardReportMeasure(CouncilOwned):
    """A measure that an edition speaks of."""

    report = models.ForeignKey(BoardReport, on_delete=models.CASCADE, related_name="measure_links")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")

    retention = Retention(plain=("report", "measure"))
    spec = Part(of="report")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="unique_board_report_measure")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} on {self.measure_id}"
