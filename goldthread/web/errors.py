"""Error pages: what happened, and what to do next."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class OneLine(logging.Filter):
    """Logs what was refused in one line: a traceback is for an error of ours, and would hide the next one.

    Django logs where in its code it said no (403, 400, a host that is not ours) as it logs where a page failed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback from a line about a request that was refused; no line is left out."""
        refused = record.name.startswith("django.security") or getattr(record, "status_code", 500) < 500
        if record.name.startswith("django.") and refused:
            record.exc_info = record.exc_text = None
        return True


def _page(request: HttpRequest, status: int, name: str = "") -> HttpResponse:
    if not hasattr(request, "person"):
        request.person = None
    return render(request, f"web/errors/{name or status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, and this is not theirs to open."""
    return _page(request, 403)


def form_not_ours(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was open too long, or that another site sent."""
    return _page(request, 403, "form")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or another council's, which is the same to whoever asks."""
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, 500)
