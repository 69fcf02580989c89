"""Every page of Goldthread, by room; each line in a room's list names the permission that opens it."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("goldthread.council.urls")),
    path("", include("goldthread.thread.urls")),
    path("feedback/", include("goldthread.feedback.urls")),
    path("reviews/", include("goldthread.reviews.urls")),
    path("themes/", include("goldthread.themes.urls")),
    path("learning/", include("goldthread.learning.urls")),
    path("impact/", include("goldthread.impact.urls")),
    path("briefings/", include("goldthread.briefings.urls")),
    path("evidence/", include("goldthread.evidence.urls")),
]

handler400 = "goldthread.web.errors.bad_request"
handler403 = "goldthread.web.errors.forbidden"
handler404 = "goldthread.web.errors.not_found"
handler500 = "goldthread.web.errors.broken"
