"""The forms for sentences and what they rest on: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.evidence.queries import KINDS
from goldthread.standards import framework as frameworks
from goldthread.web.forms import FilterForm, Form


class SentenceForm(Form):
    """One claim, in the council's own words."""

    text = forms.CharField(
        label="The sentence",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        help_text="One claim that you can show to be true. Say “we”, and what changed for people.",
    )


class WriteForm(SentenceForm):
    """A new sentence, with the kind of evidence that it is."""

    category = forms.ChoiceField(label="Kind of evidence", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        used = frameworks.current().categories_used()
        self.fields["category"].choices = [("", "Not said"), *((c.slug, c.name) for c in used)]


class FindForm(FilterForm):
    """What is looked for, to be cited."""

    kind = forms.ChoiceField(label="What it rests on")
    q = forms.CharField(label="Words in it", max_length=120)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [
            (kind, words) for kind, (words, _, permission) in KINDS.items() if person.may(permission)
        ]


class CiteForm(Form):
    """One thing for a sentence to rest on, as "kind:key", and why."""

    cite = forms.ChoiceField(label="Choose what it rests on", widget=forms.RadioSelect)
    note = forms.CharField(
        label="What it shows",
        max_length=300,
        required=False,
        help_text="In a few words, for whoever follows it.",
    )


class FreezeForm(Form):
    """Which part of the self-assessment is frozen."""

    statement = forms.ChoiceField(label="What should be in it?", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(s.slug, s.name) for s in frameworks.current().statements]
        self.fields["statement"].choices = [("", "Every statement"), *named]
