"""The pages of this room and the permission that opens each; what was told is open to two people, whatever their role."""

from __future__ import annotations

from django.urls import include, path

from goldthread.council.records.record_urls import record_pages
from goldthread.speaking_up import telling_pages, views
from goldthread.speaking_up.routes import views as routes
from goldthread.speaking_up.routes.models import SpeakingUpRoute
from goldthread.web.doors import page, public

AT_ROOT = True
USE, READ, CHANGE = "speaking_up.use", "speaking_up.read", "speaking_up.change"
_pages = [
    page("", views.home, USE, "home"),
    # Without drafts: what is typed here is kept nowhere under somebody's name.
    page("tell/", telling_pages.speak_up, USE, "speak_up", drafts=False),
    page("read/", views.read, READ, "read", drafts=False),
    page("read/<uuid:pk>/", views.matter, READ, "matter", drafts=False),
    page("read/<uuid:pk>/acknowledge/", views.acknowledge, READ, "acknowledge", drafts=False),
    *(
        page(f"read/<uuid:pk>/{name}/", views.step(name), READ, f"step_{name}", drafts=False)
        for name in views.STEPS
    ),
    page("asked/<uuid:pk>/", views.asked, READ, "asked", drafts=False),
    page("people/", views.people, CHANGE, "people", drafts=False),
    page("people/change/", views.propose, CHANGE, "propose", drafts=False),
    page("people/change/<uuid:pk>/confirm/", views.confirm_change, CHANGE, "confirm_change", drafts=False),
    page("people/change/<uuid:pk>/withdraw/", views.withdraw_change, CHANGE, "withdraw_change", drafts=False),
    page("people/sign-in/<uuid:pk>/", views.confirm_sign_in, CHANGE, "confirm_sign_in", drafts=False),
    page("named/<uuid:pk>/", views.waiting, CHANGE, "waiting", drafts=False),
    page("routes/", routes.routes, USE, "routes"),
    page("routes/add/", routes.add_route, routes.EDIT, "add_route"),
    page("routes/<uuid:pk>/", routes.route, USE, "route"),
    page("routes/<uuid:pk>/edit/", routes.edit_route, routes.EDIT, "edit_route"),
    *record_pages("routes/<uuid:pk>/", SpeakingUpRoute),
    public(
        "at/<slug:council>/",
        telling_pages.tell,
        "tell",
        why="whoever does not want to sign in can speak up too",
    ),
    # Lines of the log leave out what stands behind "/link/".
    public(
        "link/<slug:council>/<slug:secret>/",
        telling_pages.follow,
        "follow",
        why="whoever spoke up without a name has no account; its secret opens how it stands, and nothing they told",
    ),
]
urlpatterns = [path("speaking-up/", include((_pages, "speaking_up")))]
