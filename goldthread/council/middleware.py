"""Middleware: nothing stored, clean characters, one transaction, session expiry, the current person and council."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from goldthread.cell_text import without_controls
from goldthread.council.database import tenant
from goldthread.council.drafts.middleware import keep_after_failure, keep_of
from goldthread.council.models import Account, Person
from goldthread.council.people.demanded_codes import lacks_codes
from goldthread.council.people.passwords_off import may_open
from goldthread.council.people.sign_in_log import SignInEvent, record_sign_in
from goldthread.web.errors import NO_DATABASE, try_again

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]
_BEGAN, _LAST_SEEN = "began", "last_seen"
_IDLE = "You were signed out after an hour without activity. Sign in to continue."
_ALL_DAY = "You were signed out because you had been signed in all day. Sign in to continue."
_ENDED = {_IDLE: "after an hour without activity", _ALL_DAY: "after a whole day"}


def never_stored(get_response: Respond) -> Respond:
    """Let no browser and no cache store an answer to somebody who is signed in, of whatever kind it is.

    At a shared desk the browser's Back would show the last complaint after its reader has signed out. What is given
    to anyone (sign-in, the pages open to all) is left alone, so that Back keeps what was typed there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "was_signed_in", False) or _is_signed_in(request):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def _is_signed_in(request: HttpRequest) -> bool:
    return getattr(request, "user", None) is not None and request.user.is_authenticated


def no_control_characters(get_response: Respond) -> Respond:
    """Take control characters out of what was sent: addresses, forms, cookies. Django sees to the names of files.

    No keyboard types them, text pasted from elsewhere has them, and PostgreSQL refuses some: each would be an error
    of ours wherever a page forgot to look.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.GET = _without_controls(request.GET)
        request.COOKIES = {name: without_controls(value) for name, value in request.COOKIES.items()}
        if request.method == "POST":
            # Somebody who breaks off in the middle is answered where the form is first needed.
            with suppress(UnreadablePostError):
                request.POST = _without_controls(request.POST)
        return get_response(request)

    return middleware


def _without_controls(query: QueryDict) -> QueryDict:
    """Return what was sent, unchanged where nothing is wrong with it."""
    sent = [(name, value) for name, values in query.lists() for value in values]
    clean = [(without_controls(name), without_controls(value)) for name, value in sent]
    if clean == sent:
        return query
    anew = QueryDict(mutable=True)
    for name, value in clean:
        anew.appendlist(name, value)
    anew._mutable = False
    return anew


def asks_elsewhere(request: HttpRequest) -> bool:
    """Return whether a page waits for another server, and so must hold no connection to the database meanwhile.

    The two pages of the identity provider (people/provider_pages.py): they are nobody's, enter no council, and make
    their own transactions.
    """
    return request.path_info.startswith("/oidc/")


def one_transaction(get_response: Respond) -> Respond:
    """Run each request in one transaction; a page that fails saves nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            if asks_elsewhere(request):
                return get_response(request)
            with transaction.atomic():
                response = get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
            if response.status_code >= 500 and response.status_code != 503:
                keep_after_failure(request)
        except NO_DATABASE as error:
            # It went away before the page was made, or while it was saved: nothing is saved.
            logger.warning("the database is away: %s", " ".join(str(error).split()))
            return try_again(request)
        return response

    return middleware


def session_end(get_response: Respond) -> Respond:
    """End a session after an hour without activity, and any session after a long working day."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Signing out, too, is answered with a page of their session.
        request.was_signed_in = request.user.is_authenticated
        if request.was_signed_in:
            now = int(time.time())
            reason = _end_reason(request, now)
            if reason:
                # What they sent with this request, if anything, is kept for them (`current_person`).
                request.ended_for = (request.user, str(request.session.get("person_id", "")))
                record_sign_in(SignInEvent.ENDED, account=request.user, reason=_ENDED[reason])
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
        return _IDLE
    # Django extends a session to its whole length each time it is saved, so its start is stored.
    if now - request.session.setdefault(_BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return _ALL_DAY
    return ""


def current_person(get_response: Respond) -> Respond:
    """Set `request.person` from the account and enter their council; None for anyone else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if asks_elsewhere(request):
            request.person = None
            return get_response(request)
        request.person = _person(request)
        if request.person is None:
            tenant.leave()
        else:
            request.lacks_codes = lacks_codes(request, request.person)
        response = get_response(request)
        if request.method == "POST" and hasattr(request, "ended_for"):
            _keep_what_was_typed(request, *request.ended_for)
        return response

    return middleware


def _person(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    request.people = _people(request.user)
    opened = [person for person in request.people if may_open(request, person)]
    if request.people and not opened:
        _end_by_password(request)
        return None
    request.people = opened
    person = _chosen(request.people, str(request.session.get("person_id", "")))
    if person is None:
        return None
    tenant.enter(person.council_id)
    # While the council is entered; every page checks them.
    person.read_roles()
    return person


def _end_by_password(request: HttpRequest) -> None:
    """End a session that was begun by a password, where passwords have been turned off since."""
    # What they sent with this request, if anything, is kept for them (`current_person`).
    request.ended_for = (request.user, str(request.session.get("person_id", "")))
    record_sign_in(SignInEvent.ENDED, account=request.user, reason="passwords are turned off")
    logout(request)
    messages.info(
        request,
        f"Your council has turned passwords off. Sign in with {settings.OIDC_NAME or 'its own sign-in'}.",
    )


def _people(account: Account) -> list[Person]:
    """Return who somebody is, at each council where they work."""
    tenant.only_recognise(account.pk)
    return list(Person.objects.filter(account=account, is_active=True).select_related("council"))


def _chosen(people: list[Person], chosen: str) -> Person | None:
    """Return who somebody acts as: whom they chose, or the only one that they are."""
    person = next((person for person in people if str(person.pk) == chosen), None)
    return people[0] if person is None and len(people) == 1 else person


def _keep_what_was_typed(request: HttpRequest, account: Account, chosen: str) -> None:
    """Keep as a draft what came from a session that had ended."""
    person = _chosen(_people(account), chosen)
    if person is not None:
        tenant.enter(person.council_id)
        if keep_of(person, request):
            messages.info(request, "What you typed was kept. Open the form again when you have signed in.")
    tenant.leave()
