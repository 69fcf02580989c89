"""What redaction keeps of feedback, apart from it: the original text, what was detected in it, and people's decisions."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.council.records.spec import FreeText, Part
from goldthread.feedback.models import Feedback


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
    earlier_contacts = models.JSONField(
        default=list, help_text="Contact details that were corrected: the text may name somebody by them."
    )

    retention = Retention(
        personal={"as_received": VOICE, "original_fields": VOICE, "earlier_contacts": VOICE},
        plain=("feedback", "point_spans"),
    )
    # No part of its record: what is hidden later is hidden in the redacted text, and stays in the original.
    spec = FreeText(restricted="as_received original_fields earlier_contacts", codes="point_spans")

    def __str__(self) -> str:
        return "original text"


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
    spec = Part(of="feedback", codes="field kind placeholder reason")

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
    # The value is what is hidden: it is shown to nobody, and is needed to hide it again.
    spec = FreeText(redacted="reason", restricted="value", codes="kind")

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {'redacted' if self.hide else 'undone'}"
