"""Claims of the self-assessment, their citations, and evidence packs."""

from __future__ import annotations

import textwrap

from django.db import models
from django.db.models import Q

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure
from goldthread.reviews.models import Figure, Finding


@with_history
class Claim(CouncilOwned):
    """A claim that the council makes under a quality statement."""

    framework = models.CharField(max_length=40)
    statement = models.CharField(max_length=60)
    category = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    archived_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"text": LEARNED, "by": STAFF},
        plain="framework statement category position archived_on",
    )

    class Meta:
        ordering = ["statement", "position"]
        indexes = [
            models.Index(fields=["council", "framework", "statement", "position"], name="claims_in_order")
        ]

    def __str__(self) -> str:
        return textwrap.shorten(self.text, 100, placeholder="…")


CITED = ("measure", "briefing", "finding", "figure", "feedback")


class Citation(CouncilOwned):
    """One piece of evidence for a claim: exactly one measure, briefing, finding, published figure or piece of feedback."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="citations")
    briefing = models.ForeignKey(Briefing, null=True, on_delete=models.PROTECT, related_name="citations")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="citations")
    figure = models.ForeignKey(Figure, null=True, on_delete=models.PROTECT, related_name="citations")
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.PROTECT, related_name="citations")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"by": STAFF, "note": LEARNED}, plain=("claim", *CITED))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="citation_of_one_record",
                condition=Q(
                    *[Q(**{f"{field}__isnull": field != cited for field in CITED}) for cited in CITED],
                    _connector=Q.OR,
                ),
            ),
            models.UniqueConstraint(fields=["claim", *CITED], name="unique_citation", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return str(self.cited)

    @property
    def cited(self) -> models.Model:
        """Return the record that is cited."""
        return next(getattr(self, field) for field in CITED if getattr(self, f"{field}_id"))


class EvidencePack(CouncilOwned):
    """An evidence pack: one HTML file of the claims and their evidence on the day it was created, and its checksum."""

    framework = models.CharField(max_length=40)
    statement = models.CharField(max_length=60, blank=True)
    html = models.TextField()
    checksum = models.CharField(max_length=64)
    claim_count = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"html": LEARNED, "by": STAFF}, plain="framework statement checksum claim_count"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Evidence pack of {self.created_at:%d %B %Y}"
