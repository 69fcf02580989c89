"""Forms of self-assessments: starting one, its details, writing a section, and which versions are compared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.records.forms import CorrectionForm
from goldthread.web.forms import DateField, FilterForm, Form


class StartForm(Form):
    """A new self-assessment."""

    title = forms.CharField(label="Title", max_length=200)
    started_on = DateField(label="Started on", latest=timezone.localdate)
    keep_texts = forms.BooleanField(label="Begin with the texts of the last signed one", required=False)


class DetailsForm(CorrectionForm):
    """The title of a self-assessment, and how long a section may be."""

    title = forms.CharField(label="Title", max_length=200)
    most_words = forms.IntegerField(
        label="Most words in a section",
        min_value=50,
        max_value=5000,
        help_text="What the check “Short” counts against.",
    )


class SectionForm(Form):
    """The text under a statement, and the score that is proposed."""

    text = forms.CharField(
        label="Text", required=False, widget=forms.Textarea({"rows": 14}), max_length=40_000
    )
    score = forms.TypedChoiceField(
        label="Proposed score", required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label="Reasons for the score", required=False, widget=forms.Textarea, max_length=5_000
    )

    def __init__(self, *args: Any, scores: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["score"].choices = [("", "Not scored yet"), *scores]


class SignForm(Form):
    """A signature: which versions of the sections the director had before them."""

    as_read = forms.CharField(max_length=1000, widget=forms.HiddenInput)


class VersionsForm(FilterForm):
    """Two versions of a section's text."""

    before = forms.ChoiceField(label="Earlier version", required=False)
    after = forms.ChoiceField(label="Later version", required=False)

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("before", "after"):
            self.fields[name].choices = [("", "Choose"), *versions]
