"""Forms of the safeguarding pages."""

from __future__ import annotations

from django import forms

from goldthread.themes.safeguarding.models import HarmLook
from goldthread.web.forms import FilterForm, Form


class HarmFilter(FilterForm):
    """Which alerts are listed."""

    show = forms.ChoiceField(
        label="Which voices",
        choices=[("", "Not looked at yet"), ("all", "Everything, newest first")],
    )

    def shows_all(self) -> bool:
        """Say whether those that somebody has looked at are listed too."""
        return self.is_bound and self.is_valid() and self.cleaned_data["show"] == "all"


class HarmForm(Form):
    """What somebody did who looked at words that may tell of harm."""

    done = forms.ChoiceField(
        label="What did you do?", choices=HarmLook.Done.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="More about it",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as whom you passed it to, by their role. What names a person is hidden.",
    )
