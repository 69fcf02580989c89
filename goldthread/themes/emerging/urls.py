"""The pages of what nobody has named yet, and the permission that opens each."""

from __future__ import annotations

from goldthread.themes.emerging import views
from goldthread.web.doors import page

pages = [
    page("unnamed/", views.unnamed, "feedback.read", "unnamed"),
    page("unnamed/look/", views.look_again, "themes.edit", "look_again"),
    page("unnamed/<uuid:pk>/", views.group, "feedback.read", "group"),
    page("unnamed/<uuid:pk>/name/", views.name, "themes.edit", "name_group"),
    page("unnamed/<uuid:pk>/under/", views.under, "themes.edit", "put_group_under"),
    page("unnamed/<uuid:pk>/aside/", views.aside, "themes.edit", "set_group_aside"),
    page("unnamed/<uuid:pk>/take-up/", views.take_up, "themes.edit", "take_up_group"),
]
