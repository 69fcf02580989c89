"""Addresses of the shelf, with the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.sector import views
from goldthread.sector.accuracy import views as accuracy
from goldthread.sector.accuracy.models import AccuracyCheck
from goldthread.sector.coding import views as coding
from goldthread.sector.counting import views as counting
from goldthread.sector.elsewhere import views as elsewhere
from goldthread.sector.elsewhere.models import FailureElsewhere
from goldthread.sector.exchange.urls import EXCHANGE_PAGES
from goldthread.sector.forms import ReportFilter
from goldthread.sector.ideas import views as ideas
from goldthread.sector.ideas.models import Idea
from goldthread.sector.models import PublishedReport
from goldthread.web.doors import page

app_name = "sector"
_READ, _WRITE, _DRAFTS = "sector.read", "sector.write", "sector.drafts"
_IDEA, _FAILURE, _ACCURACY = "ideas/<uuid:pk>/", "elsewhere/<uuid:pk>/", "accuracy/<uuid:pk>/"

urlpatterns = [
    page("", views.reports, _READ, "list"),
    *view_pages("", PublishedReport, ReportFilter, views.COLUMNS),
    page("add/", views.add, _WRITE, "add", drafts=False),
    page("search/", views.search, _READ, "search"),
    page("scores/", views.scores, _READ, "scores"),
    page("counting/differences/", counting.differences, _READ, "differences"),
    page("counting/described/", counting.described, _READ, "described"),
    page("counting/systems/", counting.systems, _READ, "systems"),
    page("counting/figures/", counting.figures, _READ, "figures"),
    page("counting/theme/<uuid:pk>/", counting.of_theme, _READ, "of_theme"),
    page("<uuid:pk>/", views.report, _READ, "report"),
    page("<uuid:pk>/confirm/", views.confirm, _WRITE, "confirm"),
    page("<uuid:pk>/own/", views.own, _WRITE, "own"),
    page("<uuid:pk>/edit/", views.edit, _WRITE, "edit"),
    *record_pages("<uuid:pk>/", PublishedReport),
    page("<uuid:pk>/passages/<int:position>/idea/", ideas.keep, _WRITE, "keep_idea"),
    page("<uuid:pk>/passages/<int:position>/elsewhere/", elsewhere.ask_of_passage, _WRITE, "ask_of_passage"),
    page("<uuid:pk>/passages/<int:position>/code/", coding.code, _WRITE, "code_passage"),
    page("ideas/", ideas.ideas, _READ, "ideas"),
    page(_IDEA, ideas.idea, _READ, "idea"),
    page(_IDEA + "edit/", ideas.edit, _WRITE, "edit_idea"),
    page(_IDEA + "decision/", ideas.decide, _WRITE, "decide_idea"),
    *record_pages(_IDEA, Idea),
    page("elsewhere/", elsewhere.failures, _READ, "failures"),
    page("elsewhere/ask/", elsewhere.ask, _WRITE, "ask"),
    page(_FAILURE, elsewhere.failure, _READ, "failure"),
    page(_FAILURE + "edit/", elsewhere.edit, _WRITE, "edit_failure"),
    page(_FAILURE + "answer/", elsewhere.answer, _WRITE, "answer_failure"),
    page(_FAILURE + "done/", elsewhere.settle, _WRITE, "settle_failure"),
    *record_pages(_FAILURE, FailureElsewhere),
    page("accuracy/", accuracy.checks, _DRAFTS, "accuracies"),
    page("accuracy/begin/", accuracy.begin, _WRITE, "begin_accuracy"),
    page(_ACCURACY, accuracy.check, _DRAFTS, "accuracy"),
    page(_ACCURACY + "edit/", accuracy.edit, _WRITE, "edit_accuracy"),
    page(_ACCURACY + "comments/", accuracy.add_comment, _WRITE, "add_comment"),
    page(_ACCURACY + "sent/", accuracy.send, _WRITE, "send_comments"),
    page(_ACCURACY + "close/", accuracy.close, _WRITE, "close_accuracy"),
    *record_pages(_ACCURACY, AccuracyCheck),
    *EXCHANGE_PAGES,
]
