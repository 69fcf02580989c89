"""Error pages: what happened, and what to do next."""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import render
from django.template import engines
from django.utils.html import format_html

from goldthread.web.form_controls import SECRET

# What the database's driver raises where the server is away, starting, or has no connection left.
NO_DATABASE = (OperationalError, InterfaceError)


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
    """500: our fault; 503 where the database is away."""
    if isinstance(sys.exc_info()[1], NO_DATABASE):
        return try_again(request)
    return _page(request, 500)


class _FormCheck(CsrfViewMiddleware):
    """Django's own check of a form, which here only answers: it makes no page and writes no line."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _is_form_of_ours(request: HttpRequest) -> bool:
    """Return whether a form came from a page of ours; the database may be gone before anybody has asked."""
    check = _FormCheck(lambda request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, check, (), {}) is None


def try_again(request: HttpRequest) -> HttpResponse:
    """503: the database is away for a moment; what was typed stays on the page, to be sent again.

    Made without the database: no session, no person, no menu. The form keeps its own token, so that it saves once.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    # Words that another site wrote would be sent in the name of whoever selects “Try again”.
    if any(SECRET.fullmatch(name) for name, _ in typed) or not _is_form_of_ours(request):
        typed = []
    context = {
        "request": request,
        "person": None,
        "demo": settings.DEMO,
        "notice": "",
        "typed": typed,
        "had_files": bool(request.FILES),
        "csrf_input": format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        ),
    }
    page = engines["jinja2"].env.get_template("web/errors/503.html").render(context)
    answer = HttpResponse(page, status=503)
    answer.headers["Retry-After"] = "10"
    answer.headers["Cache-Control"] = "no-store"
    return answer
