"""A page on which one thing is done to an item or a case of an information return."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.pages import address, form_page, get_record


def step(
    request: HttpRequest,
    pk: uuid.UUID,
    model: type[Any],
    argument: str,
    form: Any,
    command: Callable[..., Any],
    title: str,
    *,
    today: str = "",
    done: str = "",
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the form of a step and do it. argument: under which the command takes the record. today: its date, at first today."""
    record = get_record(request, model, pk)
    return form_page(
        request,
        form,
        command,
        title=title,
        record=record,
        initial={today: timezone.localdate()} if today else initial,
        done=done,
        page={"intro": str(record), "back": address(record)},
        **{argument: record},
    )
