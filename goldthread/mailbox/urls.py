"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.mailbox import settings_views, views
from goldthread.web.doors import page

app_name = "mailbox"

_EMAIL = "<uuid:pk>/"
_READ, _SORT, _ORIGINAL = "mailbox.read", "mailbox.sort", "feedback.original"

urlpatterns = [
    page("", views.emails, _READ, "list"),
    page("add-saved/", views.add_saved, _SORT, "add_saved", drafts=False),
    page("look/", views.look_now, _SORT, "look_now"),
    page(_EMAIL, views.email, _READ, "email"),
    page(_EMAIL + "add/", views.add, _SORT, "add"),
    page(_EMAIL + "join/", views.join, _SORT, "join"),
    page(_EMAIL + "set-aside/", views.set_aside, _SORT, "set_aside"),
    page(_EMAIL + "take-back/", views.take_back, _SORT, "take_back"),
    page(_EMAIL + "read-again/", views.read_again, _SORT, "read_again"),
    page(_EMAIL + "harm/", views.review_harm, _READ, "review_harm"),
    page(_EMAIL + "sender/", views.sender, "feedback.contact", "sender"),
    page(_EMAIL + "original/", views.original, _ORIGINAL, "original"),
    page(_EMAIL + "message/", views.download, _ORIGINAL, "download"),
    page("settings/", settings_views.mailbox, "council.manage", "settings"),
    page("settings/password/", settings_views.password, "council.manage", "settings_password", drafts=False),
    page("settings/try/", settings_views.try_it, "council.manage", "try_mailbox"),
]
