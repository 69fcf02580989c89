"""Template context of every page: the person, their permissions and the service navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from goldthread.council.sent_forms import form_inputs

# The service navigation, in the order of the thread; the first permission opens the page.
NAVIGATION = (
    ("Home", "home", "thread.home"),
    ("Feedback", "feedback:list", "feedback.read"),
    ("Reviews", "reviews:list", "reviews.read"),
    ("Themes", "themes:list", "themes.read"),
    ("Learning", "learning:list", "learning.read"),
    ("Impact", "impact:list", "impact.read"),
    ("Briefings", "briefings:list", "briefings.read"),
    ("Evidence", "evidence:list", "evidence.read"),
    ("Search", "search", "thread.search"),
    ("Users", "people", "council.manage"),
    ("Audit log", "audit", "council.audit"),
)


def _links(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    links = []
    for text, name, permission in NAVIGATION:
        if not person.may(permission):
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == href or (href != "/" and request.path.startswith(href))
        links.append({"text": text, "href": href, "current": current})
    return links


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return the context that the layout needs."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "may": person.may if person else (lambda permission: False),
        "navigation": _links(request, person) if person else [],
        "demo": settings.DEMO,
        "notice": person.council.notice if person else "",
        "here": request.get_full_path(),
        # Django's own, with the token by which a form saves once.
        "csrf_input": SimpleLazyObject(lambda: form_inputs(request)),
    }
