"""What a person sees when a page cannot be shown: what happened, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if not hasattr(request, "person"):
        request.person = None
    return render(request, f"web/errors/{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, and this is not theirs to open."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or another council's, which is the same to whoever asks."""
    return _page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, 500)
