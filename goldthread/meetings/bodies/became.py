"""What became of what a body raised, for a page that anybody may read: answered matters, and the actions they led to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldthread.council.records import walk
from goldthread.council.records.spec import record_types
from goldthread.council.records.states import State, states_of
from goldthread.feedback.models import Feedback
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.names import raised_by

MOST = 30
_ACTION = "action"


@dataclass(frozen=True)
class Became:
    """One matter: what was raised, with names hidden, the answer, and each action with its states."""

    raised_on: datetime.date
    texts: list[str]
    answered_on: datetime.date
    answer: str
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
    keys = {pk for found in reached.values() for pk in found.get(_ACTION, ())}
    actions = {
        each.pk: each
        for each in record_types()[_ACTION]
        ._default_manager.filter(council=body.council_id, pk__in=keys, withdrawn_on=None)
        .order_by("pk")
    }
    matters = [
        Became(
            each.received_on,
            [point.text for point in each.points.all() if point.withdrawn_on is None],
            each.responded_on,
            each.response,
            [
                (str(actions[pk]), states_of(actions[pk], today))
                for pk in sorted(reached[each.pk].get(_ACTION, ()))
                if pk in actions
            ],
        )
        for each in answered
    ]
    return Raised(matters, every.filter(responded_on=None, wants_reply=True).count())
