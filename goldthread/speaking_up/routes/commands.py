"""Commands on the routes by which staff can raise a concern."""

from __future__ import annotations

from typing import Any

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.speaking_up.routes.models import SpeakingUpRoute


@command("speaking_up.routes")
def add_route(*, by: Person, **fields: Any) -> SpeakingUpRoute:
    """Add route to raise a concern."""
    route = saving.add(SpeakingUpRoute(council=by.council, **fields))
    assert isinstance(route, SpeakingUpRoute)
    return route


@command("speaking_up.routes")
def edit_route(
    *, by: Person, route: SpeakingUpRoute, version: int, reason: str, **fields: Any
) -> SpeakingUpRoute:
    """Correct route to raise a concern, with the reason."""
    saving.needs_reason(reason)
    saving.change(route, version=version, **fields)
    return route
