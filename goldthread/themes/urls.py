"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from django.urls import include, path

from goldthread.themes import desk_views, views
from goldthread.web.doors import page

_pages = [
    page("", views.themes, "themes.read", "list"),
    page("desk/", desk_views.desk_page, "themes.code", "desk"),
    page("desk/next/", desk_views.next_point, "themes.code", "next"),
    page("point/<uuid:pk>/", desk_views.point, "themes.code", "point"),
    page("<uuid:pk>/", views.detail, "themes.read", "detail"),
]

urlpatterns = [
    path("", include((_pages, "themes"))),
    # Parts of a page, set into other rooms' pages by these names.
    page("codings/voice/<uuid:pk>/", views.theme_codings, "themes.read", "theme_codings"),
    page("codings/finding/<uuid:pk>/", views.finding_codings, "themes.read", "finding_codings"),
]
