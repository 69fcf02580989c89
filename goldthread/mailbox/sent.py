"""What the rooms that send letters by e-mail say here: which feedback a message of theirs is of, and that one came back.

A room says so once, as its files are loaded. Without any, answers are joined by what came before and by the reference.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.council.models import Person
from goldthread.mail.message import Returned


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A room that sends messages to people.

    feedback_of: takes a council and message IDs (without angle brackets), and returns the key of the feedback of each
    that is its own. came_back: takes a person, the ID of such a message and one address to which it could not be
    delivered for good, inside the transaction that keeps the bounce.
    """

    feedback_of: Callable[[uuid.UUID, Sequence[str]], Mapping[str, uuid.UUID]]
    came_back: Callable[[Person, str, Returned], None]


_SENDERS: list[Sender] = []


def sends_messages(sender: Sender) -> None:
    """Have a room's messages known: their answers join its feedback, and their bounces are told to it."""
    if sender not in _SENDERS:
        _SENDERS.append(sender)


def feedback_of(council_id: uuid.UUID, message_ids: Sequence[str]) -> dict[str, uuid.UUID]:
    """Return the feedback of each of some message IDs that a room of ours sent."""
    return {key: pk for sender in _SENDERS for key, pk in sender.feedback_of(council_id, message_ids).items()}


def came_back(by: Person, message_ids: Sequence[str], returned: Sequence[Returned]) -> bool:
    """Tell the room that sent a message that it could not be delivered; return whether any room sent it."""
    ours = False
    for sender in _SENDERS:
        for message_id in sender.feedback_of(by.council_id, message_ids):
            ours = True
            for each in returned:
                if each.for_good:
                    sender.came_back(by, message_id, each)
    return ours
