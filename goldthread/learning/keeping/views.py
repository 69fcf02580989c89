"""Pages of what to keep: recording it, spreading it to a team, asking the team, and the list of teams."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Team
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import (
    address,
    form_page,
    get_of_kind,
    get_record,
    heading,
    link,
    record_page,
)
from goldthread.council.records.work_columns import work_columns
from goldthread.learning.forms import LessonForm
from goldthread.learning.keeping import commands
from goldthread.learning.keeping.models import Kept, Spread
from goldthread.learning.models import Lesson
from goldthread.learning.queries import points_under
from goldthread.web.forms import DateField, Form

_ASK_AFTER = datetime.timedelta(days=91)


class KeepForm(LessonForm):
    """What to keep, and why it works."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title"].help_text = "For example: one worker stays with a person from hospital to home."
        self.fields["what_we_learned"].label = "What works, and why"
        self.fields["what_we_learned"].help_text = "So that another team can do it. Do not name anyone."


class SpreadForm(Form):
    """Which team is told, how, and when it is asked."""

    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    how = forms.CharField(
        label="How it was told", required=False, max_length=160, help_text="Such as at its team meeting."
    )
    told_on = DateField(label="Date told", latest=timezone.localdate)
    ask_on = DateField(label="Ask the team on", help_text="It stands in your work then.")

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["team"].queryset = Team.objects.visible_to(person).filter(is_active=True).order_by("name")


class EditSpreadForm(CorrectionForm, SpreadForm):
    """A correction of which team was told, how and when, and of when it is asked."""


class KeptForm(Form):
    """What a team says when it is asked."""

    kept = forms.ChoiceField(label="Does the team do it?", choices=Kept, widget=forms.RadioSelect)
    words = forms.CharField(
        label="What the team says", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    asked_on = DateField(label="Date asked", latest=timezone.localdate)


def keep(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Record what to keep, from a compliment or from what a review found."""
    record = get_of_kind(request, kind, pk)
    quotes = points_under(request.person, record)
    if not quotes:
        messages.warning(request, f"{heading(record)} has no issues from which something can be learned.")
        return redirect(address(record))

    def save(*, by: Any, **fields: Any) -> Lesson:
        return commands.record_what_to_keep(by=by, points=[quote.point for quote in quotes], **fields)

    return form_page(
        request,
        KeepForm,
        save,
        title="Record what to keep",
        initial={"recorded_on": timezone.localdate()},
        template="learning/keep.html",
        page={"quotes": quotes, "back": address(record), "submit": "Save what to keep"},
    )


def spread_to(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Spread a lesson of what to keep to a team."""
    lesson, today = get_record(request, Lesson, pk), timezone.localdate()
    return form_page(
        request,
        SpreadForm,
        commands.spread_to_team,
        title="Spread to a team",
        initial={"told_on": today, "ask_on": today + _ASK_AFTER},
        done="Saved. You are reminded to ask the team.",
        then=lambda spread: address(lesson),
        page={"intro": lesson.title, "back": address(lesson)},
        lesson=lesson,
    )


def spread(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one team to which something was spread, and what it says."""
    record = get_record(request, Spread, pk, withdrawn=True, along=("lesson", "team", "owner"))
    ask = reverse("learning:kept", args=[pk])
    return record_page(
        request,
        record,
        "learning/spread.html",
        tags=[(tag.text, tag.kind) for tag in record.spec.states(record, timezone.localdate())],
        facts=[
            ("Lesson", link(request, record.lesson)),
            ("Team", record.team.name),
            ("Told on", record.told_on),
            ("How", record.how),
            ("Asked on", record.asked_on),
        ],
        buttons=[] if record.asked_on else [("Record what the team says", ask, "learning.record")],
        edit="learning:edit_spread",
        lesson=record.lesson,
        lesson_href=address(record.lesson),
    )


def edit_spread(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct how and when a team was told of what to keep."""
    record = get_record(request, Spread, pk)
    return form_page(
        request,
        EditSpreadForm,
        commands.correct_spread,
        title="Correct what the team was told",
        record=record,
        spread=record,
    )


def kept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what a team says when it is asked."""
    record = get_record(request, Spread, pk)
    return form_page(
        request,
        KeptForm,
        commands.record_kept,
        title="Is it done there?",
        record=record,
        initial={"asked_on": timezone.localdate()},
        done="Recorded.",
        page={"intro": record.title},
        spread=record,
    )


COLUMNS = [
    Column("Team", "title", main=True),
    Column("Told on", "told_on"),
    *work_columns(Spread, ("ask_on", "id")),
    Column("Done there?", lambda spread: spread.state(timezone.localdate()).text),
]


def listed(request: HttpRequest) -> HttpResponse:
    """List the teams to which something was spread, the first to be asked first."""
    return list_page(
        request,
        Spread,
        columns=COLUMNS,
        order=("ask_on", "id"),
        along=("lesson", "team", "owner"),
        bulk=(assigning(Spread),),
        views=(View("To ask", "due=overdue"), View("All", "")),
    )
