"""The pages of boards and networks and the permission that opens each; `meetings/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.meetings.bodies import views
from goldthread.meetings.bodies.models import Body
from goldthread.web.doors import page

_BODY = "boards/<uuid:pk>/"
BODY_PAGES = [
    page("boards/", views.bodies, "bodies.read", "bodies"),
    page("boards/add/", views.add, "bodies.record", "add_body"),
    page(_BODY, views.body, "bodies.read", "body"),
    page(_BODY + "edit/", views.edit, "bodies.record", "edit_body"),
    page(_BODY + "end/", views.end, "bodies.record", "end_body"),
    page(_BODY + "name/", views.call, "bodies.record", "call_body"),
    page(_BODY + "answer/", views.answer, "bodies.answer", "answer_body"),
    *record_pages(_BODY, Body),
]
