"""Who may not sign an item off: whoever owned it, gathered it or redacted it, now or at any time since something was there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from goldthread.council.records.base import history_of
from goldthread.evidence.returns.models import ReturnItem
from goldthread.evidence.returns.stages import Stage


def hand_in_it(person: Any, item: ReturnItem) -> str:
    """Return why somebody may not sign an item off, as "You own it"; "" where they had no hand in it."""
    if item.owner_id == person.pk:
        return "You own it"
    if item.redacted_by_id == person.pk:
        return "You redacted it"
    if item.gathered_by_id == person.pk or item.documents.filter(by=person).exists():
        return "You gathered it"
    events = history_of(ReturnItem)
    assert events is not None
    mine = Q(owner=person) | Q(gathered_by=person) | Q(redacted_by=person)
    earlier = events._default_manager.filter(mine, pgh_obj_id=item.pk).exclude(stage=Stage.NOT_STARTED)
    return "You owned, gathered or redacted it before" if earlier.exists() else ""
