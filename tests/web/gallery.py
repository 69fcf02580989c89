"""A page that shows every component once, invented from end to end: for eyes, for axe and for the HTML check."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from markupsafe import Markup

from goldthread.web.forms import DateField, FilterForm, Form, MonthField

THEMES = [
    ("", "Choose a theme"),
    ("Getting help", [("waiting", "Waiting for an assessment"), ("front_door", "Reaching the right person")]),
    ("Day to day", [("home_care", "Home care visits"), ("direct", "Direct payments")]),
]


class EveryField(Form):
    """One field of each kind."""

    reference = forms.CharField(widget=forms.HiddenInput, initial="F-12")
    title = forms.CharField(label="Title", max_length=60, help_text="A few words that say what it is about")
    words = forms.CharField(label="Comment", widget=forms.Textarea)
    note = forms.CharField(label="Note", required=False, max_length=300, widget=forms.Textarea)
    count = forms.IntegerField(
        label="People asked", min_value=1, widget=forms.NumberInput({"class": "govuk-input--width-5"})
    )
    email = forms.EmailField(label="Email address")
    theme = forms.ChoiceField(label="Theme", choices=THEMES)
    speaker = forms.ChoiceField(
        label="Feedback from",
        widget=forms.RadioSelect,
        choices=[
            ("person", "Person who draws on care"),
            ("carer", "Unpaid carer"),
            ("staff", "Member of staff"),
        ],
    )
    decision = forms.ChoiceField(
        label="Decision",
        widget=forms.RadioSelect,
        choices=[("accepted", "Accepted"), ("not_implemented", "Not implemented")],
    )
    reason = forms.CharField(label="Reason", required=False)
    formats = forms.MultipleChoiceField(
        label="Formats they need",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("easy", "Easy read"), ("large", "Large print")],
    )
    groups = forms.MultipleChoiceField(
        label="Themes it touches", widget=forms.CheckboxSelectMultiple, choices=THEMES[1:]
    )
    hear_back = forms.BooleanField(label="Response wanted")
    happened = DateField(label="Date it happened")
    month = MonthField(label="Month of the reading")
    letter = forms.FileField(label="Letter")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)

    reveals = {"decision": {"not_implemented": "reason"}}
    item_hints = {"speaker": {"carer": "Looks after somebody without pay"}}


class Narrow(FilterForm):
    """A filter over a list."""

    words = forms.CharField(label="Words")
    theme = forms.ChoiceField(label="Theme", choices=THEMES)
    since = MonthField(label="Since")


SVG = Markup(
    '<svg viewBox="0 0 640 220" role="img" aria-label="Complaints about waiting by month, falling from 9 to 4">'
    '<rect width="640" height="220" fill="#ffffff"/><polyline fill="none" stroke="#0d4a50" stroke-width="3" '
    'points="40,60 140,70 240,55 340,110 440,150 540,160 600,158"/>'
    '<text x="40" y="205" font-size="14" fill="#14262b">April 2023</text></svg>'
)


def request(path: str = "/feedback/", **headers: Any) -> HttpRequest:
    """Return a request as it stands after the middleware, for nobody in particular."""
    made = RequestFactory().get(path, headers=headers)
    made.user, made.person = AnonymousUser(), None
    made.htmx = SimpleNamespace(
        boosted=headers.get("HX-Boosted") == "true",
        history_restore_request=headers.get("HX-History-Restore-Request") == "true",
        target=headers.get("HX-Target"),
    ) if headers.get("HX-Request") else None  # fmt: skip
    return made


def context() -> dict[str, Any]:
    """Return all that the gallery's template shows."""
    form = EveryField({"theme": "waiting", "happened-day": "27", "happened-year": "2024", "title": "x" * 80})
    form.is_valid()
    link = {
        "kind": "Complaint",
        "text": "Nobody rang back about the assessment",
        "href": "#v",
        "note": "3 April 2024",
    }
    return {
        "form": form,
        "narrow": Narrow(),
        "plain": EveryField(auto_id="plain_%s"),
        "svg": SVG,
        "link": link,
        "day": datetime.date(2024, 4, 3),
        "listed": SimpleNamespace(newer="?before=a", older="?after=b"),
    }
