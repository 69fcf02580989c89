"""Goldthread itself as a person of each council: what happens by the clock, or comes from outside, is recorded by it."""

from __future__ import annotations

import uuid

from goldthread.council.models import Person


def clock_of(council_id: uuid.UUID) -> Person:
    """Return Goldthread itself in a council, with the council."""
    return Person.objects.select_related("council").get(council=council_id, is_system=True)
