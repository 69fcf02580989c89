"""Claims of the self-assessment and their citations."""

from __future__ import annotations

import textwrap
from typing import Any

from django.db import models
from django.db.models import Q

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Happening
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet, Record, with_history
from goldthread.council.records.counting import kept_counts
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.evidence.claim_gaps import (
    CHANGE_GAPS,
    COUNT_GAPS,
    NO_EVIDENCE,
    NO_FEEDBACK,
    NO_PLAN,
    OLD,
    PLAN_LATE,
    RESULT_NOT_HELD,
)
from goldthread.evidence.frameworks.in_force import under_no_statement
from goldthread.evidence.standing import with_gap
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure
from goldthread.learning.documents.models import Document
from goldthread.learning.models import Action
from goldthread.pilots.models import Pilot
from goldthread.reviews.models import Figure, Finding
from goldthread.reviews.quotes.models import Quotation
from goldthread.standards import framework

CITED = ("measure", "action", "briefing", "finding", "figure", "quotation", "feedback", "document", "pilot")
# A count that Goldthread keeps is cited by its slug.
COUNT = "count"
_KEYS = tuple((field, f"{field}_id") for field in CITED)


def statement_name(slug: str) -> str:
    """Return a quality statement's name; its slug in words where the framework in force has none of that slug."""
    try:
        return framework.current().statement(slug).name
    except KeyError:
        return slug.replace("-", " ")


class ClaimsChange(models.TextChoices):
    """Whether a claim says that something changed for the better; "" where nobody has said."""

    YES = "yes", "Yes, it claims that something changed for the better"
    NO = "no", "No, it claims no change"


@with_history
class Claim(Record):
    """A claim that the council makes under a quality statement."""

    framework = models.CharField(max_length=40)
    statement = models.CharField(max_length=60)
    category = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    archived_on = models.DateField(null=True, blank=True)
    claims_change = models.CharField(max_length=3, choices=ClaimsChange, blank=True)
    no_change_because = models.TextField(blank=True)
    override_reason = models.TextField(blank=True)
    overridden_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    overridden_on = models.DateField(null=True)
    overridden_gaps = models.CharField(max_length=200, blank=True, help_text="The gaps that were overridden.")
    ready_on = models.DateField(null=True)
    ready_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    is_weakness = models.BooleanField(
        default=False, help_text="It names a weakness, and is strong by its plan."
    )
    plan = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    plan_by = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    named_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={
            "text": LEARNED,
            "by": STAFF,
            "no_change_because": LEARNED,
            "override_reason": LEARNED,
            "overridden_by": STAFF,
            "ready_by": STAFF,
            "named_by": STAFF,
        },
        plain=(
            "framework statement category position archived_on claims_change overridden_on overridden_gaps ready_on "
            "is_weakness plan plan_by named_on"
        ),
    )

    spec = RecordType(
        name="Claim",
        plural="Claims",
        page="evidence:claim",
        menu="Evidence",
        in_bar=7,
        permission="evidence.read",
        notes="evidence.write",
        change="evidence.write",
        title="text",
        on="created_at",
        redacted="text no_change_because override_reason",
        codes="framework statement category overridden_gaps",
        labels={"statement": lambda slug: statement_name(slug)},
        not_before={
            "archived_on": "",
            "overridden_on": "",
            "ready_on": "",
            "named_on": "",
            "plan_by": "plan__agreed_on",
        },
        planned="plan_by",
        counts=Q(archived_on=None),
        cannot_merge=lambda claim, into: (
            "That claim is archived. Choose another." if into.archived_on else ""
        ),
        based_on={kind: f"citations__{kind}" for kind in CITED},
        made="Used as evidence",
        use=("Use as evidence", "evidence:use"),
        note=lambda claim: statement_name(claim.statement),
        states=lambda claim, today: claim.states(),
        confirmed=lambda claim: "The claim is archived." if claim.archived_on else "",
        gaps=(
            Gap(
                "Claims without evidence",
                lambda claims, today: with_gap(claims, today, {NO_EVIDENCE}),
                "Add evidence for each, or archive it.",
                worked_out=True,
            ),
            Gap(
                "Claims without feedback from people",
                lambda claims, today: with_gap(claims, today, {NO_FEEDBACK}, without={NO_EVIDENCE}),
                "View the trail of each to see where it stops.",
                worked_out=True,
            ),
            Gap(
                "Claims with no evidence from the last year",
                lambda claims, today: with_gap(claims, today, {OLD}),
                "Cite something newer, or change the claim so that it says when it was so.",
                worked_out=True,
            ),
            Gap(
                "Claims that say more than their evidence shows",
                lambda claims, today: with_gap(claims, today, CHANGE_GAPS | COUNT_GAPS),
                "Cite a measure whose latest result is Improved for a change, and its count for “all” or “none”; or "
                "change the claim so that it says what is so.",
                worked_out=True,
            ),
            Gap(
                "Claims based on a result that no longer holds",
                lambda claims, today: with_gap(claims, today, {RESULT_NOT_HELD}),
                "Read on the measure’s page what the rule says today, and change the claim or cite something else.",
                worked_out=True,
            ),
            Gap(
                "Weaknesses that we name without a plan",
                lambda claims, today: with_gap(claims, today, {NO_PLAN, PLAN_LATE}),
                "Agree an action and a date for each, or a new date where it has passed.",
                worked_out=True,
            ),
            Gap(
                "Claims under a statement that is asked no longer",
                under_no_statement,
                "Move each to a statement of the framework in force, or archive it.",
                worked_out=True,
            ),
        ),
    )

    class Meta:
        ordering = ["statement", "position"]
        indexes = [
            models.Index(fields=["council", "statement", "position", "id"], name="claims_in_order"),
            models.Index(fields=["council", "-created_at", "-id"], name="claims_newest"),
        ]

    def __str__(self) -> str:
        return textwrap.shorten(self.text, 100, placeholder="…")

    def states(self) -> tuple[State, ...]:
        """Return whether somebody marked it ready, and whether it was archived, as tags."""
        if self.archived_on:
            return (State("Archived", "stopped"),)
        return (State("Marked ready", "confirmed") if self.ready_on else State("Not marked ready", "draft"),)

    @property
    def overrides(self) -> frozenset[str]:
        """Return the slugs of the gaps that somebody overrode."""
        return frozenset(self.overridden_gaps.split())


