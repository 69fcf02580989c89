"""Published figures of reviews, each with all the parts that say what it counts."""

from __future__ import annotations

from django.db import models

from goldthread.analysis.text.claim_words import holds_count
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import LEARNED, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import COUNT, SHARE, State, share_of


@with_history
class Figure(Record):
    """A published figure with all its parts, so that nobody works out a share on the wrong base."""

    class Year(models.TextChoices):
        FINANCIAL = "financial", "Financial year"
        CALENDAR = "calendar", "Calendar year"
        OTHER = "other", "Other period"
        NONE = "none", "Not recorded"

    review = models.ForeignKey(
        "Review", null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
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
        personal=dict.fromkeys(
            ("label", "unit", "denominator_means", "period", "source", "as_printed", "caution"), LEARNED
        ),
        plain="review value numerator denominator period_kind may_be_compared",
    )
    spec = RecordType(
        name="Published figure",
        plural="Published figures",
        page="reviews:figure",
        permission="reviews.read",
        change="reviews.record",
        title="label",
        on="review__decided_on",
        note=lambda figure: figure.source,
        redacted="label unit denominator_means period source as_printed caution",
        printed="label unit denominator_means period source as_printed",
        as_printed="review__kept_as_printed",
        based_on={"review": "review"},
        along=("review",),
        searched=False,
        states=lambda figure, today: figure.states(),
    )

    def __str__(self) -> str:
        return f"{self.label}: {self.as_printed}"

    def states(self) -> tuple[State, ...]:
        """Return the period it is of, and whether it may be compared with others, as tags."""
        share = share_of(self.numerator, self.denominator)
        is_number = self.value is not None or self.numerator is not None
        is_share = share is not None or holds_count(f"{self.value} {self.unit}. {self.as_printed}")
        shows = (SHARE if is_share else COUNT) if is_number else ""
        return (
            State(self.period or "Period not recorded", "grey", shows, share),
            *(() if self.may_be_compared else (State("Not to be compared", "grey"),)),
        )
