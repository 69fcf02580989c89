"""One agency's answer to one finding: what it decided, what it does, and on which day it was done and shown."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Record, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.reviews.models import Finding
from goldthread.reviews.querysets import SETTLED, Decision


class AgencyDecision(models.TextChoices):
    """What an agency answers; the same words as the council's own decision."""

    UNDECIDED = Decision.UNDECIDED.value, "No answer yet"
    ACCEPTED = Decision.ACCEPTED.value, "Accepted"
    IN_PROGRESS = Decision.IN_PROGRESS.value, "In progress"
    IMPLEMENTED = Decision.IMPLEMENTED.value, "Implemented"
    EMBEDDED = Decision.EMBEDDED.value, "Evidence of embedding"
    NOT_IMPLEMENTED = Decision.NOT_IMPLEMENTED.value, "Not implemented"


class AgencyAnswerQuerySet(RecordQuerySet):
    """Answers of agencies by what is still to be done."""

    def missing(self) -> AgencyAnswerQuerySet:
        """Return those that have not answered yet."""
        return self.filter(decision=AgencyDecision.UNDECIDED)

    def overdue(self, today: datetime.date) -> AgencyAnswerQuerySet:
        """Return what is past its date and neither implemented nor declined."""
        return self.filter(due_on__lt=today).exclude(decision__in=SETTLED)


@with_history
class AgencyAnswer(Record):
    """What one agency is asked about a finding, and its answer.

    does: what it does about it; their_owner: who sees to it there, as a role. proof: what shows that it was done or is
    embedded. answered_on, implemented_on, embedded_on: the first day of each.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="agency_answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    decision = models.CharField(
        max_length=20, choices=AgencyDecision, default=AgencyDecision.UNDECIDED, blank=True
    )
    reason = models.TextField(blank=True)
    does = models.TextField(blank=True)
    their_owner = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True, blank=True)
    proof = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    implemented_on = models.DateField(null=True, blank=True)
    embedded_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AgencyAnswerQuerySet.as_manager()

    retention = Retention(
        personal={
            "reason": LEARNED,
            "does": LEARNED,
            "their_owner": LEARNED,
            "proof": LEARNED,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="finding organisation asked_on decision due_on answered_on implemented_on embedded_on",
    )
    spec = RecordType(
        name="Agency’s answer",
        plural="Agencies’ answers",
        page="reviews:agency_answer",
        list_page="reviews:agency_answers",
        menu="Agencies’ answers to findings",
        permission="reviews.read",
        change="reviews.record",
        # Of the review, so that what a report counts of a year's reviews is what its list shows.
        on="finding__review__decided_on",
        redacted="reason does their_owner proof",
        not_before={
            "asked_on": "finding__review__decided_on",
            "due_on": "asked_on",
            "answered_on": "asked_on",
            "implemented_on": "answered_on",
            "embedded_on": "implemented_on",
        },
        planned="due_on",
        based_on={"finding": "finding"},
        along=("finding__point", "finding__review", "organisation"),
        work=Work(
            open=~models.Q(decision__in=SETTLED),
            assign="reviews.record",
            own="reviews.decide",
            team="",
        ),
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda answer, today: answer.states(today),
        gaps=(
            Gap(
                "Findings that an agency has not answered",
                lambda answers, today: answers.missing().order_by("asked_on", "pk"),
                "Ask the agency again, by a link or by telephone, and record what it answers.",
                mine="owner",
            ),
            Gap(
                "What an agency does is past its date",
                lambda answers, today: (
                    answers.overdue(today).exclude(decision=AgencyDecision.UNDECIDED).order_by("due_on", "pk")
                ),
                "Ask what was done and what shows it, and record the answer.",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "organisation"],
                condition=models.Q(withdrawn_on=None),
                name="an_agency_answers_a_finding_once",
                violation_error_message="This agency is asked about this finding already.",
            ),
            models.CheckConstraint(
                name="an_agency_gives_its_reason",
                condition=~models.Q(decision=AgencyDecision.NOT_IMPLEMENTED) | ~models.Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["council", "due_on", "id"], name="agency_answers_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="agency_answers_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the agency and the finding."""
        return f"{self.organisation.name}: {self.finding.title}"

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return what the agency answered, as a tag, and whether its date is past."""
        late = self.due_on is not None and self.due_on < today and self.decision not in SETTLED
        answered = State(self.get_decision_display(), self.decision)
        return (answered, State("Overdue", "overdue")) if late else (answered,)

    @property
    def begins_on(self) -> datetime.date:
        """Return the day from which its days count: the publication of the review, else the day it was concluded."""
        review = self.finding.review
        referral = getattr(review, "referral", None)
        return (referral.published_on if referral is not None else None) or review.decided_on

    def days_to(self, step: str) -> int | None:
        """Return the days from publication to a step ("answered", "implemented", "embedded"); None before it came."""
        on: datetime.date | None = getattr(self, f"{step}_on")
        return max(0, (on - self.begins_on).days) if on else None
