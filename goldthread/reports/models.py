"""Editions of the board page: each stays as it was made, so that a board can go back to what it was told."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, Numbered
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.impact.models import Measure


class BoardReport(Numbered):
    """An edition of the board page: its texts and numbers as they were on the day it was made, and never changed.

    content: the texts, in which a name that is hidden later is hidden too; kept: drawings and addresses. numbers of
    `content` are what the next edition is compared with.
    """

    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    made_on = models.DateField()
    content = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"title": LEARNED, "content": LEARNED, "by": STAFF}, plain="number since until made_on kept"
    )
    spec = RecordType(
        name="Board report",
        plural="Board reports",
        letter="E",
        page="reports:edition",
        menu="Board reports",
        permission="reports.read",
        # Whoever of those who read editions is of the council's staff: a team's people read none, so they must not find
        # by its words what is noted on one.
        notes="evidence.write",
        on="made_on",
        redacted="title content",
        codes="kept",
        not_before={"since": "", "until": "since", "made_on": "until"},
        based_on={"measure": "measure_links__measure"},
        merges=False,
        withdraws=False,
        search_text=lambda report: report.words,
        states=lambda report, today: (State(f"Made {report.made_on:%B %Y}"),),
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="unique_board_report_number")
        ]
        indexes = [models.Index(fields=["council", "-made_on", "-id"], name="board_reports_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """Return the words by which search finds it."""
        return " ".join(_texts(self.content.get("parts", [])))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [
            text
            for key, each in value.items()
            if key not in ("look", "columns")
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
