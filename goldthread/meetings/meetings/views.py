"""Pages of meetings: the list, one meeting, planning one, writing it up, a note on one screen, and corrections."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.meetings.meetings import commands, forms, queries
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.kinds import KINDS, name_of
from goldthread.meetings.meetings.minutes import draft_easy_read, split_minutes
from goldthread.meetings.meetings.models import Meeting, MeetingQuerySet
from goldthread.meetings.meetings.owed import is_owed
from goldthread.web.render import render_page

_RECORD = "meetings.record"


def _came(meeting: Meeting) -> Any:
    if meeting.sessions_planned is not None:
        return f"{meeting.sessions_held or 0} of {meeting.sessions_planned} sessions"
    return "" if meeting.came is None else meeting.came


COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Meeting", "title", main=True),
    Column(
        "Kind",
        lambda meeting: name_of(meeting.kind),
        sort=("kind", "-meets_on", "-id"),
        groups=lambda person: sorted(KINDS, key=name_of),
    ),
    Column("Date", "meets_on", sort=("-meets_on", "-id")),
    Column("Team", lambda meeting: meeting.team.name if meeting.team else "", optional=True),
    Column("Series", "series", optional=True),
    Column("Came", _came, numeric=True),
    Column("State", lambda meeting: meeting.states(timezone.localdate())[0].text),
    *work_columns(Meeting, ("-meets_on", "-id")),
]
VIEWS = (
    View("All meetings", ""),
    View("To write up", "stage=held"),
    View("Not confirmed", "stage=not_confirmed"),
    View("Planned", "stage=planned"),
)


def _narrow(meetings: MeetingQuerySet, chosen: Mapping[str, Any]) -> MeetingQuerySet:
    stage = chosen.get("stage") or ""
    if stage == "not_confirmed":
        return meetings.not_confirmed(timezone.localdate())
    if stage == "held_all":
        return meetings.took_place()
    return meetings.filter(stage=stage) if stage else meetings


def listed(request: HttpRequest) -> HttpResponse:
    """List the meetings, newest first."""
    return list_page(
        request,
        Meeting,
        filter_form=forms.MeetingFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("-meets_on", "-id"),
        along=("owner", "team"),
        without=("minutes", "easy_read", "decisions"),
        bulk=(assigning(Meeting),),
        views=VIEWS,
        buttons=[
            ("One-minute note", "meetings:note", _RECORD),
            ("Plan meeting", "meetings:plan", _RECORD),
        ],
        template="meetings/list.html",
    )


def meeting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a meeting with who came, what was raised and what was decided."""
    record = get_record(request, Meeting, pk, withdrawn=True, along=("team", "owner", "body", "easy_read_by"))
    today = timezone.localdate()
    kind, stage = record.of_kind, record.stage
    series = queries.of_series(request.person, record, today)
    to_write = (("Write up", reverse("meetings:write_up", args=[pk]), _RECORD),)
    links = [("Correct note", reverse("meetings:write_up", args=[pk]), _RECORD)]
    buttons: list[tuple[str, str, str]] = []
    if stage in (Stage.PLANNED, Stage.HELD):
        # A meeting is written up once its day has come; before that the form is refused.
        buttons, links = [*to_write] if record.meets_on <= today else [], []
    if record.took_place and not kind.themes_only:
        links.append(("Add matters raised", reverse("meetings:matters", args=[pk]), _RECORD))
        links.append(("Write easy read minute", reverse("meetings:easy_read", args=[pk]), _RECORD))
    if stage == Stage.PLANNED:
        links.append(("Cancel meeting", reverse("meetings:cancel", args=[pk]), _RECORD))
    if stage == Stage.CANCELLED:
        links = [("Plan it again", reverse("meetings:plan_again", args=[pk]), _RECORD)]
    return record_page(
        request,
        record,
        "meetings/meeting.html",
        caption=f"{kind.name} {record.reference}",
        tags=[(tag.text, tag.kind) for tag in record.states(today)],
        facts=[
            ("Date", record.meets_on),
            ("Time", record.starts_at.strftime("%H:%M") if record.starts_at else ""),
            ("Place", record.place),
            ("Team", record.team),
            ("Board or network", link(request, record.body) if record.body else ""),
            ("Series", record.series),
            ("How often", record.get_cadence_display()),
            ("Written up on", record.written_up_on),
            ("Cancelled on", record.cancelled_on),
            ("Cancelled because", record.cancelled_because),
        ],
        buttons=buttons,
        links=links,
        edit="meetings:edit",
        of_kind=kind,
        extras=[
            (extra.label, extra.in_words(record.extra[extra.slug]))
            for extra in kind.extras
            if record.extra.get(extra.slug)
        ],
        owed=is_owed(kind, record.body),
        raised=queries.raised_at(request.person, record),
        held=queries.held_of_planned(series, today) if record.series or record.sessions_planned else None,
        today=today,
    )


