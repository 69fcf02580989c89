"""Middleware: one transaction a request, session expiry, and the current person and council."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from goldthread.council.database import tenant
from goldthread.council.models import Person

Respond = Callable[[HttpRequest], HttpResponse]
_BEGAN, _LAST_SEEN = "began", "last_seen"
_STATIC = ("/static/", "/favicon.ico")


def one_transaction(get_response: Respond) -> Respond:
    """Run each request in one transaction; a page that fails saves nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_STATIC):
            return get_response(request)
        with transaction.atomic():
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware


def session_end(get_response: Respond) -> Respond:
    """End a session after an hour without activity, and any session after a long working day."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            reason = _end_reason(request, now)
            if reason:
                logout(request)
                messages.info(request, reason)
            elif now - request.session.setdefault(_LAST_SEEN, now) > 60:
                # Once a minute is often enough; a page a second must not write a session a second.
                request.session[_LAST_SEEN] = now
        return get_response(request)

    return middleware


def _end_reason(request: HttpRequest, now: int) -> str:
    """Return why the session ends now, "" where it continues."""
    if now - request.session.get(_LAST_SEEN, now) > settings.SESSION_IDLE_SECONDS:
        return "You were signed out after an hour without activity. Sign in to continue."
    # Django extends a session to its whole length each time it is saved, so its start is stored.
    if now - request.session.setdefault(_BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return "You were signed out because you had been signed in all day. Sign in to continue."
    return ""


def current_person(get_response: Respond) -> Respond:
    """Set `request.person` from the account and enter their council; None for anyone else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.person = _person(request)
        if request.person is None:
            tenant.leave()
        else:
            tenant.enter(request.person.council_id)
        return get_response(request)

    return middleware


def _person(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    tenant.leave()
    tenant.recognise(request.user.pk)
    people = list(Person.objects.filter(account=request.user, is_active=True).select_related("council"))
    if not people:
        return None
    chosen = str(request.session.get("person_id", ""))
    person = next((person for person in people if str(person.pk) == chosen), None)
    if person is None and len(people) == 1:
        person = people[0]
    request.people = people
    if person is None:
        return None
    tenant.enter(person.council_id)
    # Read now, while the council is entered; every page checks them.
    _ = person.held
    return person
