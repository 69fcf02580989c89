"""Forms of the theme pages: filters and annotations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.feedback.models import Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.themes.counting.counts import Narrowing
from goldthread.web.forms import DateField, FilterForm, Form

TONES = (("", "Every point"), ("fault", "Those that find fault"), ("praise", "Those that praise"))


class ThemeFilter(FilterForm):
    """What narrows a theme's page."""

    source = forms.ChoiceField(label="Where it came from")
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Every team")
    speaker = forms.ChoiceField(label="Who spoke", choices=[("", "Everyone"), *Speaker.choices])
    tone = forms.ChoiceField(label="Tone", choices=TONES)
    show = forms.ChoiceField(
        label="Chart", choices=[("", "How many"), ("share", "As a share of all points coded")]
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [
            ("", "Everywhere"),
            *((source.slug, source.plural) for source in SOURCES.values()),
        ]
        self.fields["team"].queryset = Team.objects.visible_to(person)

    def narrowing(self) -> Narrowing:
        """Return what was asked for; whatever cannot be read narrows nothing."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        team = asked.get("team")
        return Narrowing(
            source=asked.get("source") or "",
            team_id=team.pk if team else None,
            speaker=asked.get("speaker") or "",
            tone=asked.get("tone") or "count",
        )

    @property
    def as_share(self) -> bool:
        """Say whether the chart is asked for as a share."""
        return self.is_bound and self.is_valid() and self.cleaned_data["show"] == "share"


class EventForm(Form):
    """Something that happened and may explain a number."""

    on = DateField(label="Date it happened", latest=timezone.localdate)
    label = forms.CharField(
        label="What happened", max_length=120, help_text="A few words, such as: new duty rota began."
    )
    every_theme = forms.BooleanField(label="Show it on the chart of every theme", required=False)
