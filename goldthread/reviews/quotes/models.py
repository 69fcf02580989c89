"""A quotation from a review, such as an accreditation visit, with who may quote it; a claim can cite it."""

from __future__ import annotations

import textwrap

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import Record, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.reviews.models import Review


class MayQuote(models.TextChoices):
    """Who may quote these words."""

    ANYONE = "anyone", "Anyone"
    COUNCIL = "council", "The council, in its own documents"
    ASK = "ask", "Nobody before they were asked"


class QuotationQuerySet(RecordQuerySet):
    """Quotations by who may quote them."""

    def quotable(self) -> QuotationQuerySet:
        """Return those that the council may quote."""
        return self.filter(may_quote__in=(MayQuote.ANYONE, MayQuote.COUNCIL))


@with_history
class Quotation(Record):
    """Words from a review as they were said or written. said_by: a role; agreed: who agreed to their being quoted."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="quotations")
    words = models.TextField()
    said_by = models.CharField(max_length=160)
    said_on = models.DateField()
    may_quote = models.CharField(max_length=8, choices=MayQuote)
    agreed = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = QuotationQuerySet.as_manager()

    retention = Retention(
        personal={"words": LEARNED, "said_by": LEARNED, "agreed": LEARNED, "recorded_by": STAFF},
        plain="review said_on may_quote",
    )
    spec = RecordType(
        name="Quotation",
        plural="Quotations",
        page="reviews:quotation",
        list_page="reviews:quotations",
        permission="reviews.read",
        change="reviews.record",
        on="said_on",
        note=lambda quotation: quotation.said_by,
        redacted="words said_by agreed",
        not_before={"said_on": ""},
        based_on={"review": "review"},
        along=("review",),
        searched=False,
        merges=False,
        states=lambda quotation, today: quotation.states(),
    )

    class Meta:
        ordering = ["said_on", "pk"]
        indexes = [models.Index(fields=["council", "-said_on", "-id"], name="quotations_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the beginning of its words."""
        return f"“{textwrap.shorten(self.words, 100, placeholder='…')}”"

    def states(self) -> tuple[State, ...]:
        """Return whether it may be quoted, as a tag."""
        if self.may_quote == MayQuote.ASK:
            return (State("Ask before quoting", "open"),)
        return (State("May be quoted", "done"),)
