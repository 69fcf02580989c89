"""A change of a team, as the team's page tells it and as it is undone; and one that is planned for a day to come."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import Part


class TeamChange(CouncilOwned):
    """A team renamed, merged into another, split or closed.

    into: the keys of the teams that came of it, the first of which took the open work. moved: [model, field, keys] of the
    rows that went to it, so that undoing gives back just those.
    """

    class Kind(models.TextChoices):
        RENAMED = "renamed", "Renamed"
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        CLOSED = "closed", "Closed"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    old_name = models.CharField(max_length=120, blank=True)
    new_name = models.CharField(max_length=120, blank=True)
    into = models.JSONField(default=list)
    moved = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    undone_on = models.DateField(null=True)

    retention = Retention(personal={"by": STAFF}, plain="team kind on old_name new_name into moved undone_on")
    spec = Part(
        of="team", public="old_name new_name", codes="into moved", not_before={"on": "", "undone_on": "on"}
    )

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"


class PlannedTeamChange(CouncilOwned):
    """A change of a team from a day to come; on that day it is made, and this row deleted.

    names: the new name, or those of the parts of a split. into: the team that takes over. problem: why it could not be
    made on its day.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="planned_change")
    kind = models.CharField(max_length=8, choices=TeamChange.Kind)
    on = models.DateField()
    names = models.JSONField(default=list)
    into = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    problem = models.CharField(max_length=300, blank=True)

    retention = Retention(personal={"by": STAFF}, plain="team kind on names into problem")
    spec = Part(of="team", public="names problem", not_before={"on": ""}, planned="on")

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.on}"
