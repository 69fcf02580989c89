"""The kinds of notification, and how each is said: about a record by its reference, never with its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of notification.

    text: what it says, where `{record}` is the reference of the record. name: what it is called where one chooses
    which to be sent. by_whom: whether the page says who did it.
    """

    slug: str
    name: str
    text: str
    by_whom: bool = True

    def says(self, record: str) -> str:
        """Return what it says about a record, such as "F-1344 was assigned to you"."""
        return self.text.format(record=record)


DANGER = "danger"

KINDS = {
    kind.slug: kind
    for kind in (
        Kind(DANGER, "Danger now?", "Danger now? Read {record}", by_whom=False),
        Kind("assigned", "Work assigned to me", "{record} was assigned to you"),
        Kind("handed_over", "Work handed over to me", "{record} was handed over to you"),
        Kind("update_asked", "Somebody asks me for an update", "You are asked for an update on {record}"),
        Kind("update_given", "An update that I asked for", "{record} has the update that you asked for"),
        Kind("mentioned", "Somebody mentions me in a note", "You are mentioned in a note on {record}"),
        Kind("due_soon", "My work is due soon", "{record} is due soon", by_whom=False),
        Kind("overdue", "My work is overdue", "{record} is overdue", by_whom=False),
    )
}
