"""The forms for people and teams: they check shape and never write."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SayCodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from goldthread.council.models import Person, Team
from goldthread.council.people.permissions import ROLES
from goldthread.web.forms import FilterForm


class RoleForm(forms.Form):
    """A role and the team it is held in."""

    role = forms.ChoiceField(label="Role", choices=list(ROLES.items()))
    team = forms.ModelChoiceField(
        label="Team",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Whole council",
        help_text="A team manager or front-line worker reads their own team's feedback, and changes their own team's "
        "feedback, actions and measures only. Themes, lessons, reviews and briefings are the whole council's.",
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


class AuditFilter(FilterForm):
    """Which lines of the trail are shown."""

    who = forms.ModelChoiceField(label="Who", queryset=Person.objects.none(), empty_label="Anybody")
    record = forms.CharField(label="Record", max_length=40, help_text="Its reference, such as F-1042 or A-7.")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = Person.objects.visible_to(by)


class Worded:
    """Says in our own words what the sign-in library asks for, above the field and not inside it."""

    words: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)


class SignInForm(Worded, LoginForm):
    """E-mail address and password."""

    words = {"login": "E-mail address", "password": "Password"}


class PasswordAgainForm(Worded, ReauthenticateForm):
    """The password once more."""

    words = {"password": "Your password"}


class CodeForm(Worded, AuthenticateForm):
    """A one-time code, or a spare one."""

    words = {"code": "One-time code"}


class CodeAgainForm(Worded, SayCodeAgainForm):
    """A code once more."""

    words = {"code": "One-time code"}


class BeginCodesForm(Worded, ActivateTOTPForm):
    """The first code from a phone."""

    words = {"code": "The six numbers"}
