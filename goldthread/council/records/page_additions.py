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
_ADDS: dict[str, list[Adds]] = {}


def adds_to_page(kind: str) -> Callable[[Adds], Adds]:
    """Have a function of a room above say what is added to the page of each record of a kind; of several rooms, by name."""

    def register(function: Adds) -> Adds:
        of_kind = _ADDS.setdefault(kind, [])
        if function not in of_kind:
            of_kind.append(function)
            of_kind.sort(key=lambda each: (each.__module__, each.__qualname__))
        return function

    return register


def addition_to(
    request: HttpRequest, kind: str, record: Any, present: Collection[type[Model]]
) -> Addition | None:
    """Return what is added to the page of a record, None where no room adds anything."""
    additions = [
        added for adds in _ADDS.get(kind, ()) if (added := adds(request, record, present)) is not None
    ]
    return _together(additions) if additions else None


def _together(found: Sequence[Addition]) -> Addition:
    """Return what several rooms add to one record: all tags, facts and links; of two templates or buttons, the first."""
    templates = [each.template for each in found if each.template]
    assert len(templates) < 2, f"two rooms fill the page of one record: {templates}"
    return Addition(
        template=next(iter(templates), ""),
        context={name: value for each in found for name, value in each.context.items()},
        caption=next((each.caption for each in found if each.caption), ""),
        tags=[tag for each in found for tag in each.tags],
        facts=[fact for each in found for fact in each.facts],
        links=[link for each in found for link in each.links],
        buttons=next((each.buttons for each in found if each.buttons is not None), None),
    )
