"""The pages of emerging topics and the permission that opens each."""

from __future__ import annotations

from goldthread.themes.emerging import views
from goldthread.web.doors import page

pages = [
    page("emerging/", views.topics, "feedback.read", "emerging_topics"),
    page("emerging/find/", views.find_topics, "themes.edit", "find_emerging_topics"),
    page("emerging/<uuid:pk>/", views.topic, "feedback.read", "emerging_topic"),
    page("emerging/<uuid:pk>/name/", views.name, "themes.edit", "name_emerging_topic"),
    page("emerging/<uuid:pk>/add/", views.add, "themes.edit", "add_emerging_topic"),
    page("emerging/<uuid:pk>/dismiss/", views.dismiss, "themes.edit", "dismiss_emerging_topic"),
    page("emerging/<uuid:pk>/restore/", views.restore, "themes.edit", "restore_emerging_topic"),
]
