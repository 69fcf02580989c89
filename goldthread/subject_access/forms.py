"""Forms of subject access requests: they check shape and never write."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.subject_access.matching import KINDS
from goldthread.subject_access.models import Decision
from goldthread.web.forms import DateField, FilterForm, Form

HANDLE = "subject_access.handle"


class RequestFields(Form):
    """What is asked for, and when it came."""

    title = forms.CharField(
        label="What they ask for",
        max_length=200,
        help_text="Without their name, such as “Everything about the complaint of 2025”.",
    )
    received_on = DateField(label="Date the request was received", latest=timezone.localdate)
    identity_checked_on = DateField(
        label="Date on which their identity was checked", latest=timezone.localdate, required=False
    )


class NewRequestForm(RequestFields):
    """A new request, with the name of the person."""

    name = forms.CharField(
        label="Their name",
        max_length=200,
        help_text="It is kept apart, and shown only to those who deal with requests. Add other names and numbers next.",
    )
    owner = PersonField(HANDLE, label="Owner", required=False)


class EditRequestForm(CorrectionForm, RequestFields):
    """A correction of a request."""


class RequestFilter(FilterForm):
    """What narrows the list of requests."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All"), ("open", "Open"), ("given", "Given"), ("ended", "Ended")],
    )


class TermForm(Form):
    """One more thing by which the person is looked for."""

    kind = forms.ChoiceField(label="What it is", choices=list(KINDS.items()), widget=forms.RadioSelect)
    value = forms.CharField(
        label="Name, number or date",
        max_length=200,
        help_text="Misspellings of a name and every way to write a number or date are found too.",
    )


class ExtendForm(Form):
    """That it takes longer, told within the first month."""

    extended_on = DateField(label="Date on which the person was told", latest=timezone.localdate)
    extended_because = forms.CharField(
        label="Why it takes longer",
        widget=forms.Textarea({"rows": 3}),
        help_text="The request is complex, or they made several.",
    )


class DecideForm(Form):
    """What becomes of something that was found."""

    decision = forms.ChoiceField(label="Decision", choices=Decision, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Words as they are given",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 10}),
        help_text="What seems to be about others is hidden. Check it, hide more or put words back.",
    )
    reason = forms.CharField(
        label="Why it is left out",
        required=False,
        max_length=300,
        help_text="The person is told, such as “It is about somebody else of the same name”.",
    )

    reveals = {"decision": {"redact": "text", "leave_out": "reason"}}


class GiveForm(Form):
    """That the document was read and given."""

    given_on = DateField(label="Date on which it was given", latest=timezone.localdate)
    read_it = forms.BooleanField(
        label="I have read all of the document, and it names nobody who is not to be named"
    )


class EndForm(Form):
    """Why a request ends without anything being given."""

    ended_on = DateField(label="Date", latest=timezone.localdate)
    ended_because = forms.CharField(label="Why it ends", widget=forms.Textarea({"rows": 3}))
