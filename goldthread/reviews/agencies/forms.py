"""Forms for what agencies are asked and what they answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.organisations.models import Organisation
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.forms import LONG
from goldthread.reviews.agencies.links import AgencyAnswerForm
from goldthread.reviews.agencies.models import AgencyDecision
from goldthread.reviews.kinds import KINDS
from goldthread.web.forms import DateField, Form


class AskAgenciesForm(Form):
    """The agencies that a finding is for."""

    organisations = forms.ModelMultipleChoiceField(
        label="Agencies",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Each answers for itself. One that is asked already is left as it is.",
        error_messages={"required": "Choose the agencies that this finding is for"},
    )
    asked_on = DateField(label="Date asked", latest=timezone.localdate, initial=timezone.localdate)
    due_on = DateField(label="Answer by", required=False)
    owner = PersonField("reviews.decide", label="Who sees to it here", required=False, empty_label="You")

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["organisations"].queryset = Organisation.objects.visible_to(person).order_by("name", "pk")


class RecordAgencyAnswerForm(AgencyAnswerForm):
    """What an agency told on paper, by telephone or in a meeting, and when."""

    on = DateField(label="Date of this answer", latest=timezone.localdate, initial=timezone.localdate)


class AgencyDetailsForm(Form):
    """What was recorded of an agency, beside its decision."""

    does = forms.CharField(
        label="What is done about it", required=False, validators=LONG, widget=forms.Textarea({"rows": 4})
    )
    their_owner = forms.CharField(label="Who sees to it there", required=False, max_length=160)
    proof = forms.CharField(
        label="What shows it", required=False, validators=LONG, widget=forms.Textarea({"rows": 4})
    )


class EditAgencyAnswerForm(CorrectionForm, AgencyDetailsForm):
    """A correction of that, with its reason."""


class AgencyFilter(WordsFilter):
    """Filters of the list of agencies' answers."""

    decision = forms.ChoiceField(label="Answer", choices=[("", "Any answer"), *AgencyDecision.choices])
    kind = forms.ChoiceField(
        label="Type of review",
        choices=[("", "Any type"), *((kind.slug, kind.name) for kind in KINDS.values())],
    )
