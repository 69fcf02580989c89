"""Forms for claims, evidence and packs."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.spec import type_of
from goldthread.evidence.models import CITED
from goldthread.standards import framework as frameworks
from goldthread.web.forms import FilterForm, Form


class ClaimForm(Form):
    """The text of a claim, in the council's own words."""

    text = forms.CharField(
        label="Claim",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        help_text="One statement that you have evidence for. Say “we”, and what changed for people.",
    )


class AddClaimForm(ClaimForm):
    """A new claim, with its evidence category."""

    category = forms.ChoiceField(label="Evidence category", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        used = frameworks.current().categories_used()
        self.fields["category"].choices = [("", "Not recorded"), *((c.slug, c.name) for c in used)]


class EditClaimForm(CorrectionForm, AddClaimForm):
    """What can be corrected of a claim."""

    statement = forms.ChoiceField(label="Statement")
    field_order = ("text", "statement", "category", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"].choices = _statements()


class EvidenceSearch(FilterForm):
    """Search for a record to add as evidence."""

    kind = forms.ChoiceField(label="Type of evidence")
    q = forms.CharField(label="Words", max_length=120)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [
            (kind, type_of(kind).spec.name) for kind in CITED if person.may(type_of(kind).spec.permission)
        ]


class EvidenceForm(Form):
    """One record to add as evidence, as "kind:key", and what it shows."""

    cite = forms.ChoiceField(label="Evidence", widget=forms.RadioSelect)
    note = forms.CharField(
        label="What it shows",
        max_length=300,
        required=False,
        help_text="In a few words, for people who read the claim.",
    )


class PackForm(Form):
    """The part of the self-assessment that a pack holds."""

    statement = forms.ChoiceField(label="Statement", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"].choices = [("", "All statements"), *_statements()]


def _statements() -> list[tuple[str, str]]:
    return [(statement.slug, statement.name) for statement in frameworks.current().statements]
