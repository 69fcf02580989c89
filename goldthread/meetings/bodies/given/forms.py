"""The forms of what members were given and of leaders who came."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from goldthread.meetings.bodies.given.models import Came, GivenKind, LeaderRole
from goldthread.web.forms import DateField, Form


class GiveForm(Form):
    """What members were given, or where they spoke."""

    kind = forms.ChoiceField(label="What it was", choices=GivenKind.choices)
    what = forms.CharField(
        label="In a few words",
        max_length=200,
        help_text="Such as: chairing a meeting, or taxis to the Guildhall.",
    )
    members = forms.IntegerField(label="How many members", min_value=1, max_value=999)
    on = DateField(label="Date", latest=timezone.localdate)


class VisitForm(Form):
    """A leader who came: by role, what for, and what they promised."""

    role = forms.ChoiceField(label="Who came, by role", choices=LeaderRole.choices)
    came = forms.ChoiceField(label="What for", choices=Came.choices, widget=forms.RadioSelect)
    promised = forms.CharField(
        label="What they promised", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    on = DateField(label="Date", latest=timezone.localdate)


class KeepForm(Form):
    """When a promise was kept."""

    kept_on = DateField(label="Kept on", latest=timezone.localdate)
