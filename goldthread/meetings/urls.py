"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.meetings.bodies.urls import BODY_PAGES
from goldthread.meetings.meetings.urls import MEETING_PAGES

app_name = "meetings"
urlpatterns = [*BODY_PAGES, *MEETING_PAGES]
