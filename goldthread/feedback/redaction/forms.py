"""The forms for putting right what was hidden; each asks why."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator

from goldthread.feedback.redaction.detections import KINDS
from goldthread.web.forms import Form

_NAMES_NOBODY = "Name nobody here. Your name, the time and this reason are kept in the audit trail."


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(300)],
        widget=forms.Textarea({"rows": 3}),
        help_text=_NAMES_NOBODY,
    )


class HideForm(Form):
    """Words that are to be hidden too, what they are, and why."""

    words = forms.CharField(
        label="Words to hide",
        max_length=200,
        help_text="Type them as they stand in the text: whole words, in any spelling.",
    )
    kind = forms.ChoiceField(
        label="What are they?",
        widget=forms.RadioSelect,
        choices=[(str(kind), name) for kind, name in KINDS.items()],
    )
    reason = _reason("Why they must be hidden")


class ShowForm(Form):
    """Why something was wrongly hidden."""

    reason = _reason("Why it points at nobody")


class JudgeForm(Form):
    """Why the words of the detections are needed."""

    reason = _reason("Why you need to see what was hidden")
