"""Addresses of lessons and actions, with the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.learning.assurance import views as assurance
from goldthread.learning.documents.urls import DOCUMENT_PAGES
from goldthread.learning.forms import LessonFilter
from goldthread.learning.keeping import views as keeping
from goldthread.learning.keeping.models import Spread
from goldthread.learning.models import Action, Lesson
from goldthread.learning.plans.urls import PLAN_PAGES
from goldthread.learning.views import actions, contracts, lessons, lists
from goldthread.web.doors import page

app_name = "learning"

_LESSON, _ACTION, _SPREAD = "lessons/<uuid:pk>/", "actions/<uuid:pk>/", "kept/<uuid:pk>/"

urlpatterns = [
    page("", lists.listed, "learning.read", "list"),
    *view_pages("", Lesson, LessonFilter, lists.COLUMNS),
    page("record/", lessons.record_lesson, "learning.record", "record_lesson"),
    page("from-selected/", lessons.from_selected, "learning.record", "from_selected"),
    page("use/<slug:kind>/<uuid:pk>/", lessons.use, "learning.record", "use"),
    page("of-theme/<uuid:pk>/", lessons.of_theme, "learning.read", "of_theme"),
    page("followed/<uuid:pk>/", lessons.followed_theme, "learning.read", "followed_theme"),
    page(_LESSON, lessons.lesson, "learning.read", "lesson"),
    page(_LESSON + "edit/", lessons.edit_lesson, "learning.record", "edit_lesson"),
    *record_pages(_LESSON, Lesson),
    page(_LESSON + "add/", lessons.add_points, "learning.record", "add_points"),
    page(_LESSON + "add/undo/", lessons.undo_add, "learning.record", "undo_add"),
    page("keep/<slug:kind>/<uuid:pk>/", keeping.keep, "learning.record", "keep"),
    page(_LESSON + "spread/", keeping.spread_to, "learning.record", "spread_to"),
    page("kept/", keeping.listed, "learning.read", "spreads"),
    page(_SPREAD, keeping.spread, "learning.read", "spread"),
    page(_SPREAD + "edit/", keeping.edit_spread, "learning.record", "edit_spread"),
    page(_SPREAD + "answer/", keeping.kept, "learning.record", "kept"),
    *record_pages(_SPREAD, Spread),
    page(_LESSON + "no-action/", lessons.no_action, "learning.record", "no_action"),
    page(_LESSON + "agree/", actions.agree_action, "learning.agree", "agree_action"),
    page(_ACTION, actions.action, "learning.read", "action"),
    page(_ACTION + "edit/", actions.edit_action, "learning.agree", "edit_action"),
    *record_pages(_ACTION, Action),
    page("organisation/<uuid:pk>/", actions.organisation_actions, "learning.read", "organisation_actions"),
    page(_ACTION + "update/", actions.add_update, "learning.carry_out", "add_update"),
    page(_ACTION + "complete/", actions.complete_action, "learning.carry_out", "complete_action"),
    page(_ACTION + "stop/", actions.stop_action, "learning.agree", "stop_action"),
    page("meeting/<uuid:pk>/", assurance.go_through, "learning.agree", "go_through"),
    page("meeting/<uuid:pk>/actions/", assurance.gone_through, "learning.read", "gone_through"),
    page(_ACTION + "embedded/", actions.check_embedded, "learning.carry_out", "check_embedded"),
    page("contracts/", contracts.listed, "learning.read", "contracts"),
    *DOCUMENT_PAGES,
    *PLAN_PAGES,
]
