"""Feedback: its facts, its points, and what is stored apart: original text, contact details, equality answers."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned, CouncilQuerySet, with_history
from goldthread.council.records.retention import CASE, STAFF, TRANSIT, VOICE, Retention


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


class ImportBatch(CouncilOwned):
    """The import of one spreadsheet: its columns, its check and its progress."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Columns to match"
        CHECKING = "checking", "Checking"
        CHECKED = "checked", "Ready to import"
        RUNNING = "running", "Importing"
        DONE = "done", "Imported"
        FAILED = "failed", "Stopped"

    source = models.CharField(max_length=30)
    filename = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    skip_errors = models.BooleanField(default=False)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"by": STAFF},
        plain=(
            "source filename fingerprint sheet mapping state rows ready errors duplicates done skip_errors failure "
            "finished_at"
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["council", "-created_at"], name="imports_newest")]

    def __str__(self) -> str:
        return self.filename


class ImportFile(CouncilOwned):
    """The spreadsheet itself, stored only until it has been imported."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    retention = Retention(personal={"content": TRANSIT}, plain=("batch",))

    def __str__(self) -> str:
        return str(self.batch)


class ImportRowError(CouncilOwned):
    """An error in a row, with a message that says what to do; the row's own text is not repeated."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="row_errors")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=300)

    retention = Retention(personal={"message": TRANSIT}, plain=("batch", "row", "column"))

    class Meta:
        ordering = ["row", "column"]

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}"


class ImportMapping(CouncilOwned):
    """The columns matched the last time a spreadsheet of this source had this layout."""

    source = models.CharField(max_length=30)
    columns_key = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)

    retention = Retention(plain=("source", "columns_key", "mapping"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "source", "columns_key"], name="one_mapping_a_layout"),
        ]

    def __str__(self) -> str:
        return self.source


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


class OriginalText(CouncilOwned):
    """The original text, stored apart from the redacted text; opened with a permission and a logged reason."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="original_text")
    as_received = models.TextField()
    point_spans = models.JSONField(
        default=dict, help_text="Each point's position, and its [start, end] in the text."
    )
    original_fields = models.JSONField(
        default=dict, help_text="Every other field in which something was hidden, as it was received."
    )
    names = models.JSONField(
        default=dict, help_text="The people and values of this case with their placeholders."
    )

    retention = Retention(
        personal={"as_received": VOICE, "original_fields": VOICE, "names": VOICE},
        plain=("feedback", "point_spans"),
    )

    def __str__(self) -> str:
        return "original text"


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


class Detection(CouncilOwned):
    """Personal data detected in the text: its kind and its placeholder, never the words themselves.

    `field` with `start` and `end` give its place in the original text, so that it can be shown to those who may
    open it, and restored.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="detections")
    field = models.CharField(max_length=60)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    placeholder = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    confidence = models.FloatField()

    retention = Retention(plain="feedback field start end kind placeholder reason confidence")

    def __str__(self) -> str:
        return f"{self.kind}: {self.placeholder}"


class DetectionDecision(CouncilOwned):
    """A person's decision to redact something in a case, or to undo a redaction; the latest decision applies.

    Its value is personal data. It is kept as long as the original text, and deleted with it.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="detection_decisions")
    hide = models.BooleanField()
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"value": VOICE, "reason": VOICE, "by": STAFF}, plain=("feedback", "hide", "kind")
    )

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {'redacted' if self.hide else 'undone'}"


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
