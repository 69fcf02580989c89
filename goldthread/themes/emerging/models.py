"""What nobody has named yet: groups of points that no theme covers, and what a person did with each."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme


class PointGroup(CouncilOwned):
    """Points that speak of the same thing and that no theme covers; the same group again is the same record.

    What was put together by the machine says nothing until a person makes it a theme, puts it under one, or sets
    it aside with a reason.
    """

    class State(models.TextChoices):
        OPEN = "open", "Nobody has named it"
        NAMED = "named", "Made a theme"
        JOINED = "joined", "Put under a theme"
        ASIDE = "aside", "Set aside"
        GONE = "gone", "No longer found"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    phrases = models.JSONField(default=list, help_text="What several of its points say and others do not.")
    centroid = models.JSONField(default=list, help_text="Its middle, to know it again by; 256 numbers.")
    tightness = models.FloatField(help_text="How alike its points are, in steps above chance.")
    size = models.PositiveIntegerField()
    recent = models.PositiveIntegerField(
        default=0, help_text="Heard in the four weeks before it was looked at."
    )
    past = models.PositiveIntegerField(default=0, help_text="Heard in the year before those.")
    surges = models.BooleanField(default=False, help_text="More of late than chance would give.")
    found_on = models.DateField()
    seen_on = models.DateField()
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="began_as")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"phrases": VOICE, "decided_by": STAFF},
        plain=("state centroid tightness size recent past surges found_on seen_on theme reason decided_at"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "state", "-size", "-id"], name="groups_by_state"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.phrases[:3]) or "a group without a phrase of its own"


class GroupedPoint(CouncilOwned):
    """One point in a group, and how near it is to what the group has in common."""

    group = models.ForeignKey(PointGroup, on_delete=models.CASCADE, related_name="members")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")
    closeness = models.FloatField()

    retention = Retention(plain="group point closeness")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "point"], name="once_in_a_group")]
        indexes = [models.Index(fields=["council", "point"], name="groups_of_a_point")]

    def __str__(self) -> str:
        return f"{self.point_id} in {self.group_id}"


class GroupLook(CouncilOwned):
    """The last time that the machine looked for groups, and among how many points: the base of every count."""

    on = models.DateField()
    points = models.PositiveIntegerField(help_text="Points that no theme covers.")
    recent = models.PositiveIntegerField(help_text="Of these, heard in the four weeks before.")
    past = models.PositiveIntegerField(help_text="Of these, heard in the year before those.")
    left_out = models.PositiveIntegerField(default=0, help_text="Older points that it did not look at.")

    retention = Retention(plain="on points recent past left_out")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_look_a_council")]

    def __str__(self) -> str:
        return f"{self.on}: among {self.points}"
