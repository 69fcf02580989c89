"""Opening a form by its address: the browser that began it goes on, after an hour once it says so; elsewhere its code is asked.

A signed cookie for that one address says that the browser was there. It holds no words, and ends with the browser, so
that nobody at a library's computer finds the form of whoever sat there before.
"""

from __future__ import annotations

import enum

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse

from goldthread.council.links.secrets import hashed

IDLE_SECONDS = 60 * 60
_NAME = "gt_form"
_SIGNER = TimestampSigner(salt="goldthread.public.opening")


class Seen(enum.Enum):
    """What a browser's cookie says of a form."""

    NOW = "now"
    IDLE = "idle"
    NEVER = "never"


def seen(request: HttpRequest, secret: str) -> Seen:
    """Return whether this browser was at the form of an address within the hour, before that, or never."""
    key = hashed(secret)
    value = request.COOKIES.get(_NAME, "")
    try:
        signed = _SIGNER.unsign(value, max_age=IDLE_SECONDS)
    except SignatureExpired:
        return Seen.IDLE if _SIGNER.unsign(value) == key else Seen.NEVER
    except BadSignature:
        return Seen.NEVER
    return Seen.NOW if signed == key else Seen.NEVER


def note_seen(response: HttpResponse, path: str, secret: str) -> HttpResponse:
    """Have the browser show at the path of a form that it was there just now."""
    response.set_cookie(
        _NAME,
        _SIGNER.sign(hashed(secret)),
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse, path: str) -> HttpResponse:
    """Have the browser show nothing of a form any more."""
    response.delete_cookie(_NAME, path=path, samesite="Lax")
    return response
