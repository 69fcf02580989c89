"""Forms that grow by one more answer at a time, without any script and without losing what was typed."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from goldthread.web.forms import Form

MORE = "one_more"


def asked_for_more(data: QueryDict) -> bool:
    """Say whether the button that adds one more answer was pressed, rather than the one that keeps the form."""
    return MORE in data


def how_many(data: QueryDict, name: str, *, start: int = 1, most: int = 20) -> int:
    """Return how many answers of a kind the form has, from its hidden count; one more where that was asked."""
    said = data.get(name, "")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else start
    return max(1, min(count + asked_for_more(data), most))


def as_typed(form: Form, data: QueryDict) -> dict[str, Any]:
    """Return what stands in each input so far, to be shown again and not judged yet."""
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }
