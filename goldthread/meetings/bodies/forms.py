"""The forms of boards and networks: they check shape and never write."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.meetings.bodies.kinds import CHOICES
from goldthread.meetings.bodies.models import Cadence
from goldthread.web.forms import DateField, FilterForm, Form


class BodyForm(Form):
    """What a body is, what it is for, and when it meets."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="What it is", choices=[("", "Choose"), *CHOICES])
    purpose = forms.CharField(
        label="Purpose",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="In plain words. It is shown on its page for the public.",
    )
    since = DateField(
        label="Since",
        required=False,
        latest=timezone.localdate,
        help_text="Leave empty while it is being formed.",
    )
    under_review_on = DateField(
        label="Under review since",
        required=False,
        latest=timezone.localdate,
        help_text="Only while it is being looked at whether and how it goes on.",
    )
    cadence = forms.ChoiceField(
        label="How often it meets", required=False, choices=[("", "Not known"), *Cadence.choices]
    )
    meets = forms.CharField(
        label="Day, time and place",
        required=False,
        max_length=200,
        help_text="Such as: second Tuesday of the month, 10:30am, Guildhall.",
    )
    topic = forms.CharField(
        label="Subject or teams",
        required=False,
        max_length=200,
        help_text="What it is about, or the role held there.",
    )
    organisation = OrganisationField(label="Organisation")
    is_public = forms.BooleanField(
        label="It has a page for the public",
        required=False,
        help_text="Purpose, seats without names, what it raised and what became of it. Nobody needs an account to read it.",
    )


class NewBodyForm(BodyForm):
    """A new body, and who answers for it."""

    owner = PersonField(
        "bodies.answer",
        label="Owner",
        required=False,
        empty_label="Me",
        help_text="They are asked once a year what changed because of it.",
    )


class EditBodyForm(CorrectionForm, BodyForm):
    """A correction of a body."""


class EndBodyForm(ReasonForm):
    """When a body ended, and why."""

    ended_on = DateField(label="Date it ended", latest=timezone.localdate)
    field_order = ("ended_on", "reason")


class CallForm(Form):
    """Another name by which feedback calls a body."""

    name = forms.CharField(
        label="Other name", max_length=120, help_text="As it stands on feedback, or on a board member’s role."
    )


class AnswerYearForm(Form):
    """What changed because of a body: in words and by a record, or nothing."""

    answered_on = DateField(label="Date of the answer", latest=timezone.localdate)
    is_nothing = forms.BooleanField(
        label="Nothing changed because of it",
        required=False,
        help_text="That is an answer. It is shown after two years of it.",
    )
    changed = forms.CharField(
        label="What changed",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )
    led_to = forms.CharField(
        label="Record that shows it",
        required=False,
        max_length=200,
        help_text="A reference such as A-12, or the address of its page.",
    )


class BodyFilter(FilterForm):
    """Filters of the list of bodies."""

    words = forms.CharField(label="Name or subject", max_length=100)
    kind = forms.ChoiceField(label="What it is", choices=[("", "Any"), *CHOICES])
    stage = forms.ChoiceField(
        label="State",
        choices=[
            ("", "All"),
            ("forming", "Forming"),
            ("active", "Active"),
            ("review", "Under review"),
            ("ended", "Ended"),
            ("nothing", "Nothing changed, two years running"),
        ],
    )
