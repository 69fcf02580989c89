"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.council.context import listed_in_more
from goldthread.council.records.record_urls import record_pages
from goldthread.subject_access import views
from goldthread.subject_access.models import AccessRequest
from goldthread.web.doors import page

app_name = "subject_access"
_HANDLE = "subject_access.handle"
listed_in_more("Subject access requests", "subject_access:list", _HANDLE)

_REQUEST = "<uuid:pk>/"

urlpatterns = [
    page("", views.listed, _HANDLE, "list"),
    page("add/", views.record, _HANDLE, "record"),
    page(_REQUEST, views.request_page, _HANDLE, "request"),
    page(_REQUEST + "edit/", views.edit, _HANDLE, "edit"),
    page(_REQUEST + "extend/", views.extend, _HANDLE, "extend"),
    page(_REQUEST + "terms/", views.add_term, _HANDLE, "add_term"),
    page(_REQUEST + "terms/<uuid:term>/remove/", views.remove_term, _HANDLE, "remove_term"),
    page(_REQUEST + "look/", views.look, _HANDLE, "look"),
    page(_REQUEST + "found/", views.found, _HANDLE, "found"),
    page(_REQUEST + "found/<uuid:hit>/", views.decide, _HANDLE, "decide"),
    page(_REQUEST + "document/", views.make_copy, _HANDLE, "make_copy"),
    page(_REQUEST + "document/<uuid:copy>/word/", views.word, _HANDLE, "word"),
    page(_REQUEST + "document/<uuid:copy>/pdf/", views.pdf, _HANDLE, "pdf"),
    page(_REQUEST + "give/", views.give, _HANDLE, "give"),
    page(_REQUEST + "end/", views.end, _HANDLE, "end"),
    page(_REQUEST + "lift-hold/", views.lift_hold, _HANDLE, "lift_hold"),
    *record_pages(_REQUEST, AccessRequest),
]
