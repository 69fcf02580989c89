"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.impact import entry, setting_up, views
from goldthread.web.doors import page

app_name = "impact"
urlpatterns = [
    page("", views.measures, "impact.read", "list"),
    page("watch/", setting_up.watch, "impact.measure", "watch"),
    page("start/<uuid:pk>/", setting_up.start, "impact.measure", "start"),
    page("hope/<uuid:pk>/", views.hope, "impact.read", "hope"),
    page("of/<uuid:pk>/", views.measure_summary, "impact.read", "measure_summary"),
    page("theme/<uuid:pk>/", views.counted_from, "impact.read", "counted_from"),
    page("<uuid:pk>/", views.measure, "impact.read", "measure"),
    page("<uuid:pk>/reading/", entry.one, "impact.measure", "reading"),
    page("<uuid:pk>/readings/", entry.several, "impact.measure", "readings"),
    page("<uuid:pk>/import/", entry.from_file, "impact.measure", "import"),
    page("<uuid:pk>/began/", setting_up.began, "impact.measure", "began"),
    page("<uuid:pk>/review/", setting_up.review_now, "impact.measure", "review"),
    page("<uuid:pk>/rebase/", setting_up.rebase, "impact.measure", "rebase"),
]
