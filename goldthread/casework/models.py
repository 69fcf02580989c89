"""A complaint's case, what happened to it, what was found of each issue, and what is done to put it right."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.choices import (
    Advocate,
    Consent,
    Found,
    Happened,
    Level,
    NotAccepted,
    RemedyKind,
    State,
    Urgency,
    YesNo,
)
from goldthread.casework.of_feedback import (
    OfFeedback,
    OfFeedbackQuerySet,
    by_date_and_owner,
    on_timeline,
    work_on_case,
)
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Happening
from goldthread.council.records.base import CouncilOwned, Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State as Tag
from goldthread.feedback.models import Feedback, Point


class ComplaintCase(CouncilOwned):
    """What is recorded of working one complaint or enquiry; its text, team, owner and due date are the feedback's.

    Its key, version and timeline are the feedback's too: they are one thing with one page.
    """

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="case")
    procedure = models.CharField(max_length=60)
    procedure_version = models.PositiveSmallIntegerField(default=1)
    complexity = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.NEW)
    stage = models.PositiveSmallIntegerField(default=1)
    acknowledged_on = models.DateField(null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    investigator = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    risk = models.CharField(max_length=10, choices=Level, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency, blank=True)
    desired_outcome = models.TextField(blank=True)
    conflict = models.CharField(max_length=3, choices=YesNo, blank=True)
    conflict_handled = models.TextField(blank=True)
    consent = models.CharField(max_length=20, choices=Consent, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    representative = models.CharField(max_length=200, blank=True)
    advocate = models.CharField(max_length=20, choices=Advocate, blank=True)
    not_accepted = models.CharField(max_length=20, choices=NotAccepted, blank=True)
    # So many days of the reply's time are gone by then three times over; None while no clock runs.
    three_times_on = models.DateField(null=True, blank=True)
    reopening_asked_on = models.DateField(null=True, blank=True)
    # Of a joint complaint: who leads and sends the one reply, None for the council, and since when that is agreed.
    lead = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead_agreed_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={
            "investigator": STAFF,
            "desired_outcome": CASE,
            "conflict_handled": CASE,
            "representative": CASE,
        },
        plain=(
            "feedback procedure procedure_version complexity state stage acknowledged_on replied_on risk urgency conflict "
            "consent consent_on advocate not_accepted three_times_on reopening_asked_on lead lead_agreed_on"
        ),
    )
    spec = Part(
        of="feedback",
        redacted="desired_outcome conflict_handled representative",
        codes="procedure complexity",
        not_before={
            "acknowledged_on": "feedback__received_on",
            "replied_on": "feedback__received_on",
            "reopening_asked_on": "feedback__received_on",
            "lead_agreed_on": "feedback__received_on",
            "consent_on": "",
            "three_times_on": "feedback__received_on",
        },
        planned="three_times_on",
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "state", "feedback"], name="cases_by_state"),
            models.Index(
                fields=["council", "investigator"],
                name="cases_by_investigator",
                condition=models.Q(investigator__isnull=False),
            ),
            models.Index(
                fields=["council", "three_times_on"],
                name="cases_three_times_over",
                condition=models.Q(three_times_on__isnull=False),
            ),
            models.Index(
                fields=["council", "reopening_asked_on"],
                name="cases_asked_to_reopen",
                condition=models.Q(reopening_asked_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return "case"


class CaseEvent(CouncilOwned):
    """One thing that happened to a case on a day: its clocks are read from all of them.

    The timeline shows the command that recorded it; this keeps the days as they were said.
    """

    case = models.ForeignKey(ComplaintCase, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Happened)
    on = models.DateField()
    stage = models.PositiveSmallIntegerField(default=1)
    step = models.CharField(max_length=60, blank=True, help_text="Of an extension: the step that it extends.")
    units = models.PositiveSmallIntegerField(default=0)
    until = models.DateField(null=True, blank=True)
    to = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True, help_text="The reason, or what was agreed.")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # Recorded by mistake: it stays, and counts no more.
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    retention = Retention(
        personal={"text": CASE, "by": STAFF, "withdrawn_because": CASE, "withdrawn_by": STAFF},
        plain="case kind on stage step units until to told_on withdrawn_on",
    )
    spec = Part(
        of="case",
        redacted="text withdrawn_because",
        codes="step",
        not_before={
            "on": "case__feedback__received_on",
            "until": "on",
            "to": "on",
            "told_on": "case__feedback__received_on",
            "withdrawn_on": "",
        },
        planned="until to",
    )

    class Meta:
        ordering = ["on", "created_at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class PointOutcome(CouncilOwned):
    """What was found of one issue of a case: as it counts, in the council's own word, with the explanation.

    Its key is the issue's own.
    """

    case = models.ForeignKey(ComplaintCase, on_delete=models.CASCADE, related_name="outcomes")
    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="outcome")
    found = models.CharField(max_length=12, choices=Found)
    word = models.CharField(max_length=60)
    explanation = models.TextField()
    found_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    retention = Retention(
        personal={"explanation": CASE, "by": STAFF}, plain="case point found word found_on recorded_at"
    )
    spec = Part(
        of="case",
        redacted="explanation",
        codes="word",
        not_before={"found_on": "point__heard_on"},
        happening=Happening(
            what="Finding recorded",
            kinds="feedback",
            ends=("", "case__feedback_id"),
            permission="casework.read",
            when="recorded_at",
            text="explanation",
            labelled="word",
            icon="label",
        ),
    )

    def __str__(self) -> str:
        return self.word


class RemedyQuerySet(OfFeedbackQuerySet):
    """Queries on remedies."""

    def open(self) -> RemedyQuerySet:
        """Return the remedies that are neither done nor given up."""
        return self.filter(done_on=None, stopped_on=None)


@with_history
class Remedy(Record, OfFeedback):
    """One thing the council does to put a complaint right: by whom, by when, and what shows that it was done."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="remedies")
    point = models.ForeignKey(
        Point, null=True, blank=True, on_delete=models.SET_NULL, related_name="remedies"
    )
    enquiry = models.ForeignKey(
        "goldthread.OmbudsmanEnquiry",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="remedies",
        help_text="Where the ombudsman recommended it.",
    )
    kind = models.CharField(max_length=20, choices=RemedyKind)
    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    agreed_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    proof = models.TextField(blank=True, help_text="What shows that it was done.")
    accepted_on = models.DateField(null=True, blank=True, help_text="When the ombudsman accepted it as done.")
    stopped_on = models.DateField(null=True, blank=True)
    stopped_because = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = RemedyQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": CASE,
            "proof": CASE,
            "stopped_because": CASE,
            "owner": STAFF,
            "recorded_by": STAFF,
        },
        plain="feedback point enquiry kind amount agreed_on due_on done_on accepted_on stopped_on",
    )
    spec = RecordType(
        name="Remedy",
        plural="Remedies",
        page="casework:remedy",
        list_page="casework:remedies",
        permission="casework.read",
        change="casework.handle",
        on="due_on",
        redacted="title proof stopped_because",
        not_before={
            "agreed_on": "feedback__received_on",
            "due_on": "agreed_on",
            "done_on": "agreed_on",
            "accepted_on": "done_on",
            "stopped_on": "agreed_on",
        },
        planned="due_on",
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=work_on_case(models.Q(done_on=None, stopped_on=None)),
        note=lambda remedy: remedy.get_kind_display().lower(),
        # Found by its complaint, whose team may change.
        searched=False,
        on_thread=False,
        merges=False,
        states=lambda remedy, today: remedy.states(today),
        gaps=(
            Gap(
                "Remedies of complaints past their date",
                lambda remedies, today: remedies.open().filter(due_on__lt=today).order_by("due_on", "pk"),
                "Carry out each and record what shows it, or say why it is not done.",
                mine="owner feedback__team",
            ),
        ),
        happening=on_timeline("Remedy agreed"),
    )

    class Meta:
        indexes = by_date_and_owner("remedies")
        constraints = [
            models.CheckConstraint(
                name="a_payment_has_an_amount",
                condition=~models.Q(kind=RemedyKind.PAYMENT) | models.Q(amount__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def states(self, today: datetime.date) -> tuple[Tag, ...]:
        """Return whether it was carried out, as a tag."""
        if self.stopped_on:
            return (Tag("Not carried out", "stopped"),)
        if self.done_on:
            done = Tag("Done late" if self.done_on > self.due_on else "Done", "done")
            return (done, Tag("Accepted by the ombudsman", "done")) if self.accepted_on else (done,)
        return (Tag("Overdue", "overdue") if self.due_on < today else Tag("Not done yet", "open"),)
