"""The tables of what belongs to a pilot: its cycles, decisions, partners, counts of use, and who else took it up."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.base import CouncilOwned, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part
from goldthread.council.records.states import State
from goldthread.impact.models import Verdict
from goldthread.pilots import standing
from goldthread.pilots.models import Pilot


class _Part(CouncilOwned):
    """What belongs to a pilot, with whoever recorded it."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@with_history
class PilotCycle(_Part):
    """One cycle of plan, do, study, act: what was predicted before it, and beside that what was seen."""

    class Matches(models.TextChoices):
        YES = "yes", "As predicted"
        PARTLY = "partly", "Partly as predicted"
        NO = "no", "Not as predicted"

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    plan = models.TextField()
    prediction = models.TextField()
    began_on = models.DateField("day the cycle began")
    until_on = models.DateField("last day of the cycle", null=True, blank=True)
    seen = models.TextField(blank=True)
    as_predicted = models.CharField(max_length=6, choices=Matches, blank=True)
    then_next = models.TextField(blank=True)

    retention = Retention(
        personal={"plan": LEARNED, "prediction": LEARNED, "seen": LEARNED, "then_next": LEARNED, "by": STAFF},
        plain="pilot number began_on until_on as_predicted",
    )
    spec = Part(
        of="pilot",
        redacted="plan prediction seen then_next",
        not_before={"began_on": "pilot__started_on", "until_on": "began_on"},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pilot", "number"], name="each_cycle_once")]

    def __str__(self) -> str:
        return f"Cycle {self.number}"


class PilotDecision(_Part):
    """A decision on a pilot: what, who decided and why, and on which result; an earlier one stays as it was.

    until_on: the new stop date where it goes on. verdict: the latest result there was on that day.
    """

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=[*standing.OUTCOMES.items()])
    decided_on = models.DateField("date of the decision")
    deciding_body = models.CharField(max_length=160)
    because = models.TextField()
    until_on = models.DateField("new stop date", null=True, blank=True)
    verdict = models.ForeignKey(Verdict, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"deciding_body": LEARNED, "because": LEARNED, "by": STAFF},
        plain="pilot outcome decided_on until_on verdict",
    )
    spec = Part(
        of="pilot",
        redacted="deciding_body because",
        not_before={"decided_on": "pilot__noted_on", "until_on": "decided_on"},
        planned="until_on",
    )

    def __str__(self) -> str:
        return self.get_outcome_display()


class PilotPartner(_Part):
    """An organisation with which something is tried, and what it brings."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pilots")
    brings = models.CharField(max_length=300, blank=True)

    retention = Retention(personal={"brings": LEARNED, "by": STAFF}, plain="pilot organisation")
    spec = Part(of="pilot", redacted="brings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "organisation"],
                name="each_partner_once",
                violation_error_message="That organisation is a partner already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class PilotFigure(_Part):
    """How much something was used, or an estimate, with how it was counted; use is not benefit.

    of_value: of how many, where it is a part of them.
    """

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="figures")
    value = models.PositiveIntegerField()
    of_value = models.PositiveIntegerField(null=True, blank=True)
    counts = models.CharField("what is counted", max_length=120)
    is_estimate = models.BooleanField(default=False)
    starts = models.DateField("first day")
    ends = models.DateField("last day")
    how = models.TextField("how it was counted")

    retention = Retention(
        personal={"counts": LEARNED, "how": LEARNED, "by": STAFF},
        plain="pilot value of_value is_estimate starts ends",
    )
    spec = Part(of="pilot", redacted="counts how", not_before={"starts": "", "ends": "starts"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_part_of_a_pilots_figure_is_no_more_than_all",
                condition=models.Q(of_value=None) | models.Q(of_value__gte=models.F("value")),
            )
        ]

    def __str__(self) -> str:
        part = f"{self.value:,} of {self.of_value:,}" if self.of_value is not None else f"{self.value:,}"
        return f"{part} {self.counts}"


class PilotAdoption(_Part):
    """That another organisation took a pilot up: said by us, until they confirm it in their words.

    adopter: its name where it is none of the council's organisations. confirmed_by: by whom, as their job.
    """

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="pilot_adoptions"
    )
    adopter = models.CharField(max_length=200, blank=True)
    what = models.TextField()
    said_on = models.DateField("date we said so")
    confirmed_on = models.DateField("date they confirmed it", null=True, blank=True)
    confirmed_by = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)

    retention = Retention(
        personal={
            "adopter": LEARNED,
            "what": LEARNED,
            "confirmed_by": LEARNED,
            "words": LEARNED,
            "by": STAFF,
        },
        plain="pilot organisation said_on confirmed_on",
    )
    spec = Part(
        of="pilot",
        redacted="adopter what confirmed_by words",
        not_before={"said_on": "pilot__noted_on", "confirmed_on": "said_on"},
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_adoption_names_who_adopted",
                condition=models.Q(organisation__isnull=False) | ~models.Q(adopter=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation_id else self.adopter

    @property
    def standing(self) -> State:
        """Return whether they confirm it, or only we say so."""
        return State("Confirmed by them", "confirmed") if self.confirmed_on else State("Said by us", "open")
