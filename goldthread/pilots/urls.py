"""Addresses of pilots, with the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.pilots import pictures, views
from goldthread.pilots.forms import PilotFilter
from goldthread.pilots.models import Pilot
from goldthread.web.doors import page

app_name = "pilots"
_READ, _RECORD, _DECIDE = "pilots.read", "pilots.record", "pilots.decide"

urlpatterns = [
    page("", views.pilots, _READ, "list"),
    *view_pages("", Pilot, PilotFilter, views.COLUMNS),
    page("pictures/", pictures.pictures, _READ, "pictures"),
    page("add/", views.choose_kind, _RECORD, "choose_kind"),
    page("add/<slug:kind>/", views.add, _RECORD, "add"),
    page("<uuid:pk>/", views.pilot, _READ, "pilot"),
    page("<uuid:pk>/edit/", views.edit, _RECORD, "edit"),
    page("<uuid:pk>/explore/", views.explore, _RECORD, "explore"),
    page("<uuid:pk>/start/", views.start, _RECORD, "start"),
    page("<uuid:pk>/move/", views.move, _RECORD, "move"),
    page("<uuid:pk>/decide/", views.decide, _DECIDE, "decide"),
    page("<uuid:pk>/cycles/add/", views.add_cycle, _RECORD, "add_cycle"),
    page("<uuid:pk>/partners/add/", views.add_partner, _RECORD, "add_partner"),
    page("<uuid:pk>/figures/add/", views.add_figure, _RECORD, "add_figure"),
    page("<uuid:pk>/adoptions/add/", views.add_adoption, _RECORD, "add_adoption"),
    page("cycles/<uuid:pk>/", views.seen, _RECORD, "seen"),
    page("adoptions/<uuid:pk>/", views.confirm, _RECORD, "confirm"),
    *record_pages("<uuid:pk>/", Pilot),
]
