"""The tables of what a body's members were given, and of leaders who came to it."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, Retention
from goldthread.council.records.spec import Part
from goldthread.meetings.bodies.models import Body


class GivenKind(models.TextChoices):
    """What members were given, or where they spoke for their body."""

    TRAINING = "training", "Training"
    SUPPORT = "support", "Support to take part"
    EXPENSES = "expenses", "Expenses paid"
    LOCAL = "local", "Spoke at a local forum"
    PARTNERSHIP = "partnership", "Spoke at a partnership forum"
    REGIONAL = "regional", "Spoke at a regional forum"
    NATIONAL = "national", "Spoke at a national forum"


class LeaderRole(models.TextChoices):
    """Who came, by role; no names."""

    DIRECTOR = "director", "Director of adult social services"
    CABINET = "cabinet", "Cabinet member"
    SENIOR = "senior", "Other senior leader of the council"
    PRINCIPAL = "principal", "Principal social worker or occupational therapist"
    HEALTH = "health", "Leader from the NHS"
    PARTNER = "partner", "Leader of another partner"


class Came(models.TextChoices):
    """What for."""

    LISTENED = "listened", "To listen"
    ANSWERED = "answered", "To answer for what was promised"


class GivenToMembers(CouncilOwned):
    """Training, support or expenses that members had, or a forum at which they spoke for their body."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="given")
    kind = models.CharField(max_length=20, choices=GivenKind)
    on = models.DateField()
    what = models.CharField(max_length=200)
    members = models.PositiveSmallIntegerField()

    retention = Retention(personal={"what": LEARNED}, plain="body kind on members")
    spec = Part(of="body", redacted="what", not_before={"on": ""})

    class Meta:
        ordering = ["-on", "id"]

    def __str__(self) -> str:
        return self.what


class LeaderVisit(CouncilOwned):
    """A leader who came to a body, by role: to listen or to answer, what they promised, and whether it was kept."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    role = models.CharField(max_length=20, choices=LeaderRole)
    came = models.CharField(max_length=10, choices=Came)
    promised = models.TextField(blank=True)
    kept_on = models.DateField(null=True, blank=True)

    retention = Retention(personal={"promised": LEARNED}, plain="body on role came kept_on")
    spec = Part(of="body", redacted="promised", not_before={"on": "", "kept_on": "on"})

    class Meta:
        ordering = ["-on", "id"]

    def __str__(self) -> str:
        return self.get_role_display()
