"""Forms for claims, evidence and packs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.council.records.spec import type_of
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import CITED, COUNT, Claim, ClaimsChange
from goldthread.evidence.queries import kind_name
from goldthread.learning.models import Action
from goldthread.web.forms import DateField, FilterForm, Form


class ClaimForm(Form):
    """The text of a claim, in the council's own words."""

    text = forms.CharField(
        label="Claim",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        help_text="One statement that you have evidence for. Say “we”, and what changed for people.",
    )


class ChangeForm(Form):
    """Whether a claim says that something changed for the better, and why not where its words suggest so."""

    claims_change = forms.ChoiceField(
        label="Does it claim that something changed for the better?",
        choices=ClaimsChange.choices,
        widget=forms.RadioSelect,
        help_text="A claim of change needs a measure whose latest result is Improved.",
    )
    no_change_because = forms.CharField(
        label="Why it claims no change",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed where its words suggest a change. Shown with the claim and in every pack.",
    )
    reveals = {"claims_change": {ClaimsChange.NO: "no_change_because"}}


class ReadyForm(Form):
    """Nothing to fill in: somebody marks a claim ready."""


class OverrideForm(Form):
    """Why a claim stands although something is missing."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In your own name. Shown with the claim and in every pack, where your role stands for your name.",
    )


class WeaknessForm(Form):
    """What is done about a weakness that a claim names, and by when."""

    action = forms.ModelChoiceField(
        label="Action that is the plan",
        queryset=Action.objects.none(),
        empty_label="Choose an action",
        help_text="It becomes evidence for the claim. Agree the action first, from a lesson.",
    )
    plan_by = DateField(
        label="To be done by", required=False, help_text="Leave empty for the action’s own date."
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        actions = Action.objects.visible_to(person).filter(stopped_on=None)
        self.fields["action"].queryset = actions.order_by("-number", "-pk")
        self.fields["action"].label_from_instance = lambda action: (
            f"{action.reference} {action.title} ({action.state})"
        )


class ReceptionForm(Form):
    """What somebody outside the council said of a claim."""

    words = forms.CharField(
        label="What they said",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In their words. Names are hidden.",
    )
    who = forms.CharField(
        label="Who said it",
        max_length=160,
        help_text="Such as: three peer reviewers of the region. No names.",
    )
    source = forms.CharField(
        label="Where it is to be found",
        max_length=300,
        help_text="Such as a report with its page, minutes, or a letter and its date.",
    )
    said_on = DateField(label="Date", latest=timezone.localdate)
    may_quote = forms.BooleanField(
        label="It may be quoted", required=False, help_text="They agreed, or it was published."
    )


class ReceptionCorrectionForm(CorrectionForm, ReceptionForm):
    """What somebody outside the council said of a claim, corrected, with the reason."""


class AddClaimForm(ClaimForm, ChangeForm):
    """A new claim, with its evidence category."""

    category = forms.ChoiceField(label="Evidence category", required=False)
    field_order = ("text", "claims_change", "no_change_because", "category")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        # It may be answered later; until then it is a gap where the words suggest a change.
        self.fields["claims_change"].required = False
        used = in_force(person.council_id).categories_used()
        self.fields["category"].choices = [("", "Not recorded"), *((c.slug, c.name) for c in used)]


class EditClaimForm(CorrectionForm, AddClaimForm):
    """What can be corrected of a claim."""

    statement = forms.ChoiceField(label="Statement")
    field_order = ("text", "claims_change", "no_change_because", "statement", "category", "reason")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["statement"].choices = _statements(person)


class EvidenceSearch(FilterForm):
    """Search for a record to add as evidence."""

    kind = forms.ChoiceField(label="Type of evidence")
    q = forms.CharField(label="Words", max_length=120)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [
            ("", "Any type"),
            *((kind, kind_name(kind)) for kind in kinds_for(person)),
        ]


def kinds_for(person: Person) -> list[str]:
    """Return the kinds of evidence that a person may cite."""
    return [*(kind for kind in CITED if person.may(type_of(kind).spec.permission)), COUNT]


class EvidenceForm(Form):
    """Records to add as evidence, each as "kind:key", and what they show."""

    cite = forms.MultipleChoiceField(
        label="Evidence",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one piece of evidence"},
    )
    note = forms.CharField(
        label="What it shows",
        max_length=300,
        required=False,
        help_text="In a few words, for people who read the claim. Saved with each that is selected.",
    )
    section = forms.CharField(
        label="Section of the document",
        max_length=120,
        required=False,
        help_text="A heading or page, such as “Supervision” or p. 12. Saved with each document that is selected.",
    )


class UseForm(Form):
    """The claim for which a record is evidence, and what it shows."""

    claim = forms.ModelChoiceField(
        label="Claim", queryset=Claim.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    note = forms.CharField(
        label="What it shows",
        max_length=300,
        required=False,
        help_text="In a few words, for people who read the claim.",
    )
    section = forms.CharField(
        label="Section of the document",
        max_length=120,
        required=False,
        help_text="A heading or page, such as “Supervision” or p. 12.",
    )

    def __init__(self, *args: Any, claims: QuerySet, kind: str, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if kind != "document":
            del self.fields["section"]
        names = dict(_statements(person))
        field = self.fields["claim"]
        field.queryset = claims.order_by("statement", "position")
        field.label_from_instance = lambda claim: f"{names.get(claim.statement, '')}: {claim.text}"


class PackFilter(FilterForm):
    """Filters of the list of evidence packs; those by date are the list's own."""

    statement = forms.ChoiceField(label="Statement")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["statement"].choices = [("", "Any statement"), *_statements(person)]


class ClaimFilter(PackFilter, WordsFilter):
    """Filters of the list of claims."""

    show = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "All claims"),
            ("ready", "Ready"),
            ("gaps", "With gaps"),
            ("feedback", "With feedback"),
            ("overridden", "Overridden"),
            ("no_change", "Said to claim no change"),
            ("old", "Evidence over a year old"),
            ("weakness", "Weaknesses we name, with a plan"),
        ],
    )


def _statements(person: Person) -> list[tuple[str, str]]:
    return [(statement.slug, statement.name) for statement in in_force(person.council_id).statements]
