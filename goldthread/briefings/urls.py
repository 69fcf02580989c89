"""Addresses of briefings, with the permission that opens each."""

from __future__ import annotations

from goldthread.briefings import views
from goldthread.briefings.forms import BriefingFilter
from goldthread.briefings.models import Briefing
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.web.doors import page

app_name = "briefings"
urlpatterns = [
    page("", views.briefings, "briefings.read", "list"),
    *view_pages("", Briefing, BriefingFilter, views.COLUMNS),
    page("write/", views.write, "briefings.write", "write"),
    page("<uuid:pk>/", views.briefing, "briefings.read", "detail"),
    page("<uuid:pk>/quick/", views.quick, "briefings.read", "quick"),
    page("<uuid:pk>/edit/", views.edit, "briefings.write", "edit"),
    *record_pages("<uuid:pk>/", Briefing),
    page("<uuid:pk>/send/", views.send, "briefings.write", "send"),
    page("<uuid:pk>/acknowledge/", views.acknowledge, "briefings.acknowledge", "acknowledge"),
]
