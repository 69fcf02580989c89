"""Pages for the public: the boards and groups of a council's people, and one with what became of what it raised."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.meetings.bodies.models import Body, BodyQuerySet
from goldthread.meetings.bodies.page import seats_of
from goldthread.responses.boards.became import raised
from goldthread.web.render import render_page


def public_bodies(council: Council) -> BodyQuerySet:
    """Return the bodies of a council that have a page for the public, by name."""
    return Body.objects.counted().filter(council=council, is_public=True).order_by("name", "pk")


def boards(request: HttpRequest, council: str) -> HttpResponse:
    """List the boards and groups that anybody may read about."""
    return _inside(
        request,
        council,
        "responses/public_boards.html",
        lambda found: {"bodies": list(public_bodies(found).standing())},
    )


def board(request: HttpRequest, council: str, pk: uuid.UUID) -> HttpResponse:
    """Show a board to anybody: purpose, seats, when it meets, what it raised, and what became of it."""

    def read(found: Council) -> dict[str, Any]:
        body = public_bodies(found).filter(pk=pk).first()
        if body is None:
            raise Http404
        today = timezone.localdate()
        return {
            "body": body,
            "seats": [each for each in seats_of(body, None, today).shown if each.seat.is_there],
            "raised": raised(body, today),
        }

    return _inside(request, council, "responses/public_board.html", read)


def _inside(
    request: HttpRequest, slug: str, template: str, read: Callable[[Council], dict[str, Any]]
) -> HttpResponse:
    """Return a page of the council in the address, whoever is signed in; what it shows is read inside that council."""
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404
    with tenant.inside(council.pk):
        context = read(council)
    return render_page(request, template, {"council": council, **context})
