"""How somebody likes a list: its columns, and whether its filters are open, on every machine they use."""

from __future__ import annotations

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.council.records.models import ListSettings


def settings_of(person: Person, listing: str) -> ListSettings:
    """Return how somebody likes a list; the usual way where they never said."""
    found = ListSettings.objects.visible_to(person).filter(by=person, listing=listing).first()
    return found or ListSettings(council_id=person.council_id, by=person, listing=listing)


# Whoever has a page of their own; what they may not open is not listed, however it is set.
@command("thread.home")
def save_settings(
    *, by: Person, listing: str, columns: str | None = None, shows_filters: bool | None = None
) -> None:
    """Save how a list is shown: to oneself."""
    changes = {
        name: value
        for name, value in (("columns", columns), ("shows_filters", shows_filters))
        if value is not None
    }
    ListSettings.objects.update_or_create(council=by.council, by=by, listing=listing, defaults=changes)
