"""The one search box and what narrows it."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person, Team
from goldthread.themes.models import Theme
from goldthread.thread.links import KINDS

_SEARCHED = ("feedback", "review", "lesson", "action", "measure", "briefing", "sentence")


class SearchForm(forms.Form):
    """What is looked for; everything but the words may stay empty."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="Any team"
    )
    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, person: Person, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["kind"].choices = [("", "Anything")] + [(slug, KINDS[slug].name) for slug in _SEARCHED]
        self.fields["theme"].choices = [("", "Any theme")] + [(theme.slug, theme.name) for theme in themes]
        self.fields["team"].queryset = Team.objects.visible_to(person)
        self.fields["year"].choices = [("", "Any year")] + [
            (y, str(y)) for y in range(this_year, this_year - 8, -1)
        ]
