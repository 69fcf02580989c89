"""The forms for users, teams, the audit log and sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from goldthread.council.models import Person, Team
from goldthread.council.people.one_time_codes import UsedOnce
from goldthread.council.people.permissions import DISCIPLINES, ROLES, WITH_A_ROUND
from goldthread.web.forms import FilterForm, Form


class DisciplineForm(Form):
    """The discipline of a team or a user."""

    discipline = forms.ChoiceField(
        label="Discipline",
        choices=[("", "Neither, or both"), *DISCIPLINES.items()],
        required=False,
        help_text="The principal occupational therapist reviews possible safeguarding concerns of the occupational "
        "therapy teams.",
    )


class RoleForm(Form):
    """A role and the team it is held in."""

    role = forms.ChoiceField(
        label="Role", choices=[(role, name) for role, name in ROLES.items() if role != WITH_A_ROUND]
    )
    team = forms.ModelChoiceField(
        label="Team",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Whole council",
        help_text="Team managers and practitioners must have one: they read and change its records. Themes, lessons, "
        "reviews and briefings belong to the whole council.",
    )

    board = forms.CharField(
        label="Board",
        max_length=120,
        required=False,
        help_text="For a board member: the board or forum, as it is named where feedback from boards is added. They see "
        "what it raised, and nobody else's feedback.",
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(by).filter(is_active=True)


class DetailsForm(Form):
    """The name, email address and job title of a user."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Work email address", help_text="They sign in with it.")
    job_title = forms.CharField(label="Job title", max_length=120, required=False)


class PersonForm(DetailsForm, RoleForm, DisciplineForm):
    """A new user."""

    field_order = ("name", "email", "job_title", "discipline", "role", "team", "board")


class DemandedCodesForm(Form):
    """Of whom the council demands one-time codes."""

    everybody = forms.TypedChoiceField(
        label="Who must use 2-step verification?",
        choices=[("no", "Administrators only"), ("yes", "Everybody who signs in with a password")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Whoever has not set it up is asked to when they next open a page. It is not asked of anybody who "
        "signs in through the council's own identity provider.",
    )


class PasswordsForm(Form):
    """Whose passwords the council accepts."""

    passwords_off = forms.TypedChoiceField(
        label="Who can sign in with a password?",
        choices=[("no", "Everybody who has one"), ("yes", "Emergency accounts only")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Everybody else then signs in through the council’s own identity provider, and who is signed in "
        "with a password is signed out.",
    )
    emergency = forms.ModelMultipleChoiceField(
        label="Emergency accounts",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For the day when the identity provider does not work. Choose few, administrators first. Each use is "
        "recorded in the audit log and shown to every administrator.",
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(by).filter(is_active=True, is_system=False, account__isnull=False)
        self.fields["emergency"].queryset = people.order_by("name")


class TeamForm(DisciplineForm):
    """A new team."""

    name = forms.CharField(label="Team name", max_length=120)
    service = forms.CharField(label="Service", max_length=120, required=False)

    field_order = ("name", "service", "discipline")


class AuditFilter(FilterForm):
    """Filters of the audit log."""

    person = forms.ModelChoiceField(label="Person", queryset=Person.objects.none(), empty_label="Anyone")
    record = forms.CharField(label="Record", max_length=40, help_text="Such as F-1042 or A-7")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(by)


class Relabelled:
    """Sets the labels of the sign-in library's fields, above the field and not inside it."""

    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignInForm(Relabelled, LoginForm):
    """Email address and password."""

    labels = {"login": "Email address", "password": "Password"}


class ConfirmPasswordForm(Relabelled, ReauthenticateForm):
    """The password again, to confirm who it is."""

    labels = {"password": "Your password"}


class CodeForm(Relabelled, UsedOnce, AuthenticateForm):
    """A one-time code, or a backup code."""

    labels = {"code": "One-time code"}


class ConfirmCodeForm(Relabelled, UsedOnce, MfaReauthenticateForm):
    """A code again, to confirm who it is."""

    labels = {"code": "One-time code"}


class ActivateCodesForm(Relabelled, ActivateTOTPForm):
    """The first code from a phone, to set up 2-step verification."""

    labels = {"code": "6-digit code"}
