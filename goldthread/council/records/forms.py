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


class ContactForm(Form):
    """A name, number or e-mail address that is meant for a record's readers."""

    text = forms.CharField(
        label="Name, number or email address",
        max_length=120,
        help_text="Only of staff or a team who expect to hear from readers. It is then shown to everybody who reads this.",
    )
    placeholder = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    times = forms.IntegerField(required=False, min_value=0, max_value=1000, widget=forms.HiddenInput)
