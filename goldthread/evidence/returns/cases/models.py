"""The tables of cases for pathway tracking: each draw with its seed and list, and each case that was drawn."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, Record, with_history
from goldthread.council.records.retention import SCHEDULES, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.evidence.returns.models import InformationReturn

TRACKED = SCHEDULES["pathway_case"]


class CaseDraw(CouncilOwned):
    """A draw of cases by lot: from which references, with which seed, how many are supplied, chosen and tracked.

    pool: the references, one in a line. source: where the three numbers come from.
    """

    information_return = models.ForeignKey(InformationReturn, on_delete=models.CASCADE, related_name="draws")
    drawn_on = models.DateField()
    seed = models.BigIntegerField()
    pool = models.TextField()
    supplied = models.PositiveSmallIntegerField()
    chosen = models.PositiveSmallIntegerField()
    tracked = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"pool": TRACKED, "source": TRACKED, "by": STAFF},
        plain="information_return drawn_on seed supplied chosen tracked",
    )
    spec = Part(
        of="information_return",
        redacted="source",
        codes="pool",
        not_before={"drawn_on": "information_return__received_on"},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["information_return"], name="one_draw_a_return")]

    def __str__(self) -> str:
        return f"draw of {self.supplied}"

    @property
    def references(self) -> list[str]:
        """Return the references that were drawn from."""
        return self.pool.splitlines()


class Standing(models.TextChoices):
    """How far a case is on its way to be tracked."""

    SUPPLIED = "supplied", "Supplied"
    CHOSEN = "chosen", "Chosen"
    TRACKED = "tracked", "Tracked"
    SWAPPED = "swapped", "Swapped out"


class Consent(models.TextChoices):
    """What the person said, or those who may say it for them."""

    ASKED = "asked", "Asked"
    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"


_LOOKS = {
    Standing.SUPPLIED: "open",
    Standing.CHOSEN: "in_progress",
    Standing.TRACKED: "done",
    Standing.SWAPPED: "stopped",
}
_CONSENT_LOOKS = {Consent.ASKED: "partly", Consent.GIVEN: "yes", Consent.REFUSED: "no"}


@with_history
class TrackedCase(Record):
    """A case that was drawn: its reference and nobody's name, its consent, what became of it, and its chronology.

    place: in the order of the draw. swapped_for: the case that was drawn in its place.
    """

    draw = models.ForeignKey(CaseDraw, on_delete=models.CASCADE, related_name="cases")
    place = models.PositiveIntegerField()
    case_reference = models.CharField(max_length=60)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.SUPPLIED)
    consent = models.CharField(max_length=10, choices=Consent, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    swapped_on = models.DateField(null=True, blank=True)
    swapped_because = models.CharField(max_length=300, blank=True)
    swapped_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="swapped_in_for"
    )
    chronology = models.TextField(blank=True)

    retention = Retention(
        personal={"case_reference": TRACKED, "swapped_because": TRACKED, "chronology": TRACKED},
        plain="draw place standing consent consent_on swapped_on swapped_for",
    )
    spec = RecordType(
        name="Case for pathway tracking",
        plural="Cases for pathway tracking",
        page="evidence:case",
        list_page="evidence:case_list",
        permission="returns.cases",
        change="returns.cases",
        notes="returns.cases",
        title="title",
        redacted="swapped_because chronology",
        codes="case_reference",
        labels={
            "standing": lambda value: Standing(value).label,
            "consent": lambda value: Consent(value).label if value else "Not asked",
        },
        not_before={"consent_on": "draw__drawn_on", "swapped_on": "draw__drawn_on"},
        searched=False,
        on_thread=False,
        merges=False,
        withdraws=False,
        along=("draw__information_return",),
        states=lambda case, today: case.states(today),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "place"], name="one_case_a_place")]
        indexes = [models.Index(fields=["council", "place", "id"], name="cases_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return its place and its reference."""
        return f"Case {self.place}: {self.case_reference}"

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far it is, and what was said of consent."""
        standing = Standing(self.standing)
        far = State(standing.label, _LOOKS[standing])
        if not self.consent:
            return (far, State("Consent not asked", "not_checked"))
        consent = Consent(self.consent)
        return (far, State(f"Consent {consent.label.lower()}", _CONSENT_LOOKS[consent]))
