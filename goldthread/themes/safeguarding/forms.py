"""Forms of the safeguarding pages: the list's filter, a review, the duty list, and how much is raised."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.analysis.text.safeguarding_screening import SHARES
from goldthread.council.people.fields import PersonField
from goldthread.themes.safeguarding.models import SafeguardingReview, Weekday
from goldthread.web.forms import DateField, FilterForm, Form


class PromptFilter(FilterForm):
    """Which prompts are listed."""

    show = forms.ChoiceField(label="Status", choices=[("", "Not reviewed"), ("all", "All")])
    level = forms.ChoiceField(
        label="Level", choices=[("", "Both"), ("danger", "Danger now?"), ("look", "Look today")]
    )

    def shows_all(self) -> bool:
        """Return whether reviewed prompts are listed too."""
        return self._chosen("show") == "all"

    def level_shown(self) -> str:
        """Return the only level that is listed, "" for both."""
        return self._chosen("level")

    def _chosen(self, name: str) -> str:
        return str(self.cleaned_data[name]) if self.is_bound and self.is_valid() else ""


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


class DutyForm(Form):
    """Who is on duty, and when: a day of the week, or two dates."""

    person = PersonField("themes.safeguarding", label="Person")
    weekday = forms.TypedChoiceField(
        label="Every week on",
        choices=[("", "No day: the dates below"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    from_on = DateField(label="First date", required=False)
    until_on = DateField(
        label="Last date",
        required=False,
        help_text="While dates hold, whoever is named for them is on duty instead of those of the day of the week.",
    )


class ShareForm(Form):
    """How many of 100 ordinary texts the screening may raise."""

    share = forms.TypedChoiceField(
        label="How many of 100 ordinary texts may be raised?",
        choices=[(share, f"{share} in 100") for share in SHARES],
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, hints: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.item_hints = {"share": hints}


class ReadingForm(Form):
    """Whether a sampled text tells of harm."""

    harm = forms.TypedChoiceField(
        label="Does it tell of harm?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
    )
