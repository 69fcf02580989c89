"""A sentence under a quality statement, what it cites, and the pack as it was frozen."""

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
class Sentence(CouncilOwned):
    """One claim that the council makes under a quality statement."""

    framework = models.CharField(max_length=40)
    statement = models.CharField(max_length=60)
    category = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"text": LEARNED, "by": STAFF},
        plain="framework statement category position withdrawn_on",
    )

    class Meta:
        ordering = ["statement", "position"]
        indexes = [
            models.Index(fields=["council", "framework", "statement", "position"], name="sentences_in_order")
        ]

    def __str__(self) -> str:
        return textwrap.shorten(self.text, 100, placeholder="…")


CITED = ("measure", "briefing", "finding", "figure", "feedback")


class Citation(CouncilOwned):
    """What a sentence rests on: exactly one measure, briefing, finding, printed figure or voice."""

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="citations")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="citations")
    briefing = models.ForeignKey(Briefing, null=True, on_delete=models.PROTECT, related_name="citations")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="citations")
    figure = models.ForeignKey(Figure, null=True, on_delete=models.PROTECT, related_name="citations")
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.PROTECT, related_name="citations")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"by": STAFF, "note": LEARNED}, plain=("sentence", *CITED))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cites_exactly_one",
                condition=Q(
                    *[Q(**{f"{field}__isnull": field != cited for field in CITED}) for cited in CITED],
                    _connector=Q.OR,
                ),
            ),
            models.UniqueConstraint(fields=["sentence", *CITED], name="cited_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return str(self.cited)

    @property
    def cited(self) -> models.Model:
        """Return the one thing that is cited."""
        return next(getattr(self, field) for field in CITED if getattr(self, f"{field}_id"))


class Frozen(CouncilOwned):
    """An evidence pack as it stood on a day: one HTML file that opens anywhere, and its fingerprint."""

    framework = models.CharField(max_length=40)
    statement = models.CharField(max_length=60, blank=True)
    html = models.TextField()
    fingerprint = models.CharField(max_length=64)
    sentences = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"html": LEARNED, "by": STAFF}, plain="framework statement fingerprint sentences"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"frozen {self.created_at:%d %B %Y}"
