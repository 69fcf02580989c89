"""The pages of the front door: the public's, and those of staff with the permission that opens each."""

from __future__ import annotations

from django.urls import include, path

from goldthread.public.views import confirming, filling, paper, pausing, staff
from goldthread.web.doors import page, public

_OPEN = "anybody may tell the council something without an account"
_FORM = "whoever fills in a form has no account; the secret in its address and their browser open it"

_FORMS = "tell-us/<slug:council>/form/<slug:secret>/"

_public = [
    public("tell-us/", filling.choose, "choose", why=_OPEN),
    public("tell-us/<slug:council>/", filling.start, "start", why=_OPEN),
    public("tell-us/<slug:council>/councillor/", filling.councillor, "councillor", why=_OPEN),
    public("tell-us/<slug:council>/voluntary/", filling.voluntary, "voluntary", why=_OPEN),
    public("tell-us/<slug:council>/come-back/", pausing.come_back, "come_back", why=_FORM),
    public(_FORMS, filling.first, "form", why=_FORM),
    public(f"{_FORMS}check/", filling.check, "check", why=_FORM),
    public(f"{_FORMS}email/", confirming.email, "email", why=_FORM),
    public(f"{_FORMS}sent/", filling.sent, "sent", why=_FORM),
    public(f"{_FORMS}pause/", pausing.pause, "pause", why=_FORM),
    public(f"{_FORMS}delete/", pausing.delete, "delete", why=_FORM),
    public(f"{_FORMS}ended/", pausing.ended, "ended", why=_FORM),
    public(f"{_FORMS}files/<uuid:file>/", filling.open_file, "open_file", why=_FORM),
    public("tell-us/<slug:council>/paper/<slug:door>/", paper.paper, "paper", why=_OPEN),
    public("tell-us/<slug:council>/paper/<slug:door>/pdf/", paper.paper_pdf, "paper_pdf", why=_OPEN),
    public(f"{_FORMS}<slug:step>/", filling.step, "step", why=_FORM),
]

_staff = [
    page("settings/public-forms/", paper.contact, "council.manage", "contact"),
    page("public-forms/", staff.submissions, "feedback.read", "submissions"),
    page("public-forms/not-followed-up/", staff.to_see_to, "casework.manage", "to_see_to"),
    page("public-forms/<uuid:pk>/", staff.submission, "feedback.read", "submission"),
    page("public-forms/<uuid:pk>/again/", staff.again, "casework.manage", "again", drafts=False),
    page("public-forms/<uuid:pk>/seen/", staff.seen_to, "casework.manage", "seen_to", drafts=False),
]

AT_ROOT = True
urlpatterns = [path("", include(([*_public, *_staff], "public")))]
