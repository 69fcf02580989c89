"""The default pages of a record type with a made-up type, meetings: for eyes, for axe and for the HTML check."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template import engines
from django.utils import timezone

from goldthread.web.forms import DateField, FilterForm, Form
from goldthread.web.paginate import Page
from tests.web import gallery

SPEC = SimpleNamespace(
    name="Meeting", plural="Meetings", page="meetings:meeting", on_thread=True, confirmed=None
)
KINDS = [("circle", "Quality circle"), ("forum", "Forum"), ("round", "Schwartz Round")]


class MeetingFilter(FilterForm):
    """What narrows a list of meetings; the order stays when it is sent."""

    q = forms.CharField(label="Words or reference")
    kind = forms.MultipleChoiceField(label="Kind", choices=KINDS, widget=forms.CheckboxSelectMultiple)
    team = forms.ChoiceField(label="Team", choices=[("", "Any team"), ("north", "Locality North")])
    since = DateField(label="Held since")
    late = forms.BooleanField(label="Promise overdue")
    sort = forms.CharField(widget=forms.HiddenInput)


class MeetingForm(Form):
    """A meeting's own fields."""

    title = forms.CharField(label="Title")
    promised = forms.CharField(label="What was promised", widget=forms.Textarea)
    reason = forms.CharField(label="Reason for the change", required=False)


def columns() -> list[dict[str, Any]]:
    """Return the columns of the list, as many as a list has at most."""
    return [
        {"text": "Reference", "sort": "?sort=number"},
        {"text": "Title", "main": True},
        {"text": "Held", "sort": "?sort=held_on", "way": "descending"},
        {"text": "Kind", "sort": "?sort=kind"},
        {"text": "Team", "off": True},
        {"text": "People who came", "numeric": True, "label": True, "sort": "?sort=came"},
        {"text": "Issues", "numeric": True, "label": True},
        {"text": "Promise"},
    ]


ROWS = [
    ("M-41", "Night shifts after discharge", datetime.date(2026, 11, 26), "Quality circle", "Discharge", 11, 4, ("Due 12 Dec", "soon")),
    ("M-40", "When a family is angry", datetime.date(2026, 11, 19), "Schwartz Round", "Whole council", 1034, 0, None),
    ("M-39", "Caseloads and the phone rota", datetime.date(2026, 11, 12), "Forum", "North", 22, 6, ("Due 24 Nov", "late")),
    ("M-38", "Recording in the person’s own words & <ours>", datetime.date(2026, 11, 5), "Forum", "South", 18, 3, ("Kept 20 Nov", "")),
    ("M-37", "Kit that does not come for people with a learning disability", "", "Forum", None, 9, 2, None),
]  # fmt: skip


def list_context(**changes: Any) -> dict[str, Any]:
    """Return what the list page of meetings is given."""
    rows = []
    for reference, title, *cells, (text, state) in [(*row[:-1], row[-1] or ("", "")) for row in ROWS]:
        link = {"text": title, "href": f"/meetings/{reference}/"}
        rows.append({"ref": reference, "cells": [reference, link, *cells, {"text": text, "state": state}]})
    context = {
        "spec": SPEC,
        "crumbs": [("More", "/more/")],
        "filter": MeetingFilter({"kind": ["forum"], "sort": "held_on"}),
        "listed": Page(rows, "", "?after=x"),
        "columns": columns(),
        "rows": rows,
        "buttons": [("Add meeting", "/meetings/new/"), ("Import", "/meetings/import/")],
        "filters_in_use": [{"text": "Forum", "href": "/meetings/"}],
        "clear": "/meetings/",
        "narrowed": True,
        "total": 1000,
        "is_more": True,
        "tools": [("Export this list", "/meetings/export/?kind=forum")],
        "views": [("All meetings", "/meetings/", None), ("Forums", "/meetings/?kind=forum", None)],
        "view": "Forums",
        "rows_a_page": [("25", "?rows=25", True), ("50", "?rows=50", False), ("100", "?rows=100", False)],
        "kept": {"sort": "-held_on"},
    }
    return context | changes


def record_context(**changes: Any) -> dict[str, Any]:
    """Return what the page of one meeting is given, withdrawn as it is."""
    year = timezone.localdate().year
    context = {
        "spec": SPEC,
        "crumbs": [("More", "/more/"), ("Meetings", "/meetings/")],
        "record": SimpleNamespace(pk="m-39"),
        "kind": "meeting",
        "title": "Caseloads and the phone rota",
        "caption": "Meeting M-39",
        "tags": [("Promise overdue", "overdue"), ("Forum", "blue")],
        "facts": [("Team", "Locality North"), ("Owner", "Rob Ellacott"), ("Kept until", "November 2029")],
        "buttons": [("Record promise kept", "/kept/"), ("Correct details", "/correct/")],
        "links": [("Withdraw", "/withdraw/"), ("Merge with another meeting", "/merge/")],
        "parts": [("Overview", "/meetings/m-39/", None), ("Issues", "/meetings/m-39/issues/", 1206)],
        "gaps": ["Nothing was answered"],
        "withdrawn": {
            "reason": "Recorded twice",
            "by": "Ian Prettejohn",
            "on": datetime.date(2026, 11, 28),
            "undo": "/meetings/m-39/undo/",
        },
        "events": [
            {"icon": "clock", "kind": "todo", "what": "Promise due", "when": datetime.date(year, 11, 24)},
            {
                "icon": "pencil",
                "what": "Owner changed",
                "by": "Rob Ellacott",
                "when": datetime.datetime(2024, 11, 20, 9, 12, tzinfo=datetime.UTC),
                "text": "From Grace Adeyinka to Rob Ellacott",
                "note": "Grace moved to First Contact.\nAgreed with <Farida>.",
            },
            {"icon": "in", "kind": "from", "what": "Recorded", "by": "Ian Prettejohn", "when": "12 November"},
        ],
    }
    return context | changes


def form_context(**changes: Any) -> dict[str, Any]:
    """Return what a form about a meeting is given that somebody else saved meanwhile."""
    context = {
        "form": MeetingForm(initial={"title": "Caseloads", "promised": "One morning"}),
        "title": "Correct meeting M-39",
        "intro": "Say why, so that whoever reads the timeline knows.",
        "submit": "Save changes",
        "back": "/meetings/m-39/",
        "version": 7,
        "stale": [
            ("Title", "Caseloads and the rota", "Caseloads"),
            ("What was promised", "A rota", "One morning"),
        ],
    }
    return context | changes


# What a page of a type adds to the default.
_OWN = """{% extends "web/record_page.html" %}
{% block rail %}{% call ui.card("Promise due 24 November", "late") %}<p class="govuk-body">One morning a week without
the telephone.</p>{% endcall %}{% endblock %}
{% block work %}<h2 class="govuk-heading-m">Issues raised</h2>
<p class="govuk-body">Nobody tells us when a case is moved.</p>
{{ ui.chips([{"text": "Workload", "icon": "tick", "href": "/t/"}, {"text": "Kept informed?", "maybe": true}]) }}{% endblock %}"""

PAGES = {
    "list": ('{% extends "web/list_page.html" %}', list_context),
    "record": ('{% extends "web/record_page.html" %}', record_context),
    "own record": (_OWN, lambda **changes: record_context(**{"withdrawn": None, "gaps": [], **changes})),
    "form": ('{% extends "web/form_page.html" %}', form_context),
}


def html(name: str, **changes: Any) -> str:
    """Return one of these pages as a browser gets it."""
    template, context = PAGES[name]
    return engines["jinja2"].from_string(template).render(context(**changes), gallery.request("/meetings/"))
