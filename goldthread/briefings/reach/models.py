"""What becomes of a briefing: who opened it, which team discussed it and how it was used, how many understood it."""

from __future__ import annotations

from django.db import models

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part


class Opening(CouncilOwned):
    """That somebody opened a briefing that was sent, and when first."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()

    retention = Retention(personal={"person": STAFF}, plain="briefing opened_on")
    spec = Part(of="briefing", not_before={"opened_on": "briefing__sent_on"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "person"], name="one_opening_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} opened {self.briefing_id}"


class TeamDiscussion(CouncilOwned):
    """How a team used a briefing: when it was discussed, who led, how many took part, what they will do differently."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="discussions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    discussed_on = models.DateField()
    led_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    took_part = models.PositiveSmallIntegerField()
    differently = models.TextField()

    retention = Retention(
        personal={"led_by": STAFF, "differently": LEARNED}, plain="briefing team discussed_on took_part"
    )
    spec = Part(of="briefing", redacted="differently", not_before={"discussed_on": "briefing__sent_on"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "team", "discussed_on"], name="one_discussion_a_team_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id} discussed {self.briefing_id}"


class Understanding(CouncilOwned):
    """How many of a team answered the questions of a briefing, and how many had all of them right; never who.

    team: None for whoever is in no team.
    """

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="understanding")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    answered = models.PositiveIntegerField(default=0)
    all_right = models.PositiveIntegerField(default=0)

    retention = Retention(plain="briefing team answered all_right")
    spec = Part(of="briefing")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "team"], name="one_count_a_team", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.all_right} of {self.answered}"
