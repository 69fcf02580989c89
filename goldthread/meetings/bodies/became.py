"""What became of what a body raised, for a page that anybody may read: answered matters, and the actions they led to."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldthread.council.records import walk
from goldthread.council.records.spec import record_types
from goldthread.council.records.states import State, states_of
from goldthread.feedback.models import Feedback
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.names import raised_by

MOST = 30
_ACTION, _REQUEST = "action", "ask"


@dataclass(frozen=True)
class Became:
    """One matter: what was raised, with names hidden, the answer, what became of it, and each action with its states.

    outcomes: what the council said became of its request, such as "done"; none where nobody said.
    """

    raised_on: datetime.date
    texts: list[str]
    answered_on: datetime.date
    answer: str
    outcomes: list[str]
    actions: list[tuple[str, tuple[State, ...]]]


@dataclass(frozen=True)
class Raised:
    """All that a body raised: answered matters, newest first, and how many still wait for an answer."""

    matters: list[Became]
    waiting: int


def raised(body: Body, today: datetime.date) -> Raised:
    """Return what a body raised. What nobody answered yet is counted and not shown: nobody has read it for the public."""
    every = raised_by([body]).filter(is_locked=False, forgotten_on=None)
    answered = list(
        every.filter(responded_on__isnull=False)
        .prefetch_related("points")
        .order_by("-received_on", "pk")[:MOST]
    )
    reached = walk.led_to(Feedback, [each.pk for each in answered])
    actions, requests = (_records(body, kind, reached.values()) for kind in (_ACTION, _REQUEST))
    matters = [
        Became(
            each.received_on,
            [point.text for point in each.points.all() if point.withdrawn_on is None],
            each.responded_on,
            each.response,
            sorted(
                {
                    type(requests[pk]).spec.note(requests[pk])
                    for pk in reached[each.pk].get(_REQUEST, ())
                    if pk in requests
                }
                - {""}
            ),
            [
                (str(actions[pk]), states_of(actions[pk], today))
                for pk in sorted(reached[each.pk].get(_ACTION, ()))
                if pk in actions
            ],
        )
        for each in answered
    ]
    return Raised(matters, every.filter(responded_on=None, wants_reply=True).count())


def _records(body: Body, kind: str, reached: Iterable[walk.Reached]) -> dict[uuid.UUID, Any]:
    """Return the records of a kind that were reached, by their keys, without what is withdrawn."""
    keys = {pk for found in reached for pk in found.get(kind, ())}
    records = record_types()[kind]._default_manager
    return {each.pk: each for each in records.filter(council=body.council_id, pk__in=keys, withdrawn_on=None)}
