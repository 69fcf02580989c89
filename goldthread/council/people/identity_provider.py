"""The council's own identity provider, asked by this server: where its pages are, and who somebody is.

OpenID Connect Core 1.0, section 3.1 (authorization code), with PKCE (RFC 7636). What the provider is asked never
holds up other pages: no database connection is held meanwhile, a whole sign-in waits a few seconds at most, and no
more than `AT_ONCE` wait in one process, whose other threads serve the other pages.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.db import connection
from urllib3.exceptions import HTTPError

AT_ONCE = 3  # of the 8 threads of a web process (goldthread/cli/serving.py)
SECONDS = 6.0  # for all questions of one sign-in together
_DISCOVERY_KEPT = 600.0  # seconds for which the provider is not asked again where its pages are
_CLOCKS_DIFFER = 60  # seconds
_LONGEST = 1_000_000  # bytes of an answer
_LONGEST_HINT = 2000  # characters: web servers in front take 4,096 of all headers of an answer

_slots = threading.BoundedSemaphore(AT_ONCE)
_discovered: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderError(Exception):
    """The provider cannot be asked, or says no; `reason` is a word for the log, the text what happened."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


def app(provider_id: str) -> dict[str, Any] | None:
    """Return the provider as it is set up (client_id, secret, settings.server_url), or None."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return next((app for app in apps if app["provider_id"] == provider_id), None)


def sign_in_address(ask: Questions, app: dict[str, Any], *, state: str, verifier: str, back: str) -> str:
    """Return the address at the provider where somebody signs in; raises ProviderError."""
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "client_id": app["client_id"],
        "redirect_uri": back,
        "response_type": "code",
        "scope": "openid profile email",
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    begin = str(description(app, ask).get("authorization_endpoint") or "")
    if not begin:
        raise ProviderError("bad_answer", "it does not say where people sign in (authorization_endpoint)")
    return f"{begin}{'&' if '?' in begin else '?'}{urlencode(query)}"


def new_verifier() -> str:
    """Return a new PKCE verifier."""
    return secrets.token_urlsafe(48)


@dataclass(frozen=True)
class WhoCame:
    """What the provider says about who signed in: the claims of the ID token, and the userinfo answer.

    sign_out: what a later sign-out at the provider needs (`sign_out_address`); empty where it offers none.
    """

    signed: dict[str, Any]
    userinfo: dict[str, Any]
    sign_out: dict[str, str]


def who_came(ask: Questions, app: dict[str, Any], *, code: str, verifier: str, back: str) -> WhoCame:
    """Return what the provider says about who signed in.

    The token comes straight from the provider over TLS, so its signature need not be checked (OpenID Connect Core,
    3.1.3.7, point 6); issuer, audience and expiry are. Raises ProviderError.
    """
    places = description(app, ask)
    tokens = ask_for_tokens(ask, app, code=code, verifier=verifier, back=back)
    if not isinstance(tokens.get("id_token"), str):
        raise ProviderError("bad_answer", "its answer has no id_token")
    signed = _decoded(tokens["id_token"], app, places)
    userinfo: dict[str, Any] = {}
    if places.get("userinfo_endpoint") and tokens.get("access_token"):
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        userinfo = ask("GET", str(places["userinfo_endpoint"]), headers=bearer)
    return WhoCame(signed, userinfo, _sign_out(app, places, tokens["id_token"]))


def ask_for_tokens(
    ask: Questions, app: dict[str, Any], *, code: str, verifier: str, back: str
) -> dict[str, Any]:
    """Return the provider's answer to a code that somebody came back with; raises ProviderError."""
    places = description(app, ask)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    methods = places.get("token_endpoint_auth_methods_supported") or []
    if "client_secret_post" not in methods and "client_secret_basic" in methods:
        given: dict[str, Any] = {"auth": (app["client_id"], app["secret"])}
    else:
        given = {}
        form |= {"client_id": app["client_id"], "client_secret": app["secret"]}
    return ask("POST", str(places.get("token_endpoint") or ""), data=form, **given)


def _sign_out(app: dict[str, Any], places: dict[str, Any], token: str) -> dict[str, str]:
    """Return where the provider ends its session, and the token by which it knows which; {} where it offers none.

    Kept in the session, so that nobody has to be asked while somebody signs out.
    """
    address = places.get("end_session_endpoint")
    if not isinstance(address, str) or len(address) > _LONGEST_HINT:
        return {}
    parts = urlsplit(address)
    if parts.scheme != urlsplit(str(app["settings"]["server_url"])).scheme or not parts.netloc:
        return {}
    return {"address": address, "hint": token if len(token) <= _LONGEST_HINT else ""}


def sign_out_address(sign_out: dict[str, str], app: dict[str, Any], *, back: str) -> str:
    """Return the address at the provider that ends its session and leads back (OpenID Connect RP-Initiated Logout 1.0).

    Without the token as a hint, where it is too long for an address, a provider may ask whether to sign out.
    """
    query = {"client_id": app["client_id"], "post_logout_redirect_uri": back}
    if sign_out["hint"]:
        query["id_token_hint"] = sign_out["hint"]
    return f"{sign_out['address']}{'&' if '?' in sign_out['address'] else '?'}{urlencode(query)}"


