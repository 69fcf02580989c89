"""Who signed a piece of work off, how those who took part found it, and documents made with people."""

from __future__ import annotations

from django.db import models

from goldthread.coproduction.models import Involvement
from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part


class Outcome(models.TextChoices):
    """What somebody said to a piece of work that was put before them."""

    AGREED = "agreed", "Agreed"
    CHANGES = "changes", "Agreed with changes"
    NOTED = "noted", "Noted"
    NOT_AGREED = "not_agreed", "Not agreed"


class Standing(models.TextChoices):
    """As what somebody signs a piece of work off."""

    COPRODUCER = "coproducer", "Coproducers"
    BOARD = "board", "Health and Wellbeing Board"
    COMMITTEE = "committee", "Committee or cabinet"
    LEADER = "leader", "Director or senior leader"
    PARTNER = "partner", "Partner or advisory group"


class SignOff(CouncilOwned):
    """One step of the trail: before whom the work was put, when, and what they said."""

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="sign_offs")
    standing = models.CharField(max_length=12, choices=Standing)
    who = models.CharField(max_length=160)
    signed_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    said = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"who": LEARNED, "said": LEARNED, "recorded_by": STAFF},
        plain="involvement standing signed_on outcome",
    )
    spec = Part(of="involvement", redacted="who said", not_before={"signed_on": "involvement__started_on"})

    class Meta:
        ordering = ["signed_on", "created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_outcome_display()}"


class Experience(CouncilOwned):
    """What people said of taking part: how many were asked, and how many gave each answer to each question.

    answers: question -> how many said yes, partly and no.
    """

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="experiences")
    asked_on = models.DateField()
    asked = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    said = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"said": LEARNED, "recorded_by": STAFF}, plain="involvement asked_on asked answers"
    )
    spec = Part(
        of="involvement",
        redacted="said",
        codes="answers",
        not_before={"asked_on": "involvement__started_on"},
    )

    class Meta:
        ordering = ["asked_on", "created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.asked} asked"


class MadeTogether(CouncilOwned):
    """A document that was made in the work, and by whom."""

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="made")
    title = models.CharField(max_length=200)
    made_by = models.CharField(max_length=200)
    made_on = models.DateField()
    link = models.CharField(max_length=400, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"title": LEARNED, "made_by": LEARNED, "recorded_by": STAFF},
        plain="involvement made_on link",
    )
    spec = Part(
        of="involvement",
        redacted="title made_by",
        codes="link",
        not_before={"made_on": "involvement__started_on"},
    )

    class Meta:
        ordering = ["made_on", "created_at", "pk"]

    def __str__(self) -> str:
        return self.title
