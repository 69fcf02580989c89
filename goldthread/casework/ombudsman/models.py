"""What the ombudsman asked about a case, our reply and who authorised it, and the decision that came of it."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.of_feedback import OfFeedback, OfFeedbackQuerySet, on_timeline
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback
from goldthread.reviews.models import Review


class EnquiryKind(models.TextChoices):
    """What the ombudsman does with a complaint about the council, as far as it is known."""

    ENQUIRY = "enquiry", "Initial enquiry"
    PREMATURE = "premature", "Premature: for us to answer first"
    INVESTIGATION = "investigation", "Detailed investigation"


class Compliance(models.TextChoices):
    """Whether the ombudsman is satisfied that what it recommended was carried out."""

    COMPLIED = "complied", "Complied with"
    LATE = "late", "Complied with late"
    NOT = "not", "Not complied with"


class EnquiryQuerySet(OfFeedbackQuerySet):
    """Queries on enquiries of the ombudsman."""

    def waiting(self) -> EnquiryQuerySet:
        """Return the enquiries that are to be answered by a date and are not answered yet."""
        return self.filter(sent_on=None, due_on__isnull=False)

    def to_authorise(self) -> EnquiryQuerySet:
        """Return the enquiries whose reply is drafted, and that nobody has authorised."""
        return self.waiting().filter(authorised_by=None).exclude(response="")

    def late(self, today: datetime.date) -> EnquiryQuerySet:
        """Return the enquiries that were answered after their date, or are past it without an answer."""
        return self.filter(
            models.Q(sent_on__gt=models.F("due_on")) | models.Q(sent_on=None, due_on__lt=today)
        )


@with_history
class OmbudsmanEnquiry(Record, OfFeedback):
    """One enquiry of the ombudsman about a case: what was asked, by when, what was answered, and the decision."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="ombudsman_enquiries")
    kind = models.CharField(max_length=15, choices=EnquiryKind)
    their_reference = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    asked = models.TextField()
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="By when the ombudsman expects our reply.")
    first_due_on = models.DateField(null=True, blank=True, help_text="The date before it was extended.")
    extended_because = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    response = models.TextField(blank=True)
    learning_note = models.TextField(blank=True, help_text="What the council has learned, before it replies.")
    drafted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    authorised_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    authorised_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    review = models.OneToOneField(
        Review, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiry"
    )
    compliance = models.CharField(max_length=10, choices=Compliance, blank=True)
    compliance_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = EnquiryQuerySet.as_manager()

    retention = Retention(
        personal={
            "their_reference": CASE,
            "title": CASE,
            "asked": CASE,
            "extended_because": CASE,
            "response": CASE,
            "learning_note": CASE,
            "owner": STAFF,
            "drafted_by": STAFF,
            "authorised_by": STAFF,
            "recorded_by": STAFF,
        },
        plain=(
            "feedback kind received_on due_on first_due_on authorised_on sent_on review compliance compliance_on"
        ),
    )
    spec = RecordType(
        name="Ombudsman enquiry",
        plural="Ombudsman enquiries",
        page="casework:enquiry",
        list_page="casework:ombudsman",
        permission="casework.read",
        change="casework.handle",
        on="received_on",
        redacted="title their_reference asked extended_because response learning_note",
        references="their_reference",
        not_before={
            "received_on": "feedback__received_on",
            "due_on": "received_on first_due_on",
            "first_due_on": "received_on",
            "authorised_on": "received_on",
            "sent_on": "received_on authorised_on",
            "compliance_on": "review__decided_on",
        },
        planned="due_on first_due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=Work(
            open=models.Q(sent_on=None, due_on__isnull=False),
            assign="casework.handle",
            own="casework.handle casework.authorise",
            team="feedback__team",
        ),
        note=lambda enquiry: enquiry.their_reference,
        # Found by its complaint, whose team may change.
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda enquiry, today: enquiry.states(today),
        gaps=(
            Gap(
                "Replies to the ombudsman past their date",
                lambda enquiries, today: (
                    enquiries.waiting().filter(due_on__lt=today).order_by("due_on", "pk")
                ),
                "Reply, or agree another date with the ombudsman and record why.",
                mine="owner feedback__team",
            ),
        ),
        happening=on_timeline("Ombudsman asks", icon="in"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "-received_on", "-id"], name="enquiries_newest"),
            models.Index(fields=["council", "due_on", "id"], name="enquiries_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="enquiries_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_reply_is_authorised_before_it_is_sent",
                condition=models.Q(sent_on=None) | models.Q(authorised_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def days_late(self, today: datetime.date) -> int:
        """Return by how many days our reply was, or is, late; 0 where it is not, or none is due."""
        if self.due_on is None:
            return 0
        return max(0, ((self.sent_on or today) - self.due_on).days)

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how our reply stands and what was decided, as tags."""
        decided = (State(self.review.outcome, "done"),) if self.review is not None else ()
        late = self.days_late(today)
        days = "1 day late" if late == 1 else f"{late} days late"
        if self.sent_on:
            return (*decided, State(f"Reply sent, {days}" if late else "Reply sent in time", "done"))
        if self.due_on is None:
            return (*decided, State("No reply due", "grey"))
        if late:
            return (*decided, State(f"Reply {days}", "overdue"))
        if self.authorised_by_id:
            return (*decided, State("Authorised, to be sent", "turquoise"))
        return (*decided, State("To be authorised" if self.response else "Reply to be drafted", "open"))
