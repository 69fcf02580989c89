"""Addresses of briefings, with the permission that opens each."""

from __future__ import annotations

from goldthread.briefings import hub, views
from goldthread.briefings.forms import BriefingFilter
from goldthread.briefings.models import Briefing
from goldthread.briefings.outputs import views as outputs
from goldthread.briefings.reach import views as reach
from goldthread.briefings.sharing import views as sharing
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.web.doors import page

app_name = "briefings"
urlpatterns = [
    page("", views.briefings, "briefings.read", "list"),
    *view_pages("", Briefing, BriefingFilter, views.COLUMNS),
    page("write/", views.write, "briefings.write", "write"),
    page("hub/", hub.hub, "briefings.read", "hub"),
    page("take-in/", sharing.take_in, "briefings.write", "take_in"),
    page("<uuid:pk>/", views.briefing, "briefings.read", "detail"),
    page("<uuid:pk>/forms/", outputs.forms_of, "briefings.read", "forms"),
    page("<uuid:pk>/sheet/", outputs.sheet, "briefings.read", "sheet"),
    page("<uuid:pk>/slide/", outputs.slide, "briefings.read", "slide"),
    page("<uuid:pk>/easy-read/", outputs.easy_read, "briefings.read", "easy_read"),
    page("<uuid:pk>/easy-read/pdf/", outputs.easy_read_pdf, "briefings.read", "easy_read_pdf"),
    page("<uuid:pk>/share/", sharing.share, "briefings.write", "share"),
    page("<uuid:pk>/share/file/", sharing.share_file, "briefings.write", "share_file"),
    page("<uuid:pk>/discussed/", reach.discussed, "briefings.acknowledge", "discussed"),
    page("<uuid:pk>/quick/", views.quick, "briefings.read", "quick"),
    page("<uuid:pk>/edit/", views.edit, "briefings.write", "edit"),
    *record_pages("<uuid:pk>/", Briefing),
    page("<uuid:pk>/send/", views.send, "briefings.write", "send"),
    page("<uuid:pk>/acknowledge/", views.acknowledge, "briefings.acknowledge", "acknowledge"),
]
