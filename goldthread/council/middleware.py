"""What happens around every page: one transaction, in one council, for one person whose session still holds."""

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
    """Give each request one transaction; a page that fails keeps nothing of what it began."""

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
    """End a session that has been left alone, and any session after a long working day."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            why = _over(request, now)
            if why:
                logout(request)
                messages.info(request, why)
            elif now - request.session.setdefault(_LAST_SEEN, now) > 60:
                # Once a minute is often enough; a page a second must not write a session a second.
                request.session[_LAST_SEEN] = now
        return get_response(request)

    return middleware


def _over(request: HttpRequest, now: int) -> str:
    """Return why the session ends now, in words, or "" where it goes on."""
    if now - request.session.get(_LAST_SEEN, now) > settings.SESSION_IDLE_SECONDS:
        return "You were signed out because nothing happened for an hour. Sign in to go on."
    # Each time a session is saved Django lets it live its whole length again, so its beginning is kept.
    if now - request.session.setdefault(_BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return "You were signed out because you had been signed in all day. Sign in to go on."
    return ""


def who_is_asking(get_response: Respond) -> Respond:
    """Find the person behind the account and enter their council; `request.person` is None for anyone else."""

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
    # Read now, while the council is entered; every door asks for them.
    _ = person.held
    return person
