"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from django.urls import include, path

from goldthread.themes.codebook import sharing_views
from goldthread.themes.codebook import views as codebook_views
from goldthread.themes.coding import views as coding_views
from goldthread.themes.counting import views as counting_views
from goldthread.themes.emerging import urls as groups
from goldthread.themes.safeguarding import views as safeguarding_views
from goldthread.themes.suggesting import views as suggesting_views
from goldthread.web.doors import page

_pages = [
    page("", counting_views.themes, "themes.read", "list"),
    page("desk/", coding_views.desk_page, "themes.code", "desk"),
    page("desk/next/", coding_views.next_point, "themes.code", "next"),
    page("desk/undo/", coding_views.undo, "themes.code", "undo"),
    page("desk/settings/", coding_views.settings, "themes.edit", "desk_settings"),
    page("point/<uuid:pk>/", coding_views.point, "themes.code", "point"),
    page("point/<uuid:pk>/skip/", coding_views.skip, "themes.code", "skip"),
    page("card/", suggesting_views.card, "feedback.read", "card"),
    page("harm/", safeguarding_views.alerts_page, "themes.harm", "harm"),
    page("harm/<uuid:pk>/", safeguarding_views.alert, "themes.harm", "harm_alert"),
    *groups.pages,
    page("codebook/", codebook_views.versions, "themes.read", "versions"),
    page("codebook/share/", sharing_views.share, "themes.edit", "share"),
    page("codebook/bring/", sharing_views.bring, "themes.edit", "bring"),
    page("codebook/<int:number>/", codebook_views.version, "themes.read", "version"),
    page("add/", codebook_views.add, "themes.edit", "add"),
    page("<uuid:pk>/", counting_views.detail, "themes.read", "detail"),
    page("<uuid:pk>/teams/", counting_views.compare_teams, "themes.read", "compare"),
    page("<uuid:pk>/edit/", codebook_views.edit, "themes.edit", "edit"),
    page("<uuid:pk>/merge/", codebook_views.merge, "themes.edit", "merge"),
    page("<uuid:pk>/split/", codebook_views.split, "themes.edit", "split"),
    page("<uuid:pk>/move/", codebook_views.move, "themes.edit", "move"),
    page("<uuid:pk>/events/", counting_views.mark_event, "themes.code", "mark_event"),
    page("events/<uuid:pk>/remove/", counting_views.remove_event, "themes.code", "remove_event"),
]

urlpatterns = [
    path("", include((_pages, "themes"))),
    # Parts of a page, set into other rooms' pages by these names.
    page("codings/voice/<uuid:pk>/", coding_views.theme_codings, "themes.read", "theme_codings"),
    page("codings/finding/<uuid:pk>/", coding_views.finding_codings, "themes.read", "finding_codings"),
]
