"""Addresses of pieces of work, with the permission that opens each."""

from __future__ import annotations

from goldthread.coproduction import views
from goldthread.coproduction.forms import InvolvementFilter
from goldthread.coproduction.models import Involvement
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.web.doors import page

app_name = "coproduction"
_READ, _RECORD = "coproduction.read", "coproduction.record"

urlpatterns = [
    page("", views.works, _READ, "list"),
    *view_pages("", Involvement, InvolvementFilter, views.COLUMNS),
    page("figures/", views.figures_page, _READ, "figures"),
    page("add/", views.choose_kind, _RECORD, "choose_kind"),
    page("add/<slug:kind>/", views.add, _RECORD, "add"),
    page("<uuid:pk>/", views.involvement, _READ, "involvement"),
    page("<uuid:pk>/edit/", views.edit, _RECORD, "edit"),
    page("<uuid:pk>/decision/", views.decide, _RECORD, "decide"),
    page("<uuid:pk>/told/", views.told, _RECORD, "told"),
    page("<uuid:pk>/review/", views.review, _RECORD, "review"),
    page("<uuid:pk>/stages/<slug:stage>/plan/", views.plan_stage, _RECORD, "plan_stage"),
    page("<uuid:pk>/stages/<slug:stage>/", views.record_stage, _RECORD, "record_stage"),
    page("<uuid:pk>/stages/<slug:stage>/view/", views.record_view, _RECORD, "record_view"),
    *record_pages("<uuid:pk>/", Involvement),
]