def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    return form_page(
        request,
        forms.NewMeetingForm,
        commands.plan_meeting,
        title="Plan meeting",
        page={"submit": "Save meeting", "back": reverse("meetings:list")},
    )


def note(request: HttpRequest) -> HttpResponse:
    """Note a meeting that was held, on one screen."""
    return form_page(
        request,
        forms.NoteForm,
        commands.note_meeting,
        title="One-minute note",
        template="meetings/note.html",
        today=timezone.localdate(),
    )


def write_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say who came, what was decided and what was raised."""
    record = get_record(request, Meeting, pk)
    had_minutes = bool(record.minutes)
    return form_page(
        request,
        forms.WriteUpForm,
        commands.write_up_meeting,
        title=f"Write up {record.reference}",
        record=record,
        initial={"extra": record.extra},
        options={"kind": record.of_kind},
        done=f"Meeting {record.reference} saved.",
        then=lambda saved: (
            reverse("meetings:matters", args=[pk]) if saved.minutes and not had_minutes else address(saved)
        ),
        page={"intro": record.title, "submit": "Save"},
        meeting=record,
        today=timezone.localdate(),
    )


def matters(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose in the minutes what was raised, each with its speaker."""
    record = get_record(request, Meeting, pk)
    there = {point.text for point in queries.raised_at(request.person, record)}
    parts = [part for part in split_minutes(record.minutes) if part not in there]
    return form_page(
        request,
        forms.MattersForm,
        commands.raise_matters,
        title="What was raised",
        options={"parts": parts, "kind": record.of_kind},
        done="Saved. Each is an issue now, and waits for its themes.",
        template="meetings/matters.html",
        page={"meeting": record, "back": address(record), "owed": is_owed(record.of_kind, record.body)},
        meeting=record,
    )


def easy_read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the minute in easy read, from a draft of the decisions, and say who checked it."""
    record = get_record(request, Meeting, pk)
    draft = record.easy_read or draft_easy_read(record.decisions, record.differently)
    return form_page(
        request,
        forms.EasyReadForm,
        commands.write_easy_read,
        title=f"Easy read: {record.reference}",
        record=record,
        initial={"easy_read": draft, "is_checked": bool(record.easy_read_on)},
        page={
            "intro": "The draft is the decisions, one sentence a line. Put them into simpler words."
            if not record.easy_read
            else record.title,
            "submit": "Save",
        },
        meeting=record,
        today=timezone.localdate(),
    )


def series(request: HttpRequest) -> HttpResponse:
    """List every series of the last 12 months: held of planned, and who came."""
    today = timezone.localdate()
    rows = queries.all_series(request.person, today)
    return render_page(request, "meetings/series.html", {"rows": rows, "name_of": name_of})


def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a meeting, with the reason."""
    record = get_record(request, Meeting, pk)
    return form_page(
        request,
        forms.CancelMeetingForm,
        commands.cancel_meeting,
        title=f"Cancel {record.reference}",
        record=record,
        initial={"cancelled_on": timezone.localdate()},
        done=f"Meeting {record.reference} cancelled. It counts as planned and not held.",
        page={"intro": record.title, "submit": "Cancel meeting"},
        meeting=record,
    )


def plan_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Plan a cancelled meeting for another day."""
    record = get_record(request, Meeting, pk)
    return form_page(
        request,
        forms.PlanAgainForm,
        commands.plan_again,
        title=f"Plan {record.reference} again",
        record=record,
        page={"intro": record.title},
        meeting=record,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a meeting."""
    record = get_record(request, Meeting, pk)
    return form_page(
        request,
        forms.EditMeetingForm,
        commands.edit_meeting,
        title=f"Correct {record.reference}",
        record=record,
        meeting=record,
    )
