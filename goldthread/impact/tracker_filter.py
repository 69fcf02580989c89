"""The filters of the action tracker."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person, Team
from goldthread.impact import tracker
from goldthread.impact.models import Verdict
from goldthread.impact.queries import SHOWN
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import FilterForm


class ActionFilter(FilterForm):
    """Filters of the action tracker; those by owner and date are the list's own."""

    state = forms.ChoiceField(label="State", choices=[("", "Any state"), *tracker.STATES])
    result = forms.ChoiceField(
        label="Result",
        choices=[
            ("", "Any result"),
            (SHOWN, "Shown to work"),
            *Verdict.State.choices,
            (tracker.NO_REVIEW, "No review yet"),
        ],
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Any team")
    theme = forms.ModelChoiceField(label="Theme", queryset=Theme.objects.none(), empty_label="Any theme")
    group = forms.ChoiceField(label="Group by", choices=[("", "Nothing"), *tracker.GROUPS])

    field_order = ("state", "result", "team", "theme")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = Team.objects.visible_to(person).order_by("name")
        self.fields["theme"].queryset = Theme.objects.visible_to(person).order_by("name")
