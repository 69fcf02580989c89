"""Forms for people who agreed to be asked, and for invitations: they check shape and never write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.coproduction.asking.models import Answer, Invitation
from goldthread.coproduction.choices import AS_WHOM, FORMATS, INTERESTS
from goldthread.web.forms import DateField, FilterForm, Form


class PeopleFilter(FilterForm):
    """Filters of the list of people who agreed to be asked."""

    as_whom = forms.ChoiceField(label="Role", choices=[("", "All"), *AS_WHOM.items()])
    interest = forms.ChoiceField(label="Experience of", choices=[("", "All"), *INTERESTS.items()])
    often = forms.BooleanField(label="Asked too often in the last year")


class WillingPersonForm(Form):
    """Somebody who agreed to be asked: how they are reached, what they know, and until when they agreed."""

    name = forms.CharField(label="Name", max_length=160)
    as_whom = forms.ChoiceField(
        label="Role in which they take part", choices=AS_WHOM.items(), widget=forms.RadioSelect
    )
    interests = forms.MultipleChoiceField(
        label="What they know from their own life",
        choices=INTERESTS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what they wish to be asked about.",
    )
    format = forms.ChoiceField(label="Format in which they are asked", choices=FORMATS.items())
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    phone = forms.CharField(label="Telephone number", required=False, max_length=60)
    address = forms.CharField(
        label="Postal address", required=False, max_length=400, widget=forms.Textarea({"rows": 3})
    )
    needs = forms.CharField(
        label="What they need to take part",
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
        help_text="Such as step-free access, an interpreter, or somebody who comes with them.",
    )
    consent_on = DateField(label="Date they agreed", latest=timezone.localdate, initial=timezone.localdate)
    consent_until = DateField(
        label="Until when they agreed", help_text="On the day after they are deleted. Three years at most."
    )


class DrawForm(Form):
    """By which criteria and how many people are drawn, and by when they are to answer."""

    wanted = forms.IntegerField(
        label="How many people to invite",
        min_value=1,
        max_value=500,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )
    as_whom = forms.MultipleChoiceField(
        label="Role",
        choices=AS_WHOM.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave empty for everybody.",
    )
    interests = forms.MultipleChoiceField(
        label="Has experience of one of these",
        choices=INTERESTS.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave empty for everybody.",
    )
    often_too = forms.BooleanField(
        label="Include people who were asked too often",
        required=False,
        help_text="Otherwise they are left out, and it is said how many.",
    )
    respond_by = DateField(label="Date by which they answer")
    seed = forms.IntegerField(
        label="Seed of the draw",
        required=False,
        min_value=0,
        max_value=10**9,
        widget=forms.NumberInput({"class": "govuk-input--width-10"}),
        help_text="Leave empty to have one drawn. The same seed draws the same people from the same list.",
    )


class AnswersForm(Form):
    """What each person who was invited answered."""

    answered_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {}
        for invited in invitation.invited.select_related("person").order_by("place"):
            name = f"place_{invited.place}"
            self.places[name] = invited.place
            who = invited.person.name if invited.person else f"Place {invited.place}, no longer on the list"
            self.fields[name] = forms.ChoiceField(
                label=who,
                choices=[("", "Not known yet"), *Answer.choices],
                required=False,
                initial=invited.answer,
            )
        self.order_fields([*self.places, "answered_on"])

    def clean(self) -> Mapping[str, Any]:
        """Give the answers as one, by place, as the command takes them."""
        given = dict(super().clean() or self.cleaned_data)
        given["answers"] = {place: given.pop(name, "") for name, place in self.places.items()}
        return given
