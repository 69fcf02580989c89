"""Emerging topics: points on one subject that no theme covers, and what a person decided about each topic."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, VOICE, Retention
from goldthread.council.records.spec import FreeText
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme


class EmergingTopic(CouncilOwned):
    """Points on the same subject that no theme covers; a topic found again is the same record.

    A topic means nothing until a person makes it a theme, adds it to one, or dismisses it with a reason.
    """

    class State(models.TextChoices):
        OPEN = "open", "Awaiting decision"
        NAMED = "named", "Made a theme"
        JOINED = "joined", "Added to a theme"
        DISMISSED = "dismissed", "Dismissed"
        GONE = "gone", "No longer found"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    phrases = models.JSONField(
        default=list, help_text="Phrases that several of its points share and others lack."
    )
    centroid = models.JSONField(
        default=list, help_text="Mean vector, to match it on the next run; 256 numbers."
    )
    tightness = models.FloatField(help_text="How similar its points are, in steps above chance.")
    size = models.PositiveIntegerField()
    recent = models.PositiveIntegerField(default=0, help_text="Points of the four weeks before the run.")
    past = models.PositiveIntegerField(default=0, help_text="Points of the year before those.")
    is_rising = models.BooleanField(default=False, help_text="More of late than chance would give.")
    first_found_on = models.DateField()
    last_found_on = models.DateField()
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="emerged_from")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"reason": LEARNED, "phrases": VOICE, "decided_by": STAFF},
        plain="state centroid tightness size recent past is_rising first_found_on last_found_on theme "
        "decided_at",
    )
    spec = FreeText(page="themes:emerging_topic", redacted="phrases reason", codes="centroid")

    class Meta:
        indexes = [
            models.Index(fields=["council", "state", "-size", "-id"], name="topics_by_state"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.phrases[:3]) or "a topic without a phrase of its own"


class EmergingTopicPoint(CouncilOwned):
    """One point in a topic, and how close it is to the topic's centre."""

    topic = models.ForeignKey(EmergingTopic, on_delete=models.CASCADE, related_name="members")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")
    closeness = models.FloatField()

    retention = Retention(plain="topic point closeness")
    spec = FreeText()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "point"], name="unique_topic_point")]
        indexes = [models.Index(fields=["council", "point"], name="topics_of_point")]

    def __str__(self) -> str:
        return f"{self.point_id} in {self.topic_id}"


class EmergingTopicRun(CouncilOwned):
    """The last run of topic detection, and among how many points: the base of every count."""

    on = models.DateField()
    points = models.PositiveIntegerField(help_text="Points that no theme covers.")
    recent = models.PositiveIntegerField(help_text="Of these, of the four weeks before.")
    past = models.PositiveIntegerField(help_text="Of these, of the year before those.")
    left_out = models.PositiveIntegerField(default=0, help_text="Older points that were not read.")

    retention = Retention(plain="on points recent past left_out")
    spec = FreeText()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_topic_run_a_council")]

    def __str__(self) -> str:
        return f"{self.on}: among {self.points}"
