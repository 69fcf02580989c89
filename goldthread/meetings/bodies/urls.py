"""The pages of boards and networks and the permission that opens each; `meetings/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.meetings.bodies import views
from goldthread.meetings.bodies.given import views as given
from goldthread.meetings.bodies.members import views as members
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.seats import views as seats
from goldthread.web.doors import page

_BODY, _SEAT = "boards/<uuid:pk>/", "boards/seats/<uuid:pk>/"
BODY_PAGES = [
    page("boards/", views.bodies, "bodies.read", "bodies"),
    page("boards/add/", views.add, "bodies.record", "add_body"),
    page("boards/names/", views.names_to_join, "bodies.record", "board_names"),
    page("boards/population/", members.population, "bodies.read", "population"),
    page("boards/population/set/", members.set_population, "bodies.record", "set_population"),
    page(
        "boards/population/read/", members.read_population, "bodies.record", "read_population", drafts=False
    ),
    page(_BODY, views.body, "bodies.read", "body"),
    page(_BODY + "edit/", views.edit, "bodies.record", "edit_body"),
    page(_BODY + "end/", views.end, "bodies.record", "end_body"),
    page(_BODY + "name/", views.call, "bodies.record", "call_body"),
    page(_BODY + "answer/", views.answer, "bodies.answer", "answer_body"),
    page(_BODY + "seats/add/", seats.add_seat, "bodies.record", "add_seat"),
    page(_BODY + "seats/ask/", seats.ask_for_seat, "bodies.record", "ask_for_seat"),
    page(_BODY + "recruit/", seats.recruit, "bodies.record", "recruit"),
    page(_BODY + "given/", given.give, "bodies.record", "give_members"),
    page(_BODY + "leaders/", given.record_visit, "bodies.record", "record_visit"),
    page(_BODY + "members/", members.count_members, "bodies.record", "count_members", drafts=False),
    page("boards/leaders/<uuid:pk>/kept/", given.keep_promise, "bodies.record", "keep_promise"),
    page(_SEAT + "fill/", seats.fill_seat, "bodies.record", "fill_seat"),
    page(_SEAT + "answer/", seats.answer_seat, "bodies.record", "answer_seat"),
    page(_SEAT + "end/", seats.end_term, "bodies.record", "end_term"),
    page(_SEAT + "close/", seats.close_seat, "bodies.record", "close_seat"),
    *record_pages(_BODY, Body),
]
