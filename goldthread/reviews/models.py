"""Reviews (ombudsman, safeguarding adult review, peer review, inspection, audit), findings and published figures."""

from __future__ import annotations

import datetime
import textwrap

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, with_history
from goldthread.council.records.retention import CASE, LEARNED, STAFF, Retention
from goldthread.feedback.models import Point


class Review(CouncilOwned):
    """One formal review, by somebody outside the team."""

    number = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=160, help_text="The reviewing body.")
    their_reference = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    outcome = models.CharField(max_length=160, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    statement = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    source_note = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    remedy = models.TextField(blank=True, help_text="For an ombudsman's decision.")
    remedy_due_on = models.DateField(null=True, blank=True)
    remedy_done_on = models.DateField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    retention = Retention(
        personal={
            "title": LEARNED,
            "their_reference": LEARNED,
            "summary": LEARNED,
            "remedy": LEARNED,
            "signed_off_by": STAFF,
        },
        plain=(
            "number kind body decided_on outcome score statement source_note fingerprint remedy_due_on "
            "remedy_done_on"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_review_a_number"),
            models.UniqueConstraint(
                fields=["council", "fingerprint"],
                name="a_review_comes_once",
                condition=~models.Q(fingerprint=""),
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-decided_on", "-id"], name="reviews_newest"),
            models.Index(fields=["council", "kind", "-decided_on", "-id"], name="reviews_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """Return the number by which people know it."""
        return f"R-{self.number}"

    def remedy_days_late(self, today: datetime.date) -> int:
        """Return by how many days the remedy was, or is, late; 0 where it is not."""
        if self.remedy_due_on is None:
            return 0
        return max(0, ((self.remedy_done_on or today) - self.remedy_due_on).days)


class ReviewNames(CouncilOwned):
    """The people named in a review with their placeholders, to redact what is written about it later too.

    No page shows it. A review's original text is not stored: the reviewing body has it.
    """

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="names")
    names = models.JSONField(default=dict)

    retention = Retention(personal={"names": CASE}, plain=("review",))

    def __str__(self) -> str:
        return "names"


class Decision(models.TextChoices):
    """The council's decision on a finding; not implementing one needs a reason."""

    UNDECIDED = "undecided", "Awaiting decision"
    ACCEPTED = "accepted", "Accepted"
    IN_PROGRESS = "in_progress", "In progress"
    IMPLEMENTED = "implemented", "Implemented"
    EMBEDDED = "embedded", "Embedded"
    NOT_IMPLEMENTED = "not_implemented", "Not implemented"


@with_history
class Finding(CouncilOwned):
    """One finding of a review, with the point that themes and lessons attach to."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="finding")
    heading = models.CharField(max_length=200, blank=True)
    recommendation = models.TextField(blank=True)
    decision = models.CharField(max_length=20, choices=Decision, default=Decision.UNDECIDED)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"heading": LEARNED, "recommendation": LEARNED, "reason": LEARNED, "decided_by": STAFF},
        plain="review point decision decided_on due_on",
    )

    class Meta:
        ordering = ["point__position"]
        constraints = [
            models.CheckConstraint(
                name="a_reason_where_not_implemented",
                condition=~models.Q(decision=Decision.NOT_IMPLEMENTED) | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["council"], name="findings_undecided", condition=models.Q(decision=Decision.UNDECIDED)
            )
        ]

    def __str__(self) -> str:
        return textwrap.shorten(self.point.text, 100, placeholder="…")


class Figure(CouncilOwned):
    """A published figure with all its parts, so that nobody works out a share on the wrong base."""

    class Year(models.TextChoices):
        FINANCIAL = "financial", "Financial year"
        CALENDAR = "calendar", "Calendar year"
        OTHER = "other", "Other period"
        NONE = "none", "Not recorded"

    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
    )
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator_means = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=60, blank=True)
    period_kind = models.CharField(max_length=10, choices=Year, default=Year.NONE)
    source = models.CharField(max_length=300)
    as_printed = models.CharField(max_length=300)
    may_be_compared = models.BooleanField(default=False)
    caution = models.CharField(max_length=300, blank=True)

    retention = Retention(
        plain=(
            "review label value unit numerator denominator denominator_means period period_kind source as_printed "
            "may_be_compared caution"
        ),
    )

    def __str__(self) -> str:
        return f"{self.label}: {self.as_printed}"
