"""A referral for a safeguarding adult review, from the day it came to the day the report was published."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.reviews.models import Review
from goldthread.standards.review_markers import Marker, markers


class ReviewUnder(models.TextChoices):
    """What was decided about a referral. All reviews under section 44 of the Care Act are statutory."""

    MANDATORY = "mandatory", "Mandatory review, section 44(1) to (3)"
    DISCRETIONARY = "discretionary", "Discretionary review, section 44(4)"
    NONE = "none", "No review"


class Met(models.TextChoices):
    """How a review stands against a quality marker."""

    YES = "yes", "Met"
    PARTLY = "partly", "Partly met"
    NO = "no", "Not met"
    LATER = "later", "Cannot be told yet"


class ReferralQuerySet(RecordQuerySet):
    """Referrals by what is still to be done about them."""

    def undecided(self) -> ReferralQuerySet:
        """Return the referrals without a decision."""
        return self.filter(decided_on=None)

    def taken_up(self) -> ReferralQuerySet:
        """Return the referrals of which a review was made, or is made."""
        return self.filter(review_under__in=(ReviewUnder.MANDATORY, ReviewUnder.DISCRETIONARY))

    def under_way(self) -> ReferralQuerySet:
        """Return the referrals whose review is not concluded yet."""
        return self.taken_up().filter(review=None)


@with_history
class Referral(Numbered):
    """One referral for a safeguarding adult review; where none is made, it is kept with the reason.

    review: the concluded review with its findings. parallel: inquests, criminal and other inquiries beside it.
    involved: who of family or friends, as "a sister", never a name; invited_how, asked_for, came_of_it: their part.
    """

    title = models.CharField(max_length=200)
    referred_by = models.CharField(max_length=160)
    referred_on = models.DateField()
    summary = models.TextField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    review_under = models.CharField(max_length=14, choices=ReviewUnder, blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    deciding_body = models.CharField(max_length=160, blank=True)
    author = models.CharField(max_length=160, blank=True)
    commissioned_on = models.DateField(null=True, blank=True)
    parallel = models.TextField(blank=True)
    involved = models.CharField(max_length=160, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    invited_how = models.CharField(max_length=200, blank=True)
    asked_for = models.TextField(blank=True)
    came_of_it = models.TextField(blank=True)
    review = models.OneToOneField(
        Review, null=True, blank=True, on_delete=models.PROTECT, related_name="referral"
    )
    published_on = models.DateField(null=True, blank=True)
    published_at = models.CharField(max_length=300, blank=True)
    not_published = models.TextField(blank=True)
    markers_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ReferralQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "referred_by": LEARNED,
            "summary": LEARNED,
            "reason": LEARNED,
            "deciding_body": LEARNED,
            "author": LEARNED,
            "parallel": LEARNED,
            "involved": LEARNED,
            "invited_how": LEARNED,
            "asked_for": LEARNED,
            "came_of_it": LEARNED,
            "not_published": LEARNED,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain=(
            "number referred_on due_on review_under decided_on commissioned_on invited_on review published_on "
            "published_at markers_on"
        ),
    )
    spec = RecordType(
        name="Referral for a review",
        plural="Referrals for review",
        letter="RF",
        page="reviews:referral",
        list_page="reviews:referrals",
        menu="Safeguarding adult reviews",
        permission="reviews.decide",
        change="reviews.record",
        notes="reviews.decide",
        on="referred_on",
        redacted=(
            "title referred_by summary reason deciding_body author parallel involved invited_how asked_for came_of_it "
            "not_published"
        ),
        public="published_at",
        codes="review_under",
        not_before={
            "referred_on": "",
            "due_on": "referred_on",
            "decided_on": "referred_on",
            "commissioned_on": "decided_on",
            "invited_on": "referred_on",
            "published_on": "decided_on",
            "markers_on": "referred_on",
        },
        planned="due_on",
        on_thread=False,
        merges=False,
        labels={"review_under": lambda code: dict(ReviewUnder.choices).get(code, code)},
        work=Work(
            open=models.Q(decided_on=None),
            assign="reviews.record",
            own="reviews.decide",
            team="",
            steps=lambda referral: referral.steps,
        ),
        states=lambda referral, today: (referral.state(today),),
        gaps=(
            Gap(
                "Referrals for a safeguarding adult review without a decision",
                lambda referrals, today: referrals.undecided().order_by("referred_on", "pk"),
                "Record what was decided, by whom and why, also where no review is made.",
                mine="owner",
            ),
            Gap(
                "Reviews in which nobody of the family was invited",
                lambda referrals, today: (
                    referrals.taken_up().filter(invited_on=None, came_of_it="").order_by("decided_on", "pk")
                ),
                "Record how the person or the family was invited, or why nobody was.",
                mine="owner",
            ),
            Gap(
                "Concluded reviews that are neither published nor kept back with a reason",
                lambda referrals, today: referrals.filter(
                    review__isnull=False, published_on=None, not_published=""
                ).order_by("decided_on", "pk"),
                "Record when and where the report was published, or why it is not.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_referral_a_number"),
            models.CheckConstraint(
                name="a_decision_on_a_referral_has_its_reason",
                condition=models.Q(decided_on=None) | (~models.Q(reason="") & ~models.Q(review_under="")),
            ),
            models.CheckConstraint(
                name="no_review_of_a_referral_not_taken_up",
                condition=models.Q(review=None) | ~models.Q(review_under=ReviewUnder.NONE),
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-referred_on", "-id"], name="referrals_newest"),
            models.Index(fields=["council", "due_on", "id"], name="referrals_by_date"),
            models.Index(
                fields=["council", "owner", "-referred_on", "-id"],
                name="referrals_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_taken_up(self) -> bool:
        """Return whether a review is, or was, made of it."""
        return self.review_under in (ReviewUnder.MANDATORY, ReviewUnder.DISCRETIONARY)

    @property
    def steps(self) -> dict[str, datetime.date]:
        """Return what is due by when: the decision."""
        if self.due_on is None or self.decided_on:
            return {}
        return {"Decide whether to make a review": self.due_on}

    @property
    def days_to_decision(self) -> int | None:
        """Return how many days after the referral it was decided; None while it is not."""
        return (self.decided_on - self.referred_on).days if self.decided_on else None

    def state(self, today: datetime.date) -> State:
        """Return how far it is: referred, not taken up, under way, concluded, published."""
        if self.decided_on is None:
            late = self.due_on is not None and self.due_on < today
            return State("Not decided, overdue", "overdue") if late else State("Not decided", "open")
        if not self.is_taken_up:
            return State("No review", "closed")
        if self.review_id is None:
            return State("Under way", "in_progress")
        return State("Published", "done") if self.published_on else State("Concluded", "done")


class MarkerAnswer(CouncilOwned):
    """How a review stands against one quality marker, with a note."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="markers")
    marker = models.CharField(max_length=30)
    answer = models.CharField(max_length=8, choices=Met, blank=True)
    note = models.TextField(blank=True)

    retention = Retention(personal={"note": LEARNED}, plain="referral marker answer")
    spec = Part(of="referral", redacted="note", codes="marker answer")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "marker"], name="one_answer_a_marker"),
        ]

    def __str__(self) -> str:
        return f"{self.marker}: {self.get_answer_display()}"


def checklist(referral: Referral) -> list[tuple[Marker, MarkerAnswer | None]]:
    """Return every quality marker with what was answered about it, in their order."""
    answers = {each.marker: each for each in referral.markers.all()}
    return [(marker, answers.get(marker.slug)) for marker in markers()]
