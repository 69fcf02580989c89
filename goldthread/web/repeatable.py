"""Repeatable answers: a form that takes one more of a group of fields without a script and loses nothing typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from goldthread.web.forms import Form
from goldthread.web.sent_numbers import sent_number

# The name of the button that adds one more answer.
ADD = "add_another"


def typed(request: HttpRequest) -> QueryDict:
    """Return what was typed into a form: as it was sent, or where its page is opened, as its draft has it."""
    return request.POST if request.method == "POST" else getattr(request, "draft", None) or QueryDict()


def add_pressed(data: QueryDict) -> bool:
    """Return whether the button that adds one more answer was pressed, rather than the one that saves."""
    return ADD in data


def answer_count(request: HttpRequest, name: str, *, start: int = 1, most: int = 20) -> int:
    """Return how many answers the form has, from its hidden count as sent or as its draft has it.

    One more where the button was pressed.
    """
    data = typed(request)
    sent = sent_number(data.get(name, ""))
    count = start if sent is None else sent
    return max(1, min(count + add_pressed(data), most))


def unvalidated(form: Form, data: QueryDict) -> dict[str, Any]:
    """Return what stands in each input, to be shown again without errors."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }
