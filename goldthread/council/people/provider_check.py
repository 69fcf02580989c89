"""Checks the council's identity provider without anybody signing in, for `goldthread doctor`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from goldthread.council.people import identity_provider
from goldthread.council.people.identity_provider import ProviderError, Questions

_PAGES = ("authorization_endpoint", "token_endpoint")
_SETTING = "GOLDTHREAD_OIDC_SERVER"
_NO_CODE = "goldthread-doctor-has-no-code"


def check(app: dict[str, Any]) -> tuple[list[str], str]:
    """Return what is wrong with a provider and with what it is told, and what to say where nothing is.

    It is asked for its description, and then for tokens with a code that it never gave, in six seconds together. Most
    look at the client's secret first, and refuse it (RFC 6749, 5.2: invalid_client); one that refuses the code may not
    have looked at the secret.
    """
    identity_provider.forget_discovered()
    server = str(app["settings"]["server_url"])
    try:
        with Questions() as ask:
            places = _description(ask, app, server)
            faults = [*_issuer(places, server), *_pages(places, server)]
            return (faults, "") if faults else _secret(ask, app, str(places["issuer"]))
    except ProviderError as error:
        return [str(error)], ""


def _description(ask: Questions, app: dict[str, Any], server: str) -> dict[str, Any]:
    """Return what the provider says about itself; raises ProviderError in words that say what to check."""
    try:
        return identity_provider.description(app, ask)
    except ProviderError as error:
        said = f"{server}: {error}"
        if error.reason == "silent":
            said += f". Check that this machine reaches that address, and {_SETTING}."
        elif error.reason != "certificate":
            said += f". That is not where an identity provider describes itself: check {_SETTING}."
        raise ProviderError(error.reason, said) from error


def _issuer(places: dict[str, Any], server: str) -> list[str]:
    """Return the problem that it calls itself by another name (OpenID Connect Discovery 1.0, 4.3)."""
    named, asked = str(places.get("issuer") or ""), server.partition("/.well-known/")[0]
    if "{tenantid}" in named:
        # Entra ID's description for several tenants names none; the word for them stands in its place.
        first = urlsplit(asked).path.strip("/").partition("/")[0]
        named = named.replace("{tenantid}", first)
    if named.rstrip("/") == asked.rstrip("/"):
        return []
    if not named:
        return [f"{server} names no issuer. That is not an identity provider: check {_SETTING}."]
    return [
        f"{server} is the provider {named[:200]!r} by its own account, and its tokens are not those of the one that "
        f"was set. Set {_SETTING} to the issuer that your provider documents."
    ]


def _pages(places: dict[str, Any], server: str) -> list[str]:
    """Return the problem with each address that a sign-in needs."""
    scheme = urlsplit(server).scheme
    return [
        f"{server} gives no {scheme}:// address as its {name}. Check {_SETTING}."
        for name in _PAGES
        if not str(places.get(name) or "").startswith(f"{scheme}://")
    ]


def _secret(ask: Questions, app: dict[str, Any], issuer: str) -> tuple[list[str], str]:
    """Return whether the provider takes the client's secret, as far as it says so to somebody without a code."""
    host = next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost")
    back = f"https://{host}{reverse('openid_connect_callback', args=[app['provider_id']])}"
    verifier = identity_provider.new_verifier()
    try:
        identity_provider.ask_for_tokens(ask, app, code=_NO_CODE, verifier=verifier, back=back)
    except ProviderError as error:
        if error.reason != "said_no":
            return [f"{issuer}: {error}"], ""
        return [], (
            f"{issuer} answers, and does not refuse the client secret. Some look at it only when somebody signs in "
            f"({error})"
        )
    return [f"{issuer} gave tokens for a code that it never gave. Do not use it."], ""
