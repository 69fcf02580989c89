"""Forms of the safeguarding pages: the list's filter, and the review of one prompt."""

from __future__ import annotations

from django import forms

from goldthread.themes.safeguarding.models import SafeguardingReview
from goldthread.web.forms import FilterForm, Form


class PromptFilter(FilterForm):
    """Which prompts are listed."""

    show = forms.ChoiceField(label="Status", choices=[("", "Not reviewed"), ("all", "All")])

    def shows_all(self) -> bool:
        """Return whether reviewed prompts are listed too."""
        return self.is_bound and self.is_valid() and self.cleaned_data["show"] == "all"


class ReviewForm(Form):
    """What somebody did who reviewed a prompt."""

    outcome = forms.ChoiceField(
        label="What did you do?", choices=SafeguardingReview.Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Details",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as the role of the person you passed it to. Names are redacted.",
    )
