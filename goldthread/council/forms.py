"""The forms for people and teams: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person, Team
from goldthread.council.permissions import ROLES


class RoleForm(forms.Form):
    """A role and the team it is held in."""

    role = forms.ChoiceField(label="Role", choices=list(ROLES.items()))
    team = forms.ModelChoiceField(
        label="Team",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Whole council",
        help_text="A team manager or front-line worker sees their own team's feedback only.",
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(by).filter(is_active=True)


class PersonForm(RoleForm):
    """Somebody new."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work e-mail address", help_text="They sign in with it.")
    job_title = forms.CharField(label="Job title", max_length=120, required=False)

    field_order = ("name", "email", "job_title", "role", "team")


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(label="Name of the team", max_length=120)
    service = forms.CharField(label="Service it belongs to", max_length=120, required=False)