class CitationQuerySet(CouncilQuerySet):
    """Evidence by whether it counts."""

    def counted(self) -> CitationQuerySet:
        """Return the evidence that counts: none whose record was withdrawn."""
        return self.filter(**{f"{kind}__withdrawn_on": None for kind in CITED})


class Citation(CouncilOwned):
    """One piece of evidence for a claim: a measure, action, briefing, finding, figure, quotation, feedback, document, pilot or kept count.

    Exactly one of them; a count that Goldthread keeps by its slug (`RecordType.kept_counts`). section: of a document, the
    heading or page; "" for the whole.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="citations")
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="citations")
    briefing = models.ForeignKey(Briefing, null=True, on_delete=models.PROTECT, related_name="citations")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="citations")
    figure = models.ForeignKey(Figure, null=True, on_delete=models.PROTECT, related_name="citations")
    quotation = models.ForeignKey(Quotation, null=True, on_delete=models.PROTECT, related_name="citations")
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.PROTECT, related_name="citations")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="citations")
    pilot = models.ForeignKey(Pilot, null=True, on_delete=models.PROTECT, related_name="citations")
    count = models.CharField(max_length=60, blank=True, help_text="The slug of a count that is kept.")
    section = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = CitationQuerySet.as_manager()

    retention = Retention(
        personal={"by": STAFF, "note": LEARNED, "section": LEARNED}, plain=("claim", "count", *CITED)
    )
    spec = Part(
        of="claim",
        redacted="note section",
        codes="count",
        happening=Happening(
            what="Evidence added",
            kinds="claim",
            ends=("", "claim_id"),
            permission="evidence.read",
            text="note",
            icon="in",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="citation_of_one_record",
                condition=Q(
                    *[
                        Q(**{f"{field}__isnull": field != cited for field in CITED}, count="")
                        for cited in CITED
                    ],
                    Q(**{f"{field}__isnull": True for field in CITED}) & ~Q(count=""),
                    _connector=Q.OR,
                ),
            ),
            models.UniqueConstraint(
                fields=["claim", *CITED, "count", "section"], name="unique_citation", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.cited)

    @property
    def kind(self) -> str:
        """Return the kind of record that is cited, or COUNT for a count that is kept."""
        return next((field for field, key in _KEYS if getattr(self, key)), COUNT)

    @property
    def cited(self) -> Any:
        """Return the record that is cited, or the kept count."""
        kind = self.kind
        return kept_counts()[self.count] if kind == COUNT else getattr(self, kind)


@with_history
class Reception(CouncilOwned):
    """What somebody outside the council said of what a claim claims: their words, who, where and when; quoted if it may be."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="receptions")
    words = models.TextField()
    who = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    said_on = models.DateField()
    may_quote = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"words": LEARNED, "who": LEARNED, "source": LEARNED, "by": STAFF},
        plain="claim said_on may_quote",
    )
    spec = Part(
        of="claim",
        redacted="words who source",
        not_before={"said_on": ""},
        happening=Happening(
            what="What others said added",
            kinds="claim",
            ends=("", "claim_id"),
            permission="evidence.read",
            text="words",
            icon="note",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["claim", "-said_on", "-id"], name="receptions_of_claim")]

    def __str__(self) -> str:
        return self.who
