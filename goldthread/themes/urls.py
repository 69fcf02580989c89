"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from django.urls import include, path

from goldthread.themes import (
    alert_views,
    card_views,
    codebook_views,
    comparing,
    desk_views,
    sharing_views,
    views,
)
from goldthread.themes.groups import urls as groups
from goldthread.web.doors import page

_pages = [
    page("", views.themes, "themes.read", "list"),
    page("desk/", desk_views.desk_page, "themes.code", "desk"),
    page("desk/next/", desk_views.next_point, "themes.code", "next"),
    page("desk/undo/", desk_views.undo, "themes.code", "undo"),
    page("desk/settings/", desk_views.settings, "themes.edit", "desk_settings"),
    page("point/<uuid:pk>/", desk_views.point, "themes.code", "point"),
    page("point/<uuid:pk>/skip/", desk_views.skip, "themes.code", "skip"),
    page("card/", card_views.card, "feedback.read", "card"),
    page("harm/", alert_views.alerts_page, "themes.harm", "harm"),
    page("harm/<uuid:pk>/", alert_views.alert, "themes.harm", "harm_alert"),
    *groups.pages,
    page("codebook/", codebook_views.versions, "themes.read", "versions"),
    page("codebook/share/", sharing_views.share, "themes.edit", "share"),
    page("codebook/bring/", sharing_views.bring, "themes.edit", "bring"),
    page("codebook/<int:number>/", codebook_views.version, "themes.read", "version"),
    page("add/", codebook_views.add, "themes.edit", "add"),
    page("<uuid:pk>/", views.detail, "themes.read", "detail"),
    page("<uuid:pk>/teams/", comparing.compare_teams, "themes.read", "compare"),
    page("<uuid:pk>/edit/", codebook_views.edit, "themes.edit", "edit"),
    page("<uuid:pk>/merge/", codebook_views.merge, "themes.edit", "merge"),
    page("<uuid:pk>/split/", codebook_views.split, "themes.edit", "split"),
    page("<uuid:pk>/move/", codebook_views.move, "themes.edit", "move"),
    page("<uuid:pk>/events/", codebook_views.mark_event, "themes.code", "mark_event"),
    page("events/<uuid:pk>/remove/", codebook_views.remove_event, "themes.code", "remove_event"),
]

urlpatterns = [
    path("", include((_pages, "themes"))),
    # Parts of a page, set into other rooms' pages by these names.
    page("codings/voice/<uuid:pk>/", views.theme_codings, "themes.read", "theme_codings"),
    page("codings/finding/<uuid:pk>/", views.finding_codings, "themes.read", "finding_codings"),
]
