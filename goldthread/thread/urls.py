"""The staff's home, search, and the thread walked both ways."""

from __future__ import annotations

from goldthread.thread import views
from goldthread.thread.privacy import privacy
from goldthread.web.doors import page, public

urlpatterns = [
    page("", views.home, "thread.home", "home"),
    page("search/", views.search, "thread.search", "search"),
    page("broken-ends/", views.broken, "thread.broken_ends", "broken_ends"),
    public("privacy/", privacy, "privacy", why="everyone may know what is kept and for how long"),
    page("mechanisms/", views.mechanisms, "thread.home", "mechanisms"),
    page("thread/<slug:kind>/<uuid:pk>/", views.walk, "thread.walk", "thread_walk"),
    page("thread/<slug:kind>/<uuid:pk>/panel/", views.panel, "thread.walk", "thread_panel"),
    page("thread/<slug:kind>/<uuid:pk>/like/", views.like, "thread.walk", "thread_like"),
]
