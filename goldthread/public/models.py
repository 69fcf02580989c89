"""Forms of the public: one that is being filled in, one that was sent, and what must follow each that was sent."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Happening
from goldthread.council.records.base import CouncilOwned, Record, RecordQuerySet, now
from goldthread.council.records.retention import CASE, PUBLIC_FORM, STAFF, Retention
from goldthread.council.records.spec import FreeText, Part, RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback
from goldthread.public.choices import Agreed, Duty, Kind, Problem, Relation, Standing
from goldthread.public.doors import DOORS

KEPT = datetime.timedelta(days=PUBLIC_FORM.days or 0)
LATE = datetime.timedelta(hours=1)


class PublicDraft(CouncilOwned):
    """A form that somebody fills in, saved with each step; deleted once it is sent, or so many days after it was last saved.

    door: the form by which they came (`doors.py`). secret and code are hashes: of what stands in the address, and of
    what somebody enters to come back to it. answers: what was typed, by the name of its field. email_codes, email_code_at,
    email_tries: how many codes were sent to their e-mail address, the last when, and how often a wrong one was entered.
    """

    door = models.CharField(max_length=20)
    secret = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64, unique=True)
    answers = models.JSONField(default=dict)
    filled_in_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=now)
    paused_at = models.DateTimeField(null=True)
    email_codes = models.PositiveSmallIntegerField(default=0)
    email_code_at = models.DateTimeField(null=True)
    email_tries = models.PositiveSmallIntegerField(default=0)
    confirmed_email = models.CharField(
        max_length=254, blank=True, help_text="The address that was confirmed."
    )

    retention = Retention(
        personal={"answers": PUBLIC_FORM, "confirmed_email": PUBLIC_FORM, "filled_in_by": PUBLIC_FORM},
        plain="door secret code saved_at paused_at email_codes email_code_at email_tries",
    )
    spec = FreeText(restricted="answers confirmed_email", codes="door secret code")

    class Meta:
        indexes = [models.Index(fields=["council", "saved_at"], name="public_forms_oldest")]

    def __str__(self) -> str:
        return "public form"

    @property
    def kept_until(self) -> datetime.date:
        """Return the last whole day on which it is kept, unless it is saved again."""
        return timezone.localdate(self.saved_at + KEPT)


class SubmissionQuerySet(RecordQuerySet):
    """Queries on forms that were sent: whoever may read the feedback that one became sees it."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> SubmissionQuerySet:
        """Return those that became feedback which this person may read."""
        teams = person.teams_for("feedback.read")
        visible = self.filter(council_id=person.council_id)
        if teams is not None:
            visible = visible.filter(feedback__team__in=teams)
        return visible if withdrawn else visible.counted().filter(feedback__withdrawn_on=None)

    def to_see_to(self, at: datetime.datetime) -> SubmissionQuerySet:
        """Return those of which something that must follow failed, or waits for over an hour."""
        return self.filter(pk__in=FollowUp.objects.to_see_to(at).values("submission"))


class Submission(Record):
    """A form that was sent: by which door, for whom, and the feedback that it became; none of its words.

    secret: the hash of its address while it was filled in, so that sending it again shows the first reference.
    read_as: in which language and reading it was filled in (`manner.Manner.as_text`).
    filled_in_by: the member of staff who filled it in for somebody. email_confirmed: whether the address was confirmed
    by a code; until then it receives the reference only.
    """

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="submission")
    door = models.CharField(max_length=20)
    secret = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    relation = models.CharField(max_length=20, choices=Relation, blank=True)
    agreed = models.CharField(max_length=10, choices=Agreed, blank=True)
    sent_on = models.DateField()
    read_as = models.CharField(max_length=30, blank=True)
    has_email = models.BooleanField(default=False)
    email_confirmed = models.BooleanField(default=False)
    filled_in_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    retention = Retention(
        personal={"relation": CASE, "agreed": CASE, "filled_in_by": STAFF},
        plain="feedback door secret kind sent_on has_email email_confirmed read_as",
    )
    spec = RecordType(
        name="Public form",
        plural="Public forms",
        menu="Public forms",
        page="public:submission",
        list_page="public:submissions",
        permission="feedback.read",
        on="sent_on",
        title="title",
        codes="door secret read_as",
        not_before={"sent_on": ""},
        based_on={"feedback": "feedback"},
        along=("feedback",),
        searched=False,
        on_thread=False,
        merges=False,
        # The feedback that it became is withdrawn instead.
        withdraws=False,
        states=lambda submission, today: submission.states(),
        happening=Happening(
            what="Came by a public form",
            kinds="feedback",
            ends=("", "feedback_id"),
            permission="feedback.read",
            by="filled_in_by__name",
            opens=True,
            icon="in",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["council", "-sent_on", "-id"], name="public_forms_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what it is called: by which door it came, and the reference that whoever sent it was shown."""
        return f"{DOORS[self.door].name}: {self.feedback.reference}"

    @property
    def team(self) -> Team | None:
        """Return the team of the feedback that it became."""
        return self.feedback.team

    @property
    def team_id(self) -> Any:
        """Return the key of that team."""
        return self.feedback.team_id

    def states(self) -> tuple[State, ...]:
        """Return how what must follow it stands, as a tag."""
        late = [each for each in self.follow_ups.all() if each.needs_somebody(timezone.now())]
        return (State("Not followed up", "overdue") if late else State("Sent", "done"),)


class FollowUpQuerySet(models.QuerySet):
    """Reads of what must follow."""

    def to_see_to(self, at: datetime.datetime) -> FollowUpQuerySet:
        """Return what failed, what may have been sent and may not, and what waits for over an hour."""
        late = models.Q(standing__in=(Standing.WAITING, Standing.SENDING), created_at__lt=at - LATE)
        return self.filter(models.Q(standing__in=(Standing.FAILED, Standing.UNSURE)) | late)


class FollowUp(CouncilOwned):
    """One thing that must follow a form that was sent, done once however often it is tried."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="follow_ups")
    duty = models.CharField(max_length=20, choices=Duty)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.WAITING)
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    retention = Retention(plain="submission duty standing problem tries tried_at done_at")
    spec = Part(of="submission")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "submission", "duty"], name="one_follow_up_a_duty")
        ]
        indexes = [
            models.Index(
                fields=["council", "created_at"],
                name="follow_ups_not_done",
                condition=~models.Q(standing="done"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.get_standing_display()}"

    def needs_somebody(self, at: datetime.datetime) -> bool:
        """Return whether a person must see to it: it failed, or waits for over an hour."""
        if self.standing in (Standing.FAILED, Standing.UNSURE):
            return True
        return self.standing != Standing.DONE and self.created_at < at - LATE
