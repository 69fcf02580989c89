"""The link between what was taken from a report and the action that came of it: each page shows the other."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.relations.commands import link_records
from goldthread.council.relations.queries import linked, related_to
from goldthread.learning.models import Action


def link_to_action(by: Person, record: Record, action: Action | None, reason: str) -> None:
    """Link an idea or a failure elsewhere to the action that came of it, where it is not linked yet."""
    if action is not None and all(each.other != action for each in linked(related_to(by, record))):
        link_records(by=by, record=record, other=action, reason=reason)
