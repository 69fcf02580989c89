"""The pages of requests and answers, and the permission that opens each."""

from __future__ import annotations

from goldthread.council.links.views import link_pages
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.responses.forms import AskFilter
from goldthread.responses.models import Ask
from goldthread.responses.views import asks, lists
from goldthread.web.doors import page

app_name = "responses"
_ASK = "<uuid:pk>/"
_RECORD, _ANSWER = "responses.record", "responses.answer"

urlpatterns = [
    page("", lists.listed, "responses.read", "list"),
    *view_pages("", Ask, AskFilter, lists.COLUMNS),
    page("use/<slug:kind>/<uuid:pk>/", asks.use, _RECORD, "use"),
    page("record/<uuid:pk>/", asks.record, _RECORD, "record"),
    page(_ASK, asks.ask, "responses.read", "ask"),
    page(_ASK + "edit/", asks.edit, _RECORD, "edit"),
    *record_pages(_ASK, Ask),
    *link_pages(_ASK, Ask, _ANSWER),
    page(_ASK + "answer/", asks.answer, _ANSWER, "answer"),
    page(_ASK + "outcome/", asks.outcome, _ANSWER, "outcome"),
    page(_ASK + "tell/", asks.tell, _ANSWER, "tell"),
    page(_ASK + "view/", asks.view, _ANSWER, "view"),
]
