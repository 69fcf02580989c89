"""The staff's home, search, and the thread walked both ways."""

from __future__ import annotations

from goldthread.thread import views
from goldthread.web.doors import page, public

AT_ROOT = True
urlpatterns = [
    page("", views.home, "thread.home", "home"),
    page("search/", views.search, "thread.search", "search"),
    page("gaps/", views.gaps, "thread.gaps", "gaps"),
    public("privacy/", views.privacy, "privacy", why="everyone may know what is kept and for how long"),
    page("help/mechanisms/", views.mechanisms, "thread.home", "mechanisms"),
    page("thread/<slug:kind>/<uuid:pk>/", views.thread, "thread.read", "thread"),
    page("thread/<slug:kind>/<uuid:pk>/panel/", views.panel, "thread.read", "thread_panel"),
    page("thread/<slug:kind>/<uuid:pk>/similar/", views.similar, "thread.read", "similar_cases"),
]
