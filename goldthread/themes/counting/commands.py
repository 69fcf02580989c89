"""Commands that add and remove annotations on charts."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, check_scope, command, require_council_wide
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.models import KnownEvent


@command("themes.code")
def mark_event(*, by: Person, on: datetime.date, label: str, theme: Theme | None = None) -> KnownEvent:
    """Mark something that happened, so that a chart shows it beside the numbers."""
    check_scope(by, theme)
    require_council_wide(by, "A theme's chart is")
    if not label.strip():
        raise Refused("Say in a few words what happened.")
    label = privacy.hide(label.strip()).text[: KnownEvent._meta.get_field("label").max_length]
    return KnownEvent.objects.create(council=by.council, on=on, label=label, theme=theme)


@command("themes.code")
def remove_event(*, by: Person, event: KnownEvent) -> None:
    """Take an event off the charts again, such as one with the wrong date."""
    check_scope(by, event)
    require_council_wide(by, "A theme's chart is")
    event.delete()
