"""What the forms that correct, withdraw and merge records of any type have in common: the reason."""

from __future__ import annotations

from django import forms

from goldthread.web.forms import Form


class ReasonForm(Form):
    """Why something is done to a record; the timeline shows it."""

    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CorrectionForm(Form):
    """Why a record is corrected; a form of its fields that takes this first as a parent asks for it last."""

    reason = forms.CharField(
        label="Reason for the correction",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown in the timeline.",
    )


class MergeForm(ReasonForm):
    """Which record another is merged into, and why."""

    into = forms.CharField(
        label="Record to keep",
        max_length=300,
        help_text="Its reference, or the address of its page.",
    )
    field_order = ("into", "reason")
