"""What the room above that works complaints as cases does when a piece of feedback is closed, corrected or deleted.

Feedback knows nothing of cases. It asks here before it closes a piece, and says here that one was corrected or deleted.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.council.errors import Refused
from goldthread.council.models import Person
from goldthread.feedback.importing.case_facts import CaseFacts


@dataclass(frozen=True, kw_only=True)
class CaseRoom:
    """The functions of the room that works cases.

    has_case: whether a piece is worked as one. corrected: follows a corrected date or type, within its command.
    forgotten: deletes what its cases say, with the text of the pieces. facts_of: what is recorded of cases, as an import
    tells it; record_facts: takes over what an import tells.
    """

    has_case: Callable[[Any], bool]
    corrected: Callable[[Person, Any], None]
    forgotten: Callable[[uuid.UUID, Collection[uuid.UUID]], None]
    facts_of: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, CaseFacts]]
    record_facts: Callable[[Person, Any, CaseFacts], None]


_ROOMS: list[CaseRoom] = []

# Takes the key of the council and those of the pieces.
Forgets = Callable[[uuid.UUID, Collection[uuid.UUID]], None]
_FORGETS: list[Forgets] = []

# Takes the person and the piece, once its response is saved.
Follows = Callable[[Person, Any], None]
_FOLLOWS: list[Follows] = []


def follows_response(function: Follows) -> Follows:
    """Have a room above do what follows when the response to a piece was recorded, within its command."""
    _FOLLOWS.append(function)
    return function


def responded(by: Person, feedback: Any) -> None:
    """Say that the response to a piece was recorded."""
    for follow in _FOLLOWS:
        follow(by, feedback)


def forgets_with_feedback(function: Forgets) -> Forgets:
    """Have a room above delete what it says of pieces whose text is deleted, whether or not they are cases."""
    _FORGETS.append(function)
    return function


def works_cases(room: CaseRoom) -> None:
    """Have a room above work pieces of feedback as cases; called once, as its files are loaded."""
    if room not in _ROOMS:
        _ROOMS.append(room)


def leave_to_case(feedback: Any, what: str) -> None:
    """Refuse what a case does in its own way. what: such as "Close it"."""
    if any(room.has_case(feedback) for room in _ROOMS):
        raise Refused(f"{feedback.reference} is worked as a case. {what} on its page.")


def corrected(by: Person, feedback: Any) -> None:
    """Say that a piece was corrected, so that the dates of its case follow."""
    for room in _ROOMS:
        room.corrected(by, feedback)


def facts_of(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, CaseFacts]:
    """Return what is recorded of the cases of pieces, as an import would tell it."""
    return {key: facts for room in _ROOMS for key, facts in room.facts_of(keys).items()}


def record_facts(by: Person, feedback: Any, facts: CaseFacts) -> None:
    """Take over what the council's own system says of a case."""
    for room in _ROOMS:
        room.record_facts(by, feedback, facts)


def forgotten(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> None:
    """Delete what cases, and other records of rooms above, say of pieces whose text is deleted."""
    for room in _ROOMS:
        room.forgotten(council_id, keys)
    for forget in _FORGETS:
        forget(council_id, keys)
