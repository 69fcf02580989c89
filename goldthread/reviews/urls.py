"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.reviews import views
from goldthread.web.doors import page

app_name = "reviews"
urlpatterns = [
    page("", views.listed, "reviews.read", "list"),
    page("<uuid:pk>/", views.detail, "reviews.read", "detail"),
    page("<uuid:pk>/findings/", views.add_findings, "reviews.record", "add_findings"),
    page("<uuid:pk>/figures/", views.add_figure, "reviews.record", "add_figure"),
    page("<uuid:pk>/remedy/", views.remedy, "reviews.record", "remedy"),
    page("findings/<uuid:pk>/", views.finding, "reviews.read", "finding"),
    page("findings/<uuid:pk>/decide/", views.decide, "reviews.decide", "decide"),
    page("figures/<uuid:pk>/", views.figure, "reviews.read", "figure"),
    page("new/", views.record, "reviews.record", "record"),
    page("new/<slug:kind>/", views.record_kind, "reviews.record", "record_kind"),
]
