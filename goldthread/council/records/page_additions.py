"""What a room above adds to the page of a record of a type below it, so that one thing has one page.

The room that holds feedback knows nothing of cases; the room that works cases adds its clocks, findings and buttons to
the page of the piece of feedback. Only what a type's own page leaves open can be added to: its template is extended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

# (text, address, permission)
Link = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What is added to one record's page.

    template: one that extends the record's own and fills its blocks. context: what that template needs beside the
    page's own. caption: what takes the place of the page's. tags, facts, links: shown before the page's own. buttons:
    shown instead of the page's own, None to leave those.
    """

    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    caption: str = ""
    tags: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, Any]] = ()
    links: Sequence[Link] = ()
    buttons: Sequence[Link] | None = None


# Takes the request, the record, and the models of which something hangs on it or happened to it (`attached.present`);
# returns what is added, None for nothing.
Adds = Callable[[HttpRequest, Any, Collection[type[Model]]], Addition | None]
_ADDS: dict[str, Adds] = {}


def adds_to_page(kind: str) -> Callable[[Adds], Adds]:
    """Have a function of a room above say what is added to the page of each record of a kind; one a kind."""

    def register(function: Adds) -> Adds:
        assert kind not in _ADDS or _ADDS[kind] is function, f"two rooms add to the page of {kind}"
        _ADDS[kind] = function
        return function

    return register


def addition_to(
    request: HttpRequest, kind: str, record: Any, present: Collection[type[Model]]
) -> Addition | None:
    """Return what is added to the page of a record, None where no room adds anything."""
    adds = _ADDS.get(kind)
    return adds(request, record, present) if adds is not None else None
