"""Reviews (ombudsman, safeguarding adult review, peer review, inspection, audit), findings and published figures."""

from __future__ import annotations

import datetime
import textwrap
from typing import Any

from django.db import models

from goldthread.analysis.text.claim_words import holds_count
from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Numbered, Record, with_history
from goldthread.council.records.kept_counts import KeptCount
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import SHARE, State
from goldthread.feedback.models import Point
from goldthread.reviews.finding_gaps import FINDING_COUNTS, FINDING_GAPS
from goldthread.reviews.kinds import KINDS
from goldthread.reviews.published_figures import Figure
from goldthread.reviews.querysets import SETTLED, Decision, FindingQuerySet, ReviewQuerySet

__all__ = ["ACTIONS", "Decision", "Figure", "Finding", "Review"]


@with_history
class Review(Numbered):
    """One formal review, by somebody outside the team."""

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
    kept_as_printed = models.BooleanField(
        default=False, help_text="A published report: names in it are hidden only once somebody asks."
    )
    remedy = models.TextField(blank=True, help_text="For an ombudsman's decision.")
    remedy_due_on = models.DateField(null=True, blank=True)
    remedy_done_on = models.DateField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    took_part = models.CharField(
        max_length=300, blank=True, help_text="Who reviewed, was interviewed or took part, as roles."
    )
    reviewed_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "body": LEARNED,
            "their_reference": LEARNED,
            "outcome": LEARNED,
            "summary": LEARNED,
            "source_note": LEARNED,
            "remedy": LEARNED,
            "took_part": LEARNED,
            "signed_off_by": STAFF,
            "owner": STAFF,
        },
        plain=(
            "number kind decided_on score statement fingerprint kept_as_printed remedy_due_on remedy_done_on signed_off_on "
            "reviewed_team"
        ),
    )
    spec = RecordType(
        name="Review",
        plural="Reviews",
        letter="R",
        page="reviews:detail",
        menu="Reviews",
        in_bar=2,
        issues=True,
        permission="reviews.read",
        change="reviews.record",
        on="decided_on",
        note=lambda review: review.body,
        redacted="title body their_reference outcome summary source_note remedy took_part",
        printed="title body their_reference outcome summary source_note took_part",
        as_printed="kept_as_printed",
        references="their_reference",
        codes="kind statement fingerprint",
        not_before={
            "remedy_due_on": "decided_on",
            "remedy_done_on": "decided_on",
            "signed_off_on": "remedy_done_on",
        },
        planned="remedy_due_on",
        work=Work(
            open=models.Q(remedy_due_on__isnull=False, remedy_done_on=None),
            assign="reviews.record",
            own="reviews.decide learning.carry_out",
            due="remedy_due_on",
            team="",
        ),
        search_text=lambda review: " ".join(
            [
                review.summary,
                *(finding.point.text for finding in review.findings.counted().select_related("point")),
            ]
        ),
        labels={"kind": lambda kind: KINDS[kind].name if kind in KINDS else kind},
        cannot_merge=lambda review, into: (
            ""
            if review.kind == into.kind
            else "These are not of one type. Correct the type first, or withdraw one."
        ),
        owns=("findings", "figures", "quotations"),
        states=lambda review, today: review.states(today),
        gaps=(
            Gap(
                "Remedies past their date",
                lambda reviews, today: reviews.remedy_overdue(today).order_by("remedy_due_on", "pk"),
                "Carry out the remedy, and record the date done.",
                mine="findings__owner findings__point__team findings__point__lessons__lesson__actions__owner",
            ),
            Gap(
                "Upheld decisions of the ombudsman without the date of a remedy",
                lambda reviews, today: reviews.remedy_missing().order_by("decided_on", "pk"),
                "Record the remedy and when it is due: one without a date is never late.",
                mine="findings__owner findings__point__team",
            ),
            Gap(
                "Remedies done but not signed off",
                lambda reviews, today: reviews.remedy_to_sign_off().order_by("remedy_done_on", "pk"),
                "Somebody who decides on findings signs off each, by themselves.",
                mine="findings__owner",
            ),
        ),
        kept_counts=(
            KeptCount(
                slug="remedies-in-time",
                each="ombudsman remedies due so far",
                have="were carried out by their date",
                whole=lambda reviews, today: reviews.filter(
                    models.Q(remedy_due_on__lte=today) | models.Q(remedy_done_on__isnull=False),
                    remedy_due_on__isnull=False,
                ),
                part=lambda reviews, today: reviews.filter(remedy_done_on__lte=models.F("remedy_due_on")),
                about=r"remed(?:y|ies)",
            ),
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
            models.Index(
                fields=["council", "remedy_due_on", "id"],
                name="reviews_by_remedy_date",
                condition=models.Q(remedy_due_on__isnull=False, remedy_done_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return its outcome, and how its remedy stands, as tags."""
        outcome = (State(self.outcome),) if self.outcome else ()
        if self.remedy_due_on is None:
            return outcome
        late = self.remedy_days_late(today)
        days = "1 day late" if late == 1 else f"{late} days late"
        if self.remedy_done_on:
            return (*outcome, State(f"Remedy done, {days}" if late else "Remedy done in time", "done"))
        return (
            *outcome,
            State(f"Remedy {days}" if late else "Remedy not done yet", "overdue" if late else "open"),
        )

    def remedy_days_late(self, today: datetime.date) -> int:
        """Return by how many days the remedy was, or is, late; 0 where it is not."""
        if self.remedy_due_on is None:
            return 0
        return max(0, ((self.remedy_done_on or today) - self.remedy_due_on).days)


class CheckBy(models.TextChoices):
    """What shows, months later, whether a finding is embedded."""

    AUDIT = "audit", "A question of the practice audit"
    COURSE = "course", "A course, and what people do since"
    THEME = "theme", "Its theme: whether it is still said"
    MEASURE = "measure", "The measure of its action"


# What a page of many findings prefetches of them, for their states.
ACTIONS = "point__lessons__lesson__actions__measures__verdicts"


@with_history
class Finding(Record):
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
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    check_on = models.DateField(null=True, blank=True)
    check_by = models.CharField(max_length=8, choices=CheckBy, blank=True)
    check_what = models.CharField(max_length=200, blank=True)

    objects = FindingQuerySet.as_manager()

    retention = Retention(
        personal={
            "heading": LEARNED,
            "recommendation": LEARNED,
            "reason": LEARNED,
            "check_what": LEARNED,
            "decided_by": STAFF,
            "owner": STAFF,
        },
        plain="review point decision decided_on due_on check_on check_by",
    )
    spec = RecordType(
        name="Finding",
        plural="Findings",
        page="reviews:finding",
        list_page="reviews:findings",
        issues=True,
        permission="reviews.read",
        change="reviews.record",
        on="review__decided_on",
        note=lambda finding: finding.get_decision_display().lower(),
        redacted="heading recommendation reason check_what",
        printed="heading recommendation",
        as_printed="review__kept_as_printed",
        not_before={
            "decided_on": "review__decided_on",
            "due_on": "review__decided_on",
            "check_on": "decided_on",
        },
        planned="due_on check_on",
        work=Work(
            open=~models.Q(decision__in=SETTLED),
            assign="reviews.decide",
            own="reviews.decide learning.carry_out",
            team="point__team",
        ),
        owns=("agency_answers",),
        based_on={"review": "review"},
        along=("review", "point"),
        # A review is found by its findings too.
        searched=False,
        states=lambda finding, today: finding.states(today),
        kept_counts=FINDING_COUNTS,
        # A finding is one issue: the one entered twice is withdrawn, so that it is counted once.
        merges=False,
        gaps=FINDING_GAPS,
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
            ),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="findings_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(fields=["council", "due_on", "id"], name="findings_by_due_date"),
        ]

    def __str__(self) -> str:
        return textwrap.shorten(self.point.text, 100, placeholder="…")

    @property
    def title(self) -> str:
        """Return its heading; the beginning of its text where it has none."""
        return self.heading or str(self)

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return what the council decided about it, as tags; what was found is no sign of what changed since."""
        if self.decision == Decision.STRENGTH:
            kept = any(row.lesson.withdrawn_on is None for row in self.point.lessons.all())
            return (State("Strength, kept", "done") if kept else State("Strength, not kept yet", "open"),)
        shows = SHARE if holds_count(self.text) else ""
        if self.decision == Decision.EMBEDDED:
            by = self.shown_embedded(self.decided_on or today)
            sample = next((a.embedding for a in by if a.embedding.share), None)
            decided = State(
                "Embedding shown" if by else "Embedding not shown",
                self.decision if by else "gap",
                sample.shows if sample and not shows else shows,
                sample.share if sample and not shows else None,
            )
        else:
            decided = State(self.get_decision_display(), self.decision, shows)
        # Nothing but what the council says of itself: an inspector would ask what was done.
        by_word = self.decision == Decision.IMPLEMENTED and not self.actions()
        is_late = self.due_on is not None and self.due_on < today and self.decision not in SETTLED
        return (
            decided,
            *((State("No action recorded", "grey"),) if by_word else ()),
            *((State("Overdue", "overdue"),) if is_late else ()),
        )

    def actions(self) -> list[Any]:
        """Return the actions agreed from lessons based on it, oldest first; those stopped are left out.

        They stand in a room above: they are reached by the reverse names of its issue, and asked only what every
        action says of itself.
        """
        # Chosen here and not by the database, so that a page of many findings can prefetch them (ACTIONS).
        actions = {
            action.pk: action
            for row in self.point.lessons.all()
            if row.lesson.withdrawn_on is None
            for action in row.lesson.actions.all()
            if action.withdrawn_on is None and action.stopped_on is None
        }
        return sorted(actions.values(), key=lambda action: (action.agreed_on, action.pk))

    def shown_embedded(self, on: datetime.date) -> list[Any]:
        """Return those of its actions that a record shows to be embedded: later than the finding, no later than then."""
        return [
            action
            for action in self.actions()
            if action.is_shown_embedded and self.review.decided_on < action.embedded_checked_on <= on
        ]

    @property
    def is_strength(self) -> bool:
        """Return whether it is of what went well."""
        return self.decision == Decision.STRENGTH

    @property
    def text(self) -> str:
        """Return its text, which is its issue's."""
        return self.point.text

    @property
    def team(self) -> Team | None:
        """Return the team that it concerns."""
        return self.point.team

    @property
    def reference(self) -> str:
        """Return the reference of its review."""
        return self.review.reference
