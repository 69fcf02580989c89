"""Feedback: its facts and its points, with contact details and equality answers stored apart."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet, with_history
from goldthread.council.records.retention import CASE, STAFF, VOICE, Retention
from goldthread.feedback.importing.models import ImportBatch


class Speaker(models.TextChoices):
    """Who the feedback is from."""

    PERSON = "person", "Person who draws on care"
    CARER = "carer", "Unpaid carer"
    REPRESENTATIVE = "representative", "Representative or advocate"
    STAFF = "staff", "Member of staff"
    PARTNER = "partner", "Partner"
    PROVIDER = "provider", "Care provider"
    UNKNOWN = "unknown", "Not known"


class Channel(models.TextChoices):
    """How the feedback was received."""

    FORM = "form", "Online form"
    PHONE = "phone", "Telephone"
    LETTER = "letter", "Letter"
    EMAIL = "email", "E-mail"
    FACE = "face", "Face to face"
    MEETING = "meeting", "Meeting or event"
    IMPORT = "import", "Spreadsheet"
    OTHER = "other", "Other"


class Tone(models.IntegerChoices):
    """Sentiment, where somebody has recorded it."""

    VERY_NEGATIVE = -2, "Very negative"
    NEGATIVE = -1, "Negative"
    NEUTRAL = 0, "Neutral or mixed"
    POSITIVE = 1, "Positive"
    VERY_POSITIVE = 2, "Very positive"


class FeedbackQuerySet(CouncilQuerySet):
    """Queries on feedback, limited to the teams whose records a person may read."""

    def visible_to(self, person: Person) -> FeedbackQuerySet:
        """Return what this person may read: the whole council's, or their own teams'."""
        teams = person.teams_for("feedback.read")
        visible = super().visible_to(person)
        return visible if teams is None else visible.filter(team_id__in=teams)

    def awaiting_response(self) -> FeedbackQuerySet:
        """Return feedback whose speaker asked for a response and has not had one."""
        return self.filter(wants_reply=True, responded_on__isnull=True)


@with_history
class Feedback(CouncilOwned):
    """A piece of feedback of any type; its text is in its points."""

    number = models.BigIntegerField()
    source = models.CharField(max_length=30)
    speaker = models.CharField(max_length=20, choices=Speaker, default=Speaker.UNKNOWN)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.OTHER)
    title = models.CharField(max_length=160)
    happened_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=120, blank=True)
    format_needed = models.CharField(max_length=60, blank=True)
    wants_reply = models.BooleanField(default=False)
    responded_on = models.DateField(null=True, blank=True)
    response = models.TextField(blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    extra = models.JSONField(default=dict)
    their_reference = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="feedback")
    batch_row = models.PositiveIntegerField(null=True)
    fingerprint = models.CharField(max_length=64)
    is_locked = models.BooleanField(default=False, help_text="Awaiting redaction.")
    forgotten_on = models.DateField(null=True)

    objects = FeedbackQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": VOICE,
            "response": VOICE,
            "extra": VOICE,
            "their_reference": CASE,
            "format_needed": CASE,
            "service": VOICE,
            "outcome": VOICE,
            "recorded_by": STAFF,
            "fingerprint": VOICE,
        },
        plain=(
            "number source speaker channel happened_on received_on team wants_reply responded_on "
            "closed_on batch batch_row is_locked forgotten_on"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_feedback_a_number"),
            models.UniqueConstraint(fields=["council", "source", "fingerprint"], name="feedback_comes_once"),
            models.UniqueConstraint(fields=["batch", "batch_row"], name="one_feedback_a_row"),
        ]
        indexes = [
            models.Index(fields=["council", "-received_on", "-id"], name="feedback_newest"),
            models.Index(fields=["council", "source", "-received_on", "-id"], name="feedback_by_source"),
            models.Index(fields=["council", "team", "-received_on", "-id"], name="feedback_by_team"),
            models.Index(fields=["council", "speaker", "-received_on", "-id"], name="feedback_by_speaker"),
            models.Index(
                fields=["council", "-received_on"],
                name="feedback_awaiting_reply",
                condition=models.Q(wants_reply=True, responded_on__isnull=True),
            ),
            models.Index(
                fields=["council", "-received_on", "-id"],
                name="feedback_locked",
                condition=models.Q(is_locked=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """Return the number by which people know it."""
        return f"F-{self.number}"


class Contact(CouncilOwned):
    """Contact details; restricted to those who respond."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)

    retention = Retention(
        personal={"name": CASE, "email": CASE, "phone": CASE, "address": CASE}, plain=("feedback",)
    )

    def __str__(self) -> str:
        return "contact"


class EqualityAnswers(CouncilOwned):
    """Equality monitoring answers: stored apart, used in totals only."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="equality")
    answers = models.JSONField(default=dict)

    retention = Retention(personal={"answers": VOICE}, plain=("feedback",))

    def __str__(self) -> str:
        return "equality answers"


class PointQuerySet(CouncilQuerySet):
    """Queries on points, limited as the feedback that they belong to."""

    def visible_to(self, person: Person) -> PointQuerySet:
        """Return the points this person may read; a finding's point is open to whoever reads reviews."""
        visible = super().visible_to(person)
        teams = person.teams_for("feedback.read")
        if teams is not None:
            visible = visible.filter(
                models.Q(team_id__in=teams, feedback__isnull=False) | models.Q(feedback__isnull=True)
            )
        if not person.may("reviews.read"):
            visible = visible.filter(feedback__isnull=False)
        return visible

    def not_coded(self) -> PointQuerySet:
        """Return the points that nobody has coded yet; those awaiting redaction or deleted cannot be coded."""
        open_ = self.filter(coded_at__isnull=True).exclude(feedback__is_locked=True)
        return open_.exclude(feedback__forgotten_on__isnull=False)


@with_history
class Point(CouncilOwned):
    """One issue in feedback, or one finding of a review: what themes attach to and lessons are based on.

    `month`, `source`, `team` and `speaker` are copied here, so that counting needs no join.
    """

    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    source = models.CharField(max_length=30)
    speaker = models.CharField(max_length=20, choices=Speaker, default=Speaker.UNKNOWN)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="The first day of the month in which it was received.")
    tone = models.SmallIntegerField(choices=Tone, null=True, blank=True)
    is_upheld = models.BooleanField(null=True, blank=True)
    coded_at = models.DateTimeField(null=True, help_text="When a person first coded it, or chose no theme.")

    objects = PointQuerySet.as_manager()

    retention = Retention(
        personal={"text": VOICE},
        plain="feedback position source speaker team month tone is_upheld coded_at",
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["feedback", "position"], name="one_point_a_position")]
        indexes = [
            models.Index(fields=["council", "month"], name="points_by_month"),
            models.Index(
                fields=["council", "-id"], name="points_not_coded", condition=models.Q(coded_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
