"""The forms of the themes' pages: what narrows a list, and coding a point."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.feedback.models import Tone
from goldthread.feedback.sources import SOURCES
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.commands import SKIPPED_BECAUSE
from goldthread.themes.coding.queries import FINDINGS
from goldthread.web.forms import FilterForm, Form


class DeskFilter(FilterForm):
    """Which points stand on the desk."""

    source = forms.ChoiceField(label="What is waiting")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [
            ("", "Everything that people said"),
            (FINDINGS, "Findings of reviews"),
            *((source.slug, source.plural) for source in SOURCES.values()),
        ]

    def asked(self) -> str:
        """Return the source asked for; whatever cannot be read is everything."""
        return self.cleaned_data["source"] if self.is_bound and self.is_valid() else ""


class CodeForm(Form):
    """What a point is about: themes ticked, or that nothing fits; and how it sounds."""

    theme = forms.ModelMultipleChoiceField(
        label="Themes", queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    nothing = forms.BooleanField(label="Nothing in the codebook fits", required=False)
    tone = forms.TypedChoiceField(
        label="How does it sound?",
        choices=Tone.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    find = forms.CharField(label="Find a theme", max_length=100, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    mark_optional = False

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["theme"].error_messages["invalid_choice"] = (
            "One of the themes is no longer in use. Choose again."
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a decision: themes, or that none fits, and not both."""
        found = super().clean()
        chosen, nothing = found.get("theme"), found.get("nothing")
        if "theme" in self.errors:
            return found
        if chosen and nothing:
            self.add_error("theme", "Choose themes, or say that nothing fits, but not both.")
        elif not chosen and not nothing:
            self.add_error("theme", "Choose at least one theme, or say that nothing fits.")
        return found

    def ticked(self) -> list[str]:
        """Return the keys of the themes that are ticked, as they stand in the form."""
        return [str(getattr(value, "pk", value)) for value in self["theme"].value() or ()]


class SkipForm(Form):
    """Why a point is passed over."""

    because = forms.ChoiceField(
        label="Why do you skip it?",
        choices=list(SKIPPED_BECAUSE.items()),
        initial="later",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Anything the next person should know",
        max_length=300,
        required=False,
        help_text="What names a person is hidden.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "skip_%s", **options})


class DeskForm(Form):
    """How the desk works."""

    twice = forms.IntegerField(
        label="One point in how many is coded by two people?",
        min_value=0,
        max_value=1000,
        help_text="0 for none. Which ones they are follows from the points themselves, so nobody picks. The "
        "second person does not see what the first decided, and a third look settles where they differ.",
        widget=forms.TextInput({"class": "govuk-input--width-4"}),
    )
    learn_after = forms.IntegerField(
        label="After how many decisions does the machine learn anew?",
        min_value=5,
        max_value=1000,
        help_text="It learns every night too, if anything was decided. Once thousands are confirmed it waits for "
        "a twentieth more.",
        widget=forms.TextInput({"class": "govuk-input--width-4"}),
    )
