"""What all forms about one body have in common: the body of the address, and the way back to its page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.pages import address, form_page, get_record
from goldthread.meetings.bodies.models import Body
from goldthread.web.forms import Form


def about_body(
    request: HttpRequest,
    pk: uuid.UUID,
    form: type[Form],
    command: Callable[..., Any],
    title: str,
    *,
    done: str = "",
    initial: Mapping[str, Any] | None = None,
    **given: Any,
) -> HttpResponse:
    """Show a form about a body and give its answers to a command. title: with {} for the body's name."""
    shown: Body = given.pop("shown", None) or get_record(request, Body, pk)
    if "part" not in given:
        given["body"] = shown
    part = given.pop("part", {})
    return form_page(
        request,
        form,
        command,
        title=title.format(shown.name),
        initial={**_today(form), **(initial or {})},
        done=done or f"{shown.name}: saved.",
        then=lambda result: address(shown),
        page={"back": address(shown)},
        **given,
        **part,
    )


def part_of(request: HttpRequest, model: Any, pk: uuid.UUID, path: str = "body") -> tuple[Any, Body]:
    """Return a part and its body, where somebody may see the body, or raise Http404."""
    part = model.objects.visible_to(request.person).select_related(path).filter(pk=pk).first()
    if part is None:
        raise Http404
    return part, get_record(request, Body, part.body_id)


def _today(form: type[Form]) -> dict[str, Any]:
    """Return today for each day that has happened by now."""
    today = timezone.localdate()
    return {
        name: today for name, field in form.base_fields.items() if getattr(field, "latest", None) is not None
    }
