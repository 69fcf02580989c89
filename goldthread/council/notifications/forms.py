"""Forms of notifications: how one is told, a council's e-mail, and the password for its mail server."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.notifications.kinds import CHOSEN, Delivery
from goldthread.council.notifications.models import EmailSettings
from goldthread.web.forms import Form


class ChoicesForm(Form):
    """How somebody is told of each kind of thing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for slug, kind in CHOSEN.items():
            self.fields[slug] = forms.ChoiceField(label=kind.name, choices=Delivery.choices)


class EmailForm(Form):
    """How a council sends e-mail."""

    is_on = forms.BooleanField(label="Send e-mail", required=False)
    host = forms.CharField(
        label="Mail server", max_length=253, help_text="Its name, such as smtp.council.example"
    )
    port = forms.IntegerField(
        label="Port",
        min_value=1,
        max_value=65535,
        initial=587,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    security = forms.ChoiceField(
        label="Encryption",
        choices=EmailSettings.Security.choices,
        initial=EmailSettings.Security.STARTTLS,
        widget=forms.RadioSelect,
    )
    username = forms.CharField(
        label="User name",
        max_length=200,
        required=False,
        help_text="Where the mail server asks for one. The password is set on a page of its own.",
    )
    from_address = forms.EmailField(label="From address", help_text="An address that nobody need read.")
    site_address = forms.CharField(
        label="Address of Goldthread", max_length=200, help_text="Where the links in messages lead."
    )
    hour = forms.TypedChoiceField(
        label="Digests are sent at",
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        coerce=int,
        initial=7,
    )
    weekday = forms.TypedChoiceField(
        label="Weekly digests are sent on", choices=EmailSettings.Weekday.choices, coerce=int, initial=0
    )


class PasswordForm(Form):
    """The password for the mail server."""

    password = forms.CharField(
        label="Password for the mail server",
        required=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text="It is kept encrypted and never shown. Leave it empty to use the one in the server’s own settings, where it names this mail server.",
    )
