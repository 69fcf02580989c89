"""Pages that record one step of a record: a form beside its reference and title, given to a command of its room."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from goldthread.council.records.base import Record
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.council.records.spec import kind_of
from goldthread.web.forms import Form


def step_page(
    model: type[Record],
    form: type[Form],
    command: Callable[..., Any],
    title: str,
    done: str,
    intro: str = "",
    *,
    versioned: bool = True,
) -> Callable[..., HttpResponse]:
    """Return the page of a step. The command takes the record by the name of its type, and what the form asks.

    done: what is said afterwards, after the record's reference. intro: a sentence beside the form. versioned: whether the
    command changes the record itself, and takes the version at which the form was opened.
    """

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        record = get_record(request, model, pk)
        return form_page(
            request,
            form,
            command,
            title=title,
            record=record if versioned else None,
            done=f"{record.reference}: {done}",
            page={"intro": f"{record.reference} {record.title}. {intro}".strip(), "back": address(record)},
            **{kind_of(record): record},
        )

    view.__doc__ = f"{title} of {model.spec.name.lower()}."
    return view
