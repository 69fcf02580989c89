"""Forms that make an emerging topic a theme, add it to one, or dismiss it."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.themes.codebook.forms import ThemeForm, by_group
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import Form


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class NewThemeForm(ThemeForm):
    """The name, definition and examples of the new theme."""


class AddToThemeForm(Form):
    """Which theme a topic belongs to, and why."""

    theme = forms.ModelChoiceField(label="Theme", queryset=Theme.objects.none())
    reason = _reason("Shown on the topic’s page.")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["theme"].queryset = themes
        self.fields["theme"].widget.choices = [("", "Choose a theme"), *by_group(themes)]


class DismissForm(Form):
    """Why a topic is dismissed."""

    reason = _reason("Such as: all from one meeting, and resolved there.")
