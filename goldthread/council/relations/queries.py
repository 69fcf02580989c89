"""Records related to one, as its page shows them: those that a person may open, from whichever end they were linked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.records import attached
from goldthread.council.records.spec import kind_of, record_types
from goldthread.council.relations.models import RelatedRecord


@dataclass(frozen=True)
class Related:
    """A link of a record as one person may see it: the row, and the record at its other end."""

    link: RelatedRecord
    other: Any

    @property
    def href(self) -> str:
        """Return the address of the other record."""
        return reverse(self.other.spec.page, args=[self.other.pk])

    @property
    def text(self) -> str:
        """Return what the other record is called."""
        return f"{self.other.reference} {getattr(self.other, self.other.spec.title)}".strip()


def related_to(person: Person, record: Any) -> list[Related]:
    """Return every link of a record, removed ones too, newest first; none to a record that this person may not open."""
    if not attached.may_read(person, record.spec):
        return []
    links = list(attached.on_record(RelatedRecord, record).select_related("by", "removed_by").order_by("-at"))
    keys: dict[str, set[uuid.UUID]] = {}
    ends = []
    for link in links:
        ours = link.origin_id == record.pk and link.origin == kind_of(record)
        kind, pk = (link.other, link.other_id) if ours else (link.origin, link.origin_id)
        ends.append((link, pk))
        keys.setdefault(kind, set()).add(pk)
    found: dict[uuid.UUID, Any] = {}
    for kind, pks in keys.items():
        model = record_types().get(kind)
        if model is not None and attached.may_read(person, model.spec):
            found |= model._default_manager.visible_to(person, withdrawn=True).in_bulk(pks)
    # Where two linked records were merged, a link leads from the one to itself.
    return [Related(link, found[pk]) for link, pk in ends if pk in found and pk != record.pk]


def linked(related: list[Related]) -> list[Related]:
    """Return the links that stand, to records that count."""
    return [each for each in related if each.link.removed_at is None and each.other.withdrawn_on is None]


def links_of(related: list[Related]) -> list[dict[str, Any]]:
    """Return links as entries of a record's timeline: when each was made, and when it was removed."""
    events = []
    for each in related:
        to = f"{each.other.spec.name.lower()} {each.text}"
        entry = {"group": "changes", "icon": "link", "text": f"Reason: {each.link.reason}"}
        events.append({**entry, "what": f"Linked to {to}", "by": each.link.by.name, "when": each.link.at})
        if each.link.removed_at is not None:
            by = each.link.removed_by.name if each.link.removed_by else ""
            events.append(
                {**entry, "what": f"Link removed to {to}", "by": by, "when": each.link.removed_at, "text": ""}
            )
    return events
