"""Bringing in a calendar: the file, what was found in it and as what each comes in, and the import. Nothing is kept between."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField, TeamField
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings import calendar_import
from goldthread.meetings.meetings.calendar_import import Chosen
from goldthread.meetings.meetings.calendar_reading import (
    MOST_BYTES,
    CalendarMeeting,
    CalendarRead,
    CalendarSeries,
    NotRead,
    read_calendar,
)
from goldthread.meetings.meetings.kinds import CHOICES, KINDS
from goldthread.web.file_field import FileField
from goldthread.web.forms import Form
from goldthread.web.render import render_page

_SALT, _AGE = "goldthread.meetings.calendar", datetime.timedelta(hours=12)
MOST_SERIES = 60


class CalendarForm(Form):
    """The file of a calendar."""

    calendar = FileField(
        most_bytes=MOST_BYTES,
        label="Calendar file (.ics)",
        widget=forms.FileInput({"accept": ".ics,text/calendar"}),
        help_text="In Outlook: File, Save calendar. Only titles, days, times and places are read, never who was invited.",
    )


class MatchForm(Form):
    """As what each series of a calendar comes in, whose meetings they are and who writes them up."""

    owner = PersonField("meetings.record", label="Who writes them up", required=False, empty_label="I do")
    team = TeamField("meetings.record")

    def __init__(
        self, *args: Any, series: list[CalendarSeries], bodies: list[Body], person: Person, **options: Any
    ) -> None:
        super().__init__(*args, person=person, **options)
        self.series, self.bodies = series, {str(body.pk): body for body in bodies}
        names = [("", "No board or network"), *((str(body.pk), body.name) for body in bodies)]
        for n, each in enumerate(series):
            kind, body = (
                calendar_import.guess_kind(each.title),
                calendar_import.guess_body(each.title, bodies),
            )
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label="Comes in as",
                choices=[("", "Leave out"), *CHOICES],
                required=False,
                initial=kind or ("board" if body else ""),
            )
            self.fields[f"body_{n}"] = forms.ChoiceField(
                label="Board or network",
                choices=names,
                required=False,
                initial=str(body.pk) if body else "",
            )

    def rows(self) -> Iterator[tuple[CalendarSeries, Any, Any]]:
        """Yield each series with its two fields."""
        for n, each in enumerate(self.series):
            yield each, self[f"kind_{n}"], self[f"body_{n}"]

    def chosen(self) -> list[Chosen]:
        """Return what was chosen, once the form is valid."""
        return [
            Chosen(each, kind, self.bodies.get(self.cleaned_data[f"body_{n}"]))
            for n, each in enumerate(self.series)
            if (kind := self.cleaned_data[f"kind_{n}"])
        ]


def bring_in(request: HttpRequest) -> HttpResponse:
    """Read a calendar's file, show what is in it, and import what is chosen."""
    if "found" in request.POST:
        return _import(request)
    form = CalendarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = read_calendar(form.cleaned_data["calendar"].read(), timezone.localdate())
            if len(read.series) > MOST_SERIES:
                raise NotRead(f"The calendar has more than {MOST_SERIES} series. Export fewer months.")
        except NotRead as why:
            form.add_error("calendar", str(why))
        else:
            return _check(request, read, _match(request, read.series))
    return render_page(request, "meetings/calendar.html", {"form": form})


def _match(request: HttpRequest, series: list[CalendarSeries]) -> MatchForm:
    person = request.person
    bodies = list(Body.objects.visible_to(person).filter(ended_on=None).order_by("name", "pk"))
    sent = request.POST if "found" in request.POST else None
    return MatchForm(sent, series=series, bodies=bodies, person=person)


def _check(request: HttpRequest, read: CalendarRead, form: MatchForm) -> HttpResponse:
    """Show what was found: each series with how many of its meetings are new, and as what it comes in."""
    known = calendar_import.known_here(request.person, read.series)
    context = {
        "form": form,
        "rows": [(each, known[each.key], kind, body) for each, kind, body in form.rows()],
        "left_out": read.left_out,
        "found": _signed(request.person, read),
        "themes_only": [kind.name for kind in KINDS.values() if kind.themes_only],
    }
    return render_page(request, "meetings/calendar_check.html", context)


def _import(request: HttpRequest) -> HttpResponse:
    read = _unsigned(request.person, request.POST["found"])
    if read is None:
        messages.error(request, "This page was open for too long. Choose the file again.")
        return redirect("meetings:calendar")
    form = _match(request, read.series)
    if form.is_valid():
        try:
            saved = calendar_import.import_calendar(
                by=request.person,
                chosen=form.chosen(),
                team=form.cleaned_data["team"],
                owner=form.cleaned_data["owner"],
                today=timezone.localdate(),
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            count = len(saved)
            said = (
                "Nothing in it is new."
                if not count
                else f"{count:,} {'meeting' if count == 1 else 'meetings'} saved."
            )
            messages.success(request, f"Calendar read. {said}")
            return redirect("meetings:list")
    return _check(request, read, form)


def _signed(person: Person, read: CalendarRead) -> str:
    """Return what was found, signed for the person who sees it: nothing of a calendar is stored before it is imported."""
    series = [asdict(each) for each in read.series]
    for each in series:
        for meeting in each["meetings"]:
            meeting["on"] = meeting["on"].isoformat()
            meeting["starts_at"] = meeting["starts_at"] and meeting["starts_at"].isoformat()
    found = {"person": str(person.pk), "series": series, "left_out": read.left_out}
    return signing.dumps(found, salt=_SALT, compress=True)


def _unsigned(person: Person, found: str) -> CalendarRead | None:
    try:
        read = signing.loads(found, salt=_SALT, max_age=_AGE)
    except signing.BadSignature:
        return None
    if read["person"] != str(person.pk):
        return None
    for each in read["series"]:
        each["meetings"] = [
            CalendarMeeting(
                **{
                    **meeting,
                    "on": datetime.date.fromisoformat(meeting["on"]),
                    "starts_at": meeting["starts_at"] and datetime.time.fromisoformat(meeting["starts_at"]),
                }
            )
            for meeting in each["meetings"]
        ]
    return CalendarRead([CalendarSeries(**each) for each in read["series"]], read["left_out"])
