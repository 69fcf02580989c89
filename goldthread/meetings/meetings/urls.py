"""The pages of meetings and the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.meetings.meetings import calendar_views, views
from goldthread.meetings.meetings.models import Meeting
from goldthread.web.doors import page

_MEETING = "<uuid:pk>/"

MEETING_PAGES = [
    page("", views.listed, "meetings.read", "list"),
    page("new/", views.plan, "meetings.record", "plan"),
    page("note/", views.note, "meetings.record", "note"),
    page("calendar/", calendar_views.bring_in, "meetings.record", "calendar", drafts=False),
    page("series/", views.series, "meetings.read", "series"),
    page(_MEETING, views.meeting, "meetings.read", "meeting"),
    page(_MEETING + "edit/", views.edit, "meetings.record", "edit"),
    page(_MEETING + "write-up/", views.write_up, "meetings.record", "write_up"),
    page(_MEETING + "matters/", views.matters, "meetings.record", "matters"),
    page(_MEETING + "easy-read/", views.easy_read, "meetings.record", "easy_read"),
    page(_MEETING + "cancel/", views.cancel, "meetings.record", "cancel"),
    page(_MEETING + "plan-again/", views.plan_again, "meetings.record", "plan_again"),
    *record_pages(_MEETING, Meeting),
]
