"""The tables of who members are: counts of one sheet a year, without names, and the council's population."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import FreeText, Part
from goldthread.meetings.bodies.models import Body


class MemberSheet(CouncilOwned):
    """The members of a body on one day, counted; who they are is not kept."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="sheets")
    as_at = models.DateField()
    members = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"by": STAFF}, plain="body as_at members")
    spec = Part(of="body", not_before={"as_at": ""})

    class Meta:
        ordering = ["-as_at", "id"]
        constraints = [models.UniqueConstraint(fields=["body", "as_at"], name="one_sheet_a_day")]

    def __str__(self) -> str:
        return f"{self.members} on {self.as_at}"


class MemberCount(CouncilOwned):
    """How many members of a sheet have one answer to one of its columns, such as a team, a topic or an age."""

    sheet = models.ForeignKey(MemberSheet, on_delete=models.CASCADE, related_name="counts")
    question = models.CharField(max_length=120)
    group = models.CharField(max_length=120)
    people = models.PositiveIntegerField()

    retention = Retention(personal={"question": LEARNED, "group": LEARNED}, plain="sheet people")
    spec = Part(of="sheet__body", redacted="question group")

    class Meta:
        ordering = ["question", "-people", "group", "id"]

    def __str__(self) -> str:
        return f"{self.question}: {self.group}"


class PopulationFigure(CouncilOwned):
    """How many people of the council's area are in one group, of which year, and from which source."""

    question = models.CharField(max_length=120)
    group = models.CharField(max_length=120)
    people = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    retention = Retention(plain="question group people year source")
    spec = FreeText(public="question group source")

    class Meta:
        ordering = ["question", "-people", "group", "id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "question", "group"], name="one_figure_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.group}"
