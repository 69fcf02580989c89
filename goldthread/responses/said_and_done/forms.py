"""Forms for entries of "You said, we did": they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.learning.models import Action
from goldthread.responses.choices import BY_STAFF
from goldthread.responses.said_and_done.models import SaidBy, Stage, Worked
from goldthread.web.forms import DateField, FilterForm, Form


class EntryForm(Form):
    """What people said, what was done and whether it worked, as the public reads it."""

    title = forms.CharField(label="What it is about", max_length=120)
    said_by = forms.ChoiceField(label="Who said it", choices=SaidBy)
    people = forms.IntegerField(
        label="How many people said it",
        min_value=1,
        max_value=100000,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        help_text="The page gives no exact number. Of fewer than five nothing is published, but of one person who consents.",
    )
    consent_on = DateField(
        label="Date they consented",
        required=False,
        latest=timezone.localdate,
        help_text="Where only one person asked for it.",
    )
    consent_how = forms.ChoiceField(
        label="How they consented", required=False, choices=[("", "No consent"), *BY_STAFF]
    )
    said = forms.CharField(
        label="You said",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In the council's own words, so that nobody can be known by theirs.",
    )
    did = forms.CharField(label="We did", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    action = forms.ModelChoiceField(
        label="Action", queryset=Action.objects.none(), required=False, empty_label="No action"
    )
    worked = forms.ChoiceField(
        label="Did it work?",
        choices=Worked,
        widget=forms.RadioSelect,
        help_text="“It worked” and “An early sign” need an action whose measure shows it.",
    )
    worked_words = forms.CharField(
        label="What shows it, or what comes next",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    easy_read = forms.CharField(
        label="The same in easy words",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Short sentences, one idea a line. Leave empty where there is no easy read yet.",
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["action"].queryset = Action.objects.visible_to(person).order_by("-number")


class EditEntryForm(CorrectionForm, EntryForm):
    """A correction of an entry, which is a draft again."""


class ApproveForm(Form):
    """That an entry is approved, in one's own name."""

    approved_on = DateField(label="Date approved", latest=timezone.localdate)


class PublishForm(Form):
    """That an entry goes on the page."""

    published_on = DateField(label="Date published", latest=timezone.localdate)


class TakeDownForm(ReasonForm):
    """Why an entry is taken down."""

    taken_down_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("taken_down_on", "reason")


class EntryFilter(FilterForm):
    """Filters of the list of entries."""

    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), *Stage.choices])
    worked = forms.ChoiceField(label="Did it work?", choices=[("", "Any"), *Worked.choices])
