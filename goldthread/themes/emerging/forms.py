"""The forms by which a person names a group, puts it under a theme, or sets it aside."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.themes.codebook.forms import ThemeForm, by_group
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import Form


def _why(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class NameForm(ThemeForm):
    """How the new theme is named and described."""


class UnderForm(Form):
    """Which theme a group belongs to, and why."""

    theme = forms.ModelChoiceField(label="Theme", queryset=Theme.objects.none())
    reason = _why("Kept with the group.")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["theme"].queryset = themes
        self.fields["theme"].widget.choices = [("", "Choose a theme"), *by_group(themes)]


class AsideForm(Form):
    """Why a group is set aside."""

    reason = _why("Such as: one meeting brought them all, and it was settled there.")
