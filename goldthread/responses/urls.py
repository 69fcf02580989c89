"""The pages of requests and answers with the permission that opens each, and the public's "You said, we did"."""

from __future__ import annotations

from django.urls import include, path

from goldthread.council.context import listed_in_more
from goldthread.council.links.views import link_pages
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.responses.boards import public as boards
from goldthread.responses.forms import AskFilter
from goldthread.responses.models import Ask
from goldthread.responses.said_and_done import public as public_page
from goldthread.responses.said_and_done import views as said
from goldthread.responses.said_and_done.models import SaidAndDone
from goldthread.responses.views import asks, figures, lists, telling
from goldthread.web.doors import page, public

listed_in_more("People to tell", "responses:to_tell", "responses.answer")

_ASK, _SAID = "requests/<uuid:pk>/", "requests/you-said/<uuid:pk>/"
_READ, _RECORD, _ANSWER = "responses.read", "responses.record", "responses.answer"
_DRAFT, _APPROVE = "responses.draft", "responses.approve"
_WHY = "what a council publishes of what people asked is for anybody to read"
_RAISED = "what boards of people raised, and what became of it, is for everybody to read"

_staff = [
    page("requests/", lists.listed, _READ, "list"),
    *view_pages("requests/", Ask, AskFilter, lists.COLUMNS),
    page("requests/use/<slug:kind>/<uuid:pk>/", asks.use, _RECORD, "use"),
    page("requests/record/<uuid:pk>/", asks.record, _RECORD, "record"),
    page("requests/to-tell/", telling.to_tell, _ANSWER, "to_tell"),
    page("requests/to-tell/<uuid:point>/<uuid:action>/", telling.tell_news, _ANSWER, "tell_news"),
    page("requests/figures/", figures.figures, _READ, "figures"),
    page(_ASK, asks.ask, _READ, "ask"),
    page(_ASK + "edit/", asks.edit, _RECORD, "edit"),
    *record_pages(_ASK, Ask),
    *link_pages(_ASK, Ask, _ANSWER),
    page(_ASK + "answer/", asks.answer, _ANSWER, "answer"),
    page(_ASK + "outcome/", asks.outcome, _ANSWER, "outcome"),
    page(_ASK + "tell/", asks.tell, _ANSWER, "tell"),
    page(_ASK + "view/", asks.view, _ANSWER, "view"),
    page(_ASK + "write-up/", said.draft, _DRAFT, "draft_entry"),
    page("requests/you-said/", said.listed, _DRAFT, "said_and_dones"),
    page(_SAID, said.entry, _DRAFT, "said_and_done"),
    page(_SAID + "edit/", said.edit, _DRAFT, "edit_entry"),
    *record_pages(_SAID, SaidAndDone),
    page(_SAID + "approve/", said.approve, _APPROVE, "approve_entry"),
    page(_SAID + "publish/", said.publish, _APPROVE, "publish_entry"),
    page(_SAID + "take-down/", said.take_down, _APPROVE, "take_down_entry"),
]

_public = [
    public("you-said/<slug:council>/", public_page.you_said, "you_said", why=_WHY),
    public("you-said/<slug:council>/easy/", public_page.you_said_easy, "you_said_easy", why=_WHY),
    public("you-said/<slug:council>/feed/", public_page.feed, "you_said_feed", why=_WHY),
    public("boards-of/<slug:council>/", boards.boards, "public_boards", why=_RAISED),
    public("boards-of/<slug:council>/<uuid:pk>/", boards.board, "public_board", why=_RAISED),
]

AT_ROOT = True
urlpatterns = [path("", include(([*_staff, *_public], "responses")))]
