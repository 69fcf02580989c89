"""Forms of the theme pages: filters and annotations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.models import Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.themes.counting.counts import Filters
from goldthread.themes.counting.queries import parse_month
from goldthread.themes.counting.tones import TONES, tone_of
from goldthread.web.forms import DateField, FilterForm, Form


class ThemeFilter(FilterForm):
    """The filters of a theme's page; negative issues are counted unless it asks for others."""

    source = forms.ChoiceField(label="Type of feedback")
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="All teams")
    speaker = forms.ChoiceField(label="Feedback from", choices=[("", "Everyone"), *Speaker.choices])
    tone = forms.ChoiceField(
        label="Issues counted", choices=[(tone.slug, tone.label) for tone in TONES.values()]
    )
    show = forms.ChoiceField(label="Chart", choices=[("", "Number"), ("share", "Share of what was coded")])

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["source"].choices = [
            ("", "All types"),
            *((source.slug, source.plural) for source in SOURCES.values()),
        ]
        self.fields["team"].queryset = Team.objects.visible_to(person)

    def filters(self) -> Filters:
        """Return the filters that were chosen; whatever cannot be read filters nothing."""
        cleaned = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        team = cleaned.get("team")
        return Filters(
            source=cleaned.get("source") or "",
            team_id=team.pk if team else None,
            speaker=cleaned.get("speaker") or "",
            tone=tone_of(cleaned.get("tone") or "").slug,
        )

    @property
    def as_share(self) -> bool:
        """Whether the chart is to show a share."""
        return self.is_bound and self.is_valid() and self.cleaned_data["show"] == "share"


class IssueFilter(ThemeFilter):
    """The filters of a theme's list of issues: those of its chart, a month, the letters of one campaign, and words."""

    # What the counts are narrowed by is asked of codings (`Filters`), which repeat these of their points.
    own = ("source", "team", "speaker", "tone", "month")
    month = forms.CharField(widget=forms.HiddenInput, max_length=10)
    group = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(label="Words", max_length=200)
    show = None

    def clean_month(self) -> str:
        """Return the month where it is one; what cannot be read narrows nothing."""
        return self.cleaned_data["month"] if parse_month(self.cleaned_data["month"]) else ""

    def in_words(self, name: str, value: Any) -> str:
        """Return a month by its name, and a campaign by its own."""
        if name == "month":
            return f"{parse_month(value):%B %Y}"
        if name == "group":
            group = DuplicateGroup.objects.visible_to(self.person).filter(pk=value).first()
            return f"Each piece of: {group}" if group else "A campaign that is not here"
        return super().in_words(name, value)


class AnnotationForm(Form):
    """An event that may explain a number."""

    on = DateField(label="Date", latest=timezone.localdate)
    label = forms.CharField(
        label="What happened", max_length=300, help_text="A few words, such as: new duty rota began."
    )
    every_theme = forms.BooleanField(label="Show on the charts of all themes", required=False)
    recalculates = forms.BooleanField(
        label="Recalculate the control limits from the month after",
        required=False,
        help_text="Where this changed the level for good, such as an action whose measure has improved. The old limits "
        "stay on the chart, and what happened is given as the reason.",
    )
