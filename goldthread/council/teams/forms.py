"""The forms that rename, merge, split and close a team: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person, Team
from goldthread.web.forms import DateField, Form


class _FromADay(Form):
    """Something that holds from a day on."""

    on = DateField(
        label="Date it holds from", help_text="A day to come is kept, and takes effect on its morning."
    )

    def __init__(self, *args: Any, person: Person, team: Team, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if "into" in self.fields:
            others = Team.objects.visible_to(person).filter(is_active=True).exclude(pk=team.pk)
            self.fields["into"].queryset = others


class RenameForm(_FromADay):
    """A team's new name."""

    name = forms.CharField(label="New name", max_length=120)
    field_order = ("name", "on")


class MergeTeamForm(_FromADay):
    """The team that another is merged into."""

    into = forms.ModelChoiceField(
        label="Team that takes over", queryset=Team.objects.none(), empty_label="Choose a team"
    )
    field_order = ("into", "on")


class SplitForm(_FromADay):
    """The teams that one is split into."""

    names = forms.CharField(
        label="Names of the new teams",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="One in a line. The first takes the open work and the people; move the others’ to them afterwards.",
    )
    field_order = ("names", "on")

    def clean_names(self) -> list[str]:
        """Return the names, a line each."""
        return self.cleaned_data["names"].splitlines()


class CloseForm(_FromADay):
    """The team that takes the open work of one that closes."""

    into = forms.ModelChoiceField(
        label="Team that takes the open work and the people",
        queryset=Team.objects.none(),
        required=False,
        empty_label="None, as there is no open work",
    )
    field_order = ("into", "on")
