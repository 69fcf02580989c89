"""Forms of coding: the queue's filter, the themes of a point, skipping, and the coding settings."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.council.records.selections import SelectionField
from goldthread.feedback.models import Tone
from goldthread.feedback.sources import SOURCES
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.commands import SKIP_REASONS
from goldthread.themes.coding.queries import FINDINGS, Wanted
from goldthread.web.forms import FilterForm, Form


class QueueFilter(FilterForm):
    """Which points of the coding queue are listed."""

    source = forms.ChoiceField(label="Type of feedback")
    selection = SelectionField()

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["source"].choices = [
            ("", "All feedback"),
            (FINDINGS, "Findings of reviews"),
            *((source.slug, source.plural) for source in SOURCES.values()),
        ]

    def wanted(self) -> Wanted:
        """Return which points are wanted; all, for whatever cannot be read."""
        return Wanted(**self.cleaned_data) if self.is_bound and self.is_valid() else Wanted()


class CodeForm(Form):
    """The themes of a point, or that none is suitable; and its sentiment."""

    theme = forms.ModelMultipleChoiceField(
        label="Themes", queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    nothing = forms.BooleanField(label="No suitable theme", required=False)
    tone = forms.TypedChoiceField(
        label="Sentiment",
        choices=Tone.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    find = forms.CharField(label="Find another theme", max_length=100, required=False)
    version = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    mark_optional = False

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["theme"].error_messages["invalid_choice"] = (
            "One of the themes is no longer active. Choose again."
        )

    def clean(self) -> dict[str, Any]:
        """Require a decision: themes, or that none is suitable, and not both."""
        cleaned = super().clean()
        themes, nothing = cleaned.get("theme"), cleaned.get("nothing")
        if "theme" in self.errors:
            return cleaned
        if themes and nothing:
            self.add_error("theme", "Select themes or “No suitable theme”, not both.")
        elif not themes and not nothing:
            self.add_error("theme", "Select at least one theme, or “No suitable theme”.")
        return cleaned

    def ticked(self) -> list[str]:
        """Return the keys of the themes that are ticked in the form."""
        return [str(getattr(value, "pk", value)) for value in self["theme"].value() or ()]


class SkipForm(Form):
    """Why a point is skipped."""

    reason = forms.ChoiceField(
        label="Why are you skipping this issue?",
        choices=list(SKIP_REASONS.items()),
        initial="later",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Note for the next person",
        max_length=300,
        required=False,
        help_text="Names are redacted.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "skip_%s", **options})


class CodingSettingsForm(Form):
    """A council's coding settings."""

    double_code_one_in = forms.IntegerField(
        label="Double coding: one issue in how many?",
        min_value=0,
        max_value=1000,
        help_text="Enter 0 for none. The issues are selected automatically. The second coder does not see the first "
        "coder’s decision, and a third person adjudicates where they differ.",
        widget=forms.TextInput({"class": "govuk-input--width-4"}),
    )
    retrain_after = forms.IntegerField(
        label="Update suggestions after how many decisions?",
        min_value=5,
        max_value=1000,
        help_text="They are also updated every night if anything was coded. Once thousands of issues are coded, they "
        "are updated when a twentieth more have been.",
        widget=forms.TextInput({"class": "govuk-input--width-4"}),
    )
