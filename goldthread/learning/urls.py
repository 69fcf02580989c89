"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.learning import action_views, views
from goldthread.web.doors import page

app_name = "learning"

_LESSON, _ACTION = "lessons/<uuid:pk>/", "actions/<uuid:pk>/"

urlpatterns = [
    page("", views.lessons, "learning.read", "list"),
    page("draw/", views.draw, "learning.draw", "draw"),
    page("of-theme/<uuid:pk>/", views.of_theme, "learning.read", "of_theme"),
    page(_LESSON, views.lesson, "learning.read", "lesson"),
    page(_LESSON + "more/", views.rest_on_more, "learning.draw", "rest_on_more"),
    page(_LESSON + "no-action/", views.no_action, "learning.draw", "no_action"),
    page(_LESSON + "agree/", action_views.agree, "learning.agree", "agree"),
    page(_ACTION, action_views.action, "learning.read", "action"),
    page(_ACTION + "progress/", action_views.note_progress, "learning.carry_out", "note_progress"),
    page(_ACTION + "finish/", action_views.finish, "learning.carry_out", "finish"),
    page(_ACTION + "give-up/", action_views.give_up, "learning.agree", "give_up"),
    page(_ACTION + "embedded/", action_views.check_embedded, "learning.carry_out", "check_embedded"),
]
