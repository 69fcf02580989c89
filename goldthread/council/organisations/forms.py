"""The forms of organisations: they check shape and never write; and the field by which other rooms choose one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation, OrganisationKind
from goldthread.council.records.forms import CorrectionForm
from goldthread.web.forms import FilterForm, Form


class OrganisationField(forms.ModelChoiceField):
    """One of the council's organisations, or none; one that was merged or withdrawn stays where it was chosen."""

    def __init__(self, *, label: str, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("empty_label", "None, or not in the list")
        super().__init__(Organisation.objects.none(), label=label, **options)

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Offer the council's organisations by name; `also` is what was chosen before."""
        every = Organisation.objects.visible_to(person, withdrawn=True)
        key = getattr(also, "pk", also) or None
        self.queryset = every.filter(Q(withdrawn_on=None) | Q(pk=key)).order_by("name")


class OrganisationForm(Form):
    """An organisation: its name, what it is, and what else it is called."""

    name = forms.CharField(label="Name", max_length=160)
    kind = forms.ChoiceField(
        label="Kind of organisation", choices=OrganisationKind.choices, widget=forms.RadioSelect
    )
    other_names = forms.CharField(
        label="Other names",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="As spreadsheets and staff write it, one in a line. An import finds it by each.",
    )
    code = forms.CharField(
        label="CQC or ODS code",
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )


class EditOrganisationForm(CorrectionForm, OrganisationForm):
    """A correction of an organisation."""


class PartnerForm(Form):
    """The organisation that a partner is from."""

    organisation = OrganisationField(
        label="Organisation",
        help_text="On their home they see the actions agreed with it, and when a part of a joint complaint is due from it. "
        "They see nothing of any case.",
    )


class OrganisationFilter(FilterForm):
    """Filters of the list of organisations."""

    words = forms.CharField(label="Name", max_length=100)
    kind = forms.ChoiceField(
        label="Kind of organisation", choices=[("", "Any kind"), *OrganisationKind.choices]
    )
