"""Pages on which a sign-off, the experience of taking part and a document are recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.coproduction.models import Involvement
from goldthread.coproduction.trail import commands
from goldthread.coproduction.trail.experience import ANSWERS, QUESTIONS
from goldthread.coproduction.trail.models import Outcome, Standing
from goldthread.council.records.step_pages import step_page
from goldthread.feedback.forms import LONG
from goldthread.web.forms import DateField, Form


def _today(label: str) -> DateField:
    return DateField(label=label, latest=timezone.localdate, initial=timezone.localdate)


class SignOffForm(Form):
    """Before whom the work was put, when, and what they said."""

    standing = forms.ChoiceField(label="Who signs it off", choices=Standing, widget=forms.RadioSelect)
    who = forms.CharField(
        label="Their name",
        max_length=160,
        help_text="Of the group, board or organisation, such as Carers forum south. No person's name.",
    )
    outcome = forms.ChoiceField(label="What they said", choices=Outcome, widget=forms.RadioSelect)
    said = forms.CharField(
        label="In their words", required=False, validators=LONG, widget=forms.Textarea({"rows": 3})
    )
    signed_on = _today("Date")


class ExperienceForm(Form):
    """How many were asked about taking part, and how many gave each answer."""

    # Twelve counts of which some are nought: marked one by one they could not be read.
    mark_optional = False

    asked_on = _today("Date people were asked")
    asked = forms.IntegerField(
        label="How many were asked",
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )
    said = forms.CharField(
        label="What they said about taking part",
        required=False,
        validators=LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text="Names are hidden.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = []
        for slug, question in QUESTIONS.items():
            for answer, words in ANSWERS.items():
                name = f"{slug}_{answer}"
                names.append(name)
                self.fields[name] = forms.IntegerField(
                    label=f"{question} {words}: how many",
                    min_value=0,
                    max_value=10_000,
                    required=False,
                    widget=forms.NumberInput({"class": "govuk-input--width-4"}),
                )
        self.order_fields(["asked_on", "asked", *names])

    def clean(self) -> Mapping[str, Any]:
        """Give the answers as one, as the command takes them."""
        given = dict(super().clean() or self.cleaned_data)
        given["answers"] = {
            slug: {answer: given.pop(f"{slug}_{answer}", None) or 0 for answer in ANSWERS}
            for slug in QUESTIONS
        }
        return given


class MadeForm(Form):
    """A document that was made in the work, and by whom."""

    title = forms.CharField(label="Title of the document", max_length=200)
    made_by = forms.CharField(
        label="Who made it",
        max_length=200,
        help_text="Groups and roles, such as six carers and two officers.",
    )
    made_on = _today("Date")
    link = forms.URLField(label="Where it is", required=False, max_length=400, assume_scheme="https")


sign_off = step_page(
    Involvement,
    SignOffForm,
    commands.record_sign_off,
    "Record sign-off",
    "sign-off recorded.",
    versioned=False,
)
experience = step_page(
    Involvement,
    ExperienceForm,
    commands.record_experience,
    "Record experience of taking part",
    "experience recorded.",
    versioned=False,
)
made = step_page(
    Involvement,
    MadeForm,
    commands.record_made,
    "Record document made together",
    "document recorded.",
    versioned=False,
)
