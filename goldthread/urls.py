"""Every page of Goldthread, by room; each line in a room's list names the permission that opens it."""

from __future__ import annotations

from django.urls import include, path

from goldthread.rooms import modules_named

_ROOMS = {module.__name__.split(".")[1]: module for module in modules_named("urls", deep=False)}

# A room's pages stand under its own name, but for those of the rooms that say that theirs stand at the root.
urlpatterns = [
    path("" if getattr(urls, "AT_ROOT", False) else f"{room}/", include(urls))
    for room, urls in _ROOMS.items()
]

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.forbidden"
handler404 = "goldthread.web.errors.not_found"
handler500 = "goldthread.web.errors.broken"
