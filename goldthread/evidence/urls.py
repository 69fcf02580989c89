"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.evidence import views, writing
from goldthread.web.doors import page

app_name = "evidence"
urlpatterns = [
    page("", views.statements, "evidence.read", "list"),
    page("frozen/", views.frozen, "evidence.read", "frozen"),
    page("frozen/freeze/", writing.freeze, "evidence.freeze", "freeze"),
    page("frozen/<uuid:pk>/", views.download, "evidence.read", "download"),
    page("sentence/<uuid:pk>/", views.sentence, "evidence.read", "sentence"),
    page("sentence/<uuid:pk>/edit/", writing.edit, "evidence.write", "edit"),
    page("sentence/<uuid:pk>/cite/", writing.cite, "evidence.write", "cite"),
    page("sentence/<uuid:pk>/withdraw/", writing.withdraw, "evidence.write", "withdraw"),
    page("citation/<uuid:pk>/take/", writing.uncite, "evidence.write", "uncite"),
    page("<slug:slug>/", views.statement, "evidence.read", "statement"),
    page("<slug:slug>/write/", writing.write, "evidence.write", "write"),
]
