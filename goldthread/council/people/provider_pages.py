"""The two pages of sign-in through the council's identity provider: the way there, and the way back.

They run outside the transaction of a request (`council.middleware.one_transaction`), since they wait for another
server and hold no connection to the database meanwhile; who may sign in is decided in a transaction of its own.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import LogoutView
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from goldthread.council.models import Account
from goldthread.council.people import identity_provider
from goldthread.council.people.identities import NotLetIn, account_of, read_claims
from goldthread.council.people.identity_provider import ProviderError, Questions
from goldthread.council.people.session_origin import begun_through_provider
from goldthread.council.people.sign_in_log import SignInEvent, record_sign_in

logger = logging.getLogger("goldthread.sign_in")
_THROUGH = "through the council's own sign-in"
_LONGEST_NEXT = 2000
_SIGN_OUT = "sign_out_at_provider"
_WRONG = {
    "busy": ("Many people are signing in at the moment.", "Try again in a few seconds."),
    "silent": (
        "Your council’s sign-in service does not answer.",
        "Try again in a few minutes. If it fails again, tell your administrator.",
    ),
    "secret": (
        "Your council’s sign-in service no longer accepts Goldthread, whose secret there has ended or is wrong.",
        "Tell your administrator: whoever looks after Goldthread on the server must set a new one.",
    ),
    "certificate": (
        "Goldthread cannot tell that your council’s sign-in service is the right one.",
        "Tell your administrator: whoever looks after Goldthread on the server must name its certificate authority.",
    ),
}


def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the council's own sign-in page; a link asks first, so that no other site can begin a sign-in."""
    app = _app(provider_id)
    if request.method != "POST":
        return render(request, "socialaccount/login.html")
    verifier = identity_provider.new_verifier()
    try:
        with Questions() as ask:
            state_id = statekit.stash_state(
                request, provider_id=provider_id, state={"verifier": verifier, "next": _next(request)}
            )
            there = identity_provider.sign_in_address(
                ask, app, state=state_id, verifier=verifier, back=_back(request, provider_id)
            )
    except ProviderError as error:
        return _failed(request, error)
    return redirect(there)


def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sign in somebody who comes back from the council's own sign-in page."""
    app = _app(provider_id)
    try:
        # A place first: who gets none has not used up their way back, and asks again.
        with Questions() as ask:
            state = _state(request, provider_id)
            answer = identity_provider.who_came(
                ask,
                app,
                code=request.GET["code"],
                verifier=state["verifier"],
                back=_back(request, provider_id),
            )
        claims = read_claims(answer.signed, answer.userinfo)
    except _Cancelled:
        return redirect("socialaccount_login_cancelled")
    except ProviderError as error:
        return _failed(request, error)
    except NotLetIn as refused:
        return _not_let_in(request, refused)
    with transaction.atomic():
        try:
            account = account_of(claims)
        except NotLetIn as refused:
            return _not_let_in(request, refused)
        if request.user.is_authenticated:
            get_adapter().logout(request)
        if answer.sign_out:
            request.session[_SIGN_OUT] = answer.sign_out
        record_authentication(request, account, "socialaccount", provider=provider_id, uid=claims.key)
        return perform_login(request, account, email_verification="none", redirect_url=state["next"] or None)


class SignOut(LogoutView):
    """Sign out here, and then at the provider, where the session was begun through it and it offers that.

    Here first, and without asking the provider anything: one that does not answer keeps nobody signed in.
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session, and lead on to the provider, or say that its session goes on."""
        request = self.request
        sign_out, app = request.session.get(_SIGN_OUT), identity_provider.app("council")
        came_through_it = request.user.is_authenticated and begun_through_provider(request)
        response = super().post(*args, **kwargs)
        if app is None or not came_through_it:
            return response
        if not sign_out:
            messages.info(
                request,
                f"You may still be signed in to {settings.OIDC_NAME} in this browser. Close the browser if others use it.",
            )
            return response
        back = request.build_absolute_uri(reverse("signed_out"))
        there = identity_provider.sign_out_address(sign_out, app, back=back)
        if _origin(there) == _origin(str(app["settings"]["server_url"])):
            return redirect(there)
        # The policy of the page they came from lets no form lead there; a link may.
        return render(request, "council/signed_out.html", {"there": there, "provider": settings.OIDC_NAME})


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that somebody is signed out, when they come back from the provider."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "council/signed_out.html")


class _Cancelled(Exception):
    """Somebody stopped half way, at the provider."""


def _state(request: HttpRequest, provider_id: str) -> dict[str, str]:
    """Return what was kept when this browser went to the provider; raises ProviderError, _Cancelled."""
    state_id = request.GET.get("state", "")
    state = statekit.unstash_state(request, provider_id=provider_id, state_id=state_id)
    if state is None:
        raise ProviderError("no_state", "this browser did not ask for it, or more than ten minutes ago")
    error = request.GET.get("error", "")
    if error == "access_denied":
        raise _Cancelled
    if error or not request.GET.get("code"):
        raise identity_provider.sent_back(request.GET.dict())
    return state


def _app(provider_id: str) -> dict:
    app = identity_provider.app(provider_id)
    if app is None:
        raise Http404
    return app


def _back(request: HttpRequest, provider_id: str) -> str:
    return request.build_absolute_uri(reverse("openid_connect_callback", args=[provider_id]))


def _next(request: HttpRequest) -> str:
    """Return the page asked for, "" where it is not one of this server's."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe and len(address) <= _LONGEST_NEXT else ""


def _not_let_in(request: HttpRequest, refused: NotLetIn) -> HttpResponse:
    """Say why somebody is not let in; an account with the address they gave has a line of it in the audit log."""
    account = refused.account or Account.objects.filter(email=refused.address or None).first()
    with transaction.atomic():
        record_sign_in(SignInEvent.REFUSED, account=account, reason=f"{_THROUGH}: {refused.log}")
    messages.error(request, str(refused))
    return redirect("account_login")


def _failed(request: HttpRequest, error: ProviderError) -> HttpResponse:
    """Say that the provider could not be asked, or said no; the log says which."""
    level = logging.ERROR if error.reason in ("secret", "certificate") else logging.WARNING
    logger.log(level, "Sign-in failed %s: %s: %s", _THROUGH, error.reason, error)
    words = _WRONG.get(error.reason)
    page = render(
        request, "socialaccount/authentication_error.html", {"words": words}, status=503 if words else 401
    )
    if error.reason == "busy" and request.method == "GET":
        # The browser comes back by itself with the same code, which has not been used.
        page.headers["Refresh"] = "2"
    return page
