"""A rule for new feedback: what it must be, and which team and owner it then gets."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, Retention
from goldthread.council.records.spec import FreeText


class IntakeRule(CouncilOwned):
    """A rule of an administrator's; the first that fits is followed. An empty condition fits everything."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    source = models.CharField(max_length=30, blank=True)
    speaker = models.CharField(max_length=20, blank=True)
    named_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True, help_text="Any of these, with commas between.")
    theme = models.CharField(
        max_length=60, blank=True, help_text="The slug of a theme that it is likely about."
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="intake_rules"
    )
    to_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"owner": STAFF},
        plain="position name is_active source speaker named_team words theme organisation to_team",
    )
    spec = FreeText(page="feedback:rule", public="name words", codes="source speaker theme")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
