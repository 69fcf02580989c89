"""The kinds of notification, how each is said, and how each may be sent: never with the words of a record."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices


class Delivery(TextChoices):
    """How somebody is told of a kind of thing."""

    PRODUCT = "product", "In Goldthread"
    DAILY = "daily", "In Goldthread, and in a daily e-mail"
    WEEKLY = "weekly", "In Goldthread, and in a weekly e-mail"
    NONE = "none", "Not at all"


@dataclass(frozen=True)
class Kind:
    """A kind of notification.

    text: what it says, where `{record}` is the reference of the record; several: of many records at once. name: what it is called where one chooses
    which to be sent. by_whom: whether the page says who did it. usual: how somebody is told who has not chosen; None
    where it is sent at once and nobody can choose.
    """

    slug: str
    name: str
    text: str
    by_whom: bool = True
    usual: Delivery | None = Delivery.DAILY
    several: str = ""

    def says(self, record: str, *, several: bool = False) -> str:
        """Return what it says: "F-1344 was assigned to you", "12 pieces of feedback were assigned to you"."""
        return (self.several if several else self.text).format(record=record)


DANGER = "danger"

KINDS = {
    kind.slug: kind
    for kind in (
        Kind(DANGER, "Danger now?", "Danger now? Read {record}", by_whom=False, usual=None),
        Kind(
            "assigned",
            "Work is assigned to me",
            "{record} was assigned to you",
            several="{record} were assigned to you",
        ),
        Kind("handed_over", "Work is handed over to me", "{record} was handed over to you"),
        Kind("update_asked", "Somebody asks me for an update", "You are asked for an update on {record}"),
        Kind(
            "update_given", "An update comes that I asked for", "{record} has the update that you asked for"
        ),
        Kind(
            "answer_came",
            "An answer comes through a private link",
            "An answer came on {record}",
            by_whom=False,
        ),
        # Names no record and is in no e-mail: that there is something at all is for those who read it.
        Kind(
            "in_confidence",
            "Something waits for me under Speaking up",
            "Something waits for you under Speaking up",
            by_whom=False,
            usual=None,
        ),
        Kind("mentioned", "Somebody mentions me in a note", "You are mentioned in a note on {record}"),
        Kind("letter_to_sign", "A letter awaits my sign-off", "A letter awaits your sign-off"),
        Kind(
            "letter_not_sent",
            "A letter of mine comes back or cannot be sent",
            "A letter did not arrive: print and post it",
            by_whom=False,
        ),
        Kind(
            "recall",
            "A pack that I sent, or a self-assessment that I signed, is to be recalled",
            "What you sent or signed is to be recalled",
            by_whom=False,
        ),
        Kind("email_joined", "An e-mail comes for my case", "{record} has a new e-mail", by_whom=False),
        Kind("due_soon", "My work is due soon", "{record} is due soon", False, Delivery.WEEKLY),
        Kind("overdue", "My work is overdue", "{record} is overdue", False, Delivery.WEEKLY),
    )
}
CHOSEN = {slug: kind for slug, kind in KINDS.items() if kind.usual is not None}
"""The kinds of which each person chooses how they are told."""
