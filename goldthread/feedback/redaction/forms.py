"""The forms for correcting redactions; each asks for a reason."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator

from goldthread.feedback.redaction.detections import KINDS
from goldthread.web.forms import Form

_NO_NAMES = "Do not name anybody. Your name, the time and this reason are recorded in the audit log."


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(300)],
        widget=forms.Textarea({"rows": 3}),
        help_text=_NO_NAMES,
    )


class RedactMoreForm(Form):
    """Words to redact, their kind of personal data and the reason."""

    words = forms.CharField(
        label="Words to redact",
        max_length=200,
        help_text="Type whole words as they appear in the text.",
    )
    kind = forms.ChoiceField(
        label="Kind of personal data",
        widget=forms.RadioSelect,
        choices=[(str(kind), name) for kind, name in KINDS.items()],
    )
    reason = _reason("Reason")


class UndoRedactionForm(Form):
    """The reason for undoing a redaction."""

    reason = _reason("Reason")


class OpenRedactionsForm(Form):
    """The reason for opening the redacted words."""

    reason = _reason("Reason")
