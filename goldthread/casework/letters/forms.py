"""The forms of letters: they check shape and never write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.letters.choices import By, Kind, Standing
from goldthread.casework.letters.models import Letter
from goldthread.council.people.fields import PersonField
from goldthread.web.forms import DateField, FilterForm, Form


class LetterForm(Form):
    """The text of a letter, and which words in it are meant although they look like somebody else's name."""

    text = forms.CharField(
        label="Letter",
        max_length=Letter.LONGEST,
        strip=False,
        widget=forms.Textarea({"rows": 24}),
        help_text="An empty line begins a paragraph, “- ” an item of a list, “## ” a heading. {name}, {address}, {date} "
        "and {signed_by} are filled when it is sent.",
    )
    meant = forms.MultipleChoiceField(
        label="These words belong in the letter", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, words: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if words:
            self.fields["meant"].choices = [(each, each) for each in words]
            self.fields["meant"].help_text = "Tick a name only if the person may read it in this letter."
        else:
            del self.fields["meant"]


class SignerForm(Form):
    """Who signs off a letter."""

    signer = PersonField("casework.sign", label="Signed off by")


class SendForm(Form):
    """How a letter is sent, and when."""

    by_means = forms.ChoiceField(label="Sent by", choices=By.choices, widget=forms.RadioSelect)
    on = DateField(label="Date", latest=timezone.localdate)


class LetterFilter(FilterForm):
    """Filters of the list of letters."""

    kind = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *Kind.choices])
    standing = forms.ChoiceField(label="State", choices=[("", "Any state"), *Standing.choices])
