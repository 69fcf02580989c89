"""Who asks, and under which id: the client's address behind named proxies, and the request's id in log and answer.

X-Forwarded-For, X-Forwarded-Proto and X-Request-ID are believed from the proxies of GOLDTHREAD_PROXIES. From anybody
else they are taken away before any page or library reads them, and so is every other header that says the same.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from goldthread import log_lines
from goldthread.client_address import client_address, is_proxy, read_address

_FOR, _PROTO, _ID = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID"
# Believed from nobody: no setting of ours needs them, and proxies pass them on from clients.
_NEVER = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_FORWARDED_PROTOCOL",
    "HTTP_X_REAL_IP",
)
_WELL_FORMED_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{7,63}", re.ASCII)


def request_origin(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set the address and scheme of whoever asks, and the id of the request, which goes into the answer too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.request_id = _read_headers(request.META)
        log_lines.begin(request=request.request_id, client=request.META["REMOTE_ADDR"])
        response = get_response(request)
        response.headers["X-Request-ID"] = request.request_id
        if request.method == "HEAD" and not response.streaming:
            # What watches a service often asks so. The web server would drop the page, and log that each time.
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


def _read_headers(meta: dict[str, Any]) -> str:
    """Set REMOTE_ADDR to the client's address, clean what nobody may say, and return the request's id."""
    for name in _NEVER:
        meta.pop(name, None)
    peer = str(meta.get("REMOTE_ADDR", ""))
    said = {name: str(meta.pop(name, "")) for name in (_FOR, _PROTO, _ID)}
    meta["REMOTE_ADDR"] = client_address(peer, said[_FOR], settings.PROXIES)
    if is_proxy(read_address(peer), settings.PROXIES):
        # Where there are several proxies, each says how it was asked: all of them over HTTPS, or it is not.
        schemes = {scheme.strip().lower() for scheme in said[_PROTO].split(",")}
        meta[_PROTO] = "https" if schemes == {"https"} else "http"
        if _WELL_FORMED_ID.fullmatch(said[_ID].strip()):
            return said[_ID].strip()
    return uuid.uuid4().hex


def _forget(**_: Any) -> None:
    """A thread answers one request after the other: what it logs between them belongs to none."""
    log_lines.end()


# Not at the end of the middleware: Django logs what was refused after it.
request_finished.connect(_forget, dispatch_uid="goldthread request origin")
