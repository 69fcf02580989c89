"""Search form and its filters."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person, Team
from goldthread.themes.codebook.models import Theme
from goldthread.thread.links import kinds
from goldthread.web.forms import FilterForm


class SearchForm(FilterForm):
    """Search words and filters; everything but the words may be empty."""

    q = forms.CharField(label="Words or a reference", max_length=200)
    kind = forms.ChoiceField(label="Type")
    theme = forms.ChoiceField(label="Theme")
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Any team")
    year = forms.TypedChoiceField(label="Year", coerce=int, empty_value=None)

    def __init__(self, *args: Any, person: Person, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["kind"].choices = [("", "Any type")] + [
            (kind, spec.name) for kind, spec in kinds().items() if spec.searched
        ]
        self.fields["theme"].choices = [("", "Any theme")] + [(theme.slug, theme.name) for theme in themes]
        self.fields["team"].queryset = Team.objects.visible_to(person)
        self.fields["year"].choices = [("", "Any year")] + [
            (y, str(y)) for y in range(this_year, this_year - 8, -1)
        ]
