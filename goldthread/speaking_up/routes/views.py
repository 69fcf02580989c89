"""Pages of the routes to raise a concern: the list, one, adding and correcting one."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import form_page, get_record, record_page
from goldthread.speaking_up.routes import commands
from goldthread.speaking_up.routes.models import SpeakingUpRoute
from goldthread.web.forms import DateField, Form

EDIT = "speaking_up.routes"
COLUMNS = [
    Column("Route", "title", main=True, sort=("title", "id")),
    Column("Kind", "kind"),
    Column("Reviewed on", "reviewed_on", sort=("-reviewed_on", "-id")),
]


class RouteForm(Form):
    """What a route is, and where it stands."""

    title = forms.CharField(label="Route", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=SpeakingUpRoute.Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(label="What it is for", max_length=600, widget=forms.Textarea({"rows": 3}))
    where = forms.CharField(
        label="Where it stands",
        max_length=300,
        help_text="The policy and its address, or where and when it meets.",
    )
    no_blame = forms.BooleanField(
        label="It says that nobody is blamed for raising a concern in good faith", required=False
    )
    times = forms.IntegerField(
        label="How often it was held or used in the last 12 months",
        required=False,
        min_value=0,
        max_value=9999,
    )
    reviewed_on = DateField(label="Date it was last reviewed", latest=timezone.localdate)


class EditRouteForm(CorrectionForm, RouteForm):
    """A correction of a route."""


def routes(request: HttpRequest) -> HttpResponse:
    """List the routes to raise a concern."""
    add = ("Add route", "speaking_up:add_route", EDIT)
    return list_page(request, SpeakingUpRoute, columns=COLUMNS, order=("-reviewed_on", "-id"), buttons=[add])


def route(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a route to raise a concern."""
    record = get_record(request, SpeakingUpRoute, pk, withdrawn=True)
    times = record.times
    facts = [
        ("Kind", record.get_kind_display()),
        ("What it is for", record.purpose),
        ("Where it stands", record.where),
        (
            "Held or used",
            None if times is None else f"{times} times in the last 12 months" if times != 1 else "Once",
        ),
        ("Reviewed on", record.reviewed_on),
    ]
    tags = [(state.text, state.kind) for state in record.states(timezone.localdate())]
    return record_page(request, record, facts=facts, tags=tags, edit="speaking_up:edit_route")


def add_route(request: HttpRequest) -> HttpResponse:
    """Add a route to raise a concern."""
    return form_page(request, RouteForm, commands.add_route, title="Add route to raise a concern")


def edit_route(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a route to raise a concern."""
    shown = get_record(request, SpeakingUpRoute, pk)
    return form_page(
        request, EditRouteForm, commands.edit_route, title="Correct route", record=shown, route=shown
    )