def _decoded(token: str, app: dict[str, Any], places: dict[str, Any]) -> dict[str, Any]:
    checks = {
        "verify_signature": False,
        "verify_aud": True,
        "verify_exp": True,
        "require": ["exp", "aud", "iss"],
    }
    try:
        claims = jwt.decode(token, options=checks, audience=app["client_id"], leeway=_CLOCKS_DIFFER)
    except jwt.PyJWTError as error:
        raise ProviderError("bad_token", f"its ID token is not usable: {error}") from error
    # Entra ID's common endpoint names no tenant in its issuer: "https://login.microsoftonline.com/{tenantid}/v2.0".
    issuer = str(places.get("issuer")).replace("{tenantid}", str(claims.get("tid")))
    if claims["iss"] != issuer:
        raise ProviderError("bad_token", "its ID token is of another issuer")
    return claims


def description(app: dict[str, Any], ask: Questions) -> dict[str, Any]:
    """Return the provider's own description of itself (OpenID Connect Discovery 1.0), asked every ten minutes."""
    address = str(app["settings"]["server_url"])
    if "/.well-known/" not in address:
        address = f"{address.rstrip('/')}/.well-known/openid-configuration"
    cached = _discovered.get(address)
    if cached is None or time.monotonic() - cached[0] > _DISCOVERY_KEPT:
        cached = _discovered[address] = (time.monotonic(), ask("GET", address, allow_redirects=True))
    return cached[1]


def forget_discovered() -> None:
    """Forget where the provider's pages are, so that it is asked again."""
    _discovered.clear()


def authorities() -> str | bool:
    """Return the file of certificate authorities by which the provider is known; True for those that `requests` ships.

    OpenSSL's own variable counts too: `requests` reads only REQUESTS_CA_BUNDLE, and what a council sets once is to
    hold for whatever Goldthread asks.
    """
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True


class Questions:
    """The questions of one sign-in: one of a few places, a few seconds together, and no database meanwhile.

    Raises ProviderError ("busy") where the places are taken.
    """

    def __enter__(self) -> Questions:
        if not _slots.acquire(blocking=False):
            raise ProviderError("busy", f"{AT_ONCE} sign-ins wait for it already")
        self.ends = time.monotonic() + SECONDS
        return self

    def __exit__(self, *error: object) -> None:
        _slots.release()

    def __call__(self, method: str, address: str, **given: Any) -> dict[str, Any]:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise ProviderError("silent", f"it took more than {SECONDS:.0f} seconds")
        given.setdefault("allow_redirects", False)
        given.setdefault("verify", authorities())
        if not connection.in_atomic_block:
            # Back to the pool: other pages need it while the provider thinks.
            connection.close()
        try:
            with requests.request(method, address, timeout=left, stream=True, **given) as response:
                status, body = response.status_code, self._read(response)
        except requests.exceptions.SSLError as error:
            raise ProviderError(
                "certificate",
                "its certificate is not trusted: put its authority into the file that SSL_CERT_FILE names",
            ) from error
        except (requests.RequestException, HTTPError) as error:
            raise ProviderError("silent", f"it did not answer ({type(error).__name__})") from error
        except OSError as error:
            raise ProviderError("certificate", f"{given['verify']} (SSL_CERT_FILE) cannot be read") from error
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ProviderError("bad_answer", f"it answered {status} without JSON")
        if status >= 400 or "error" in answer:
            raise refusal(status, answer)
        return answer

    def _read(self, response: requests.Response) -> bytes:
        """Read an answer piece by piece: one that drips must not wait longer than one that is silent."""
        body = b""
        # `read1` gives what has come; `iter_content` waits until a piece is full.
        while piece := response.raw.read1(8192, decode_content=True):
            body += piece
            if len(body) > _LONGEST:
                raise ProviderError("bad_answer", "its answer is too long")
            if time.monotonic() > self.ends:
                raise ProviderError("silent", f"it took more than {SECONDS:.0f} seconds")
        return body


def sent_back(answer: dict[str, str]) -> ProviderError:
    """Return that a browser came back with an error (RFC 6749, 4.1.2.1) and no code.

    Anybody can write that into the address, so it says nothing of the client's secret.
    """
    return ProviderError("said_no", f"the browser came back without a code ({_error(answer)[1]})")


def refusal(status: int, answer: dict[str, Any]) -> ProviderError:
    """Return the provider's no (RFC 6749, 5.2)."""
    error, named = _error(answer)
    named = f"{status}, {named}"
    if error in ("invalid_client", "unauthorized_client"):
        ended = (
            "the client secret has ended"
            if "AADSTS7000222" in named
            else "the client secret is wrong or has ended"
        )
        return ProviderError(
            "secret", f"{ended} ({named}): make a new one there and set GOLDTHREAD_OIDC_SECRET"
        )
    return ProviderError("said_no", f"it said no ({named})")


def _error(answer: dict[str, Any]) -> tuple[str, str]:
    """Return the error that an answer names, and the same with Entra ID's number; never the rest of what it says."""
    error = re.sub(r"[^a-z_]", "", str(answer.get("error") or "")[:40]) or "no error named"
    number = re.search(r"AADSTS\d{4,9}", str(answer.get("error_description")))
    return error, f"{error}, {number.group()}" if number else error
