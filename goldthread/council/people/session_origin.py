"""How a session was begun: by password, through the council's identity provider, or on the demo's page.

A session that does not say how it was begun counts as one by password.
"""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

CAME_BY_DEMO = "came_by_demo"
"""Set in a session that the demo's page began."""


def begun_by_password(request: HttpRequest) -> bool:
    """Return whether the session of a request was begun by a password alone, and not in the demo by its page."""
    if settings.DEMO and request.session.get(CAME_BY_DEMO):
        return False
    return not begun_through_provider(request)


def begun_through_provider(request: HttpRequest) -> bool:
    """Return whether the session of a request was begun through the council's identity provider."""
    ways = get_authentication_records(request, request.user)
    return any(way.get("method") == "socialaccount" for way in ways)
