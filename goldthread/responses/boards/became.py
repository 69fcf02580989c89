"""What became of what a body raised, in feedback and at its meetings, for a page that anybody may read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from goldthread.council.records import walk
from goldthread.council.records.states import State, states_of
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Action
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.names import raised_by
from goldthread.meetings.meetings.models import Meeting
from goldthread.responses.models import Ask, AskQuerySet

MOST = 30
_ACTION, _REQUEST, _MEETING = "action", "ask", "meeting"


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
    feedback = raised_by([body]).filter(is_locked=False, forgotten_on=None)
    at_meetings = _asked_at_meetings(body)
    matters = [*_of_feedback(feedback, today), *_of_meetings(at_meetings, today)]
    matters.sort(key=lambda matter: (matter.raised_on, matter.answered_on, matter.texts), reverse=True)
    waiting = feedback.filter(responded_on=None, wants_reply=True).count() + at_meetings.owed().count()
    return Raised(matters[:MOST], waiting)


def _asked_at_meetings(body: Body) -> AskQuerySet:
    """Return what was asked for at a body's meetings, without those of kinds that keep no words."""
    meetings = [
        each.pk
        for each in Meeting.objects.counted().filter(council=body.council_id, body=body)
        if not each.of_kind.themes_only
    ]
    return Ask.objects.counted().filter(
        council=body.council_id,
        point__origin=_MEETING,
        point__origin_id__in=meetings,
        point__is_locked=False,
        point__forgotten_on=None,
    )


def _of_feedback(feedback: QuerySet[Feedback], today: datetime.date) -> list[Became]:
    answered = list(
        feedback.filter(responded_on__isnull=False)
        .prefetch_related("points")
        .order_by("-received_on", "pk")[:MOST]
    )
    reached = walk.led_to(Feedback, [each.pk for each in answered])
    keys = {
        kind: {pk for found in reached.values() for pk in found.get(kind, ())} for kind in (_ACTION, _REQUEST)
    }
    actions = Action.objects.filter(withdrawn_on=None).in_bulk(keys[_ACTION])
    asks = Ask.objects.counted().in_bulk(keys[_REQUEST])
    return [
        Became(
            each.received_on,
            [point.text for point in each.points.all() if point.withdrawn_on is None],
            each.responded_on,
            each.response,
            sorted(
                {asks[pk].outcome_words for pk in reached[each.pk].get(_REQUEST, ()) if pk in asks} - {""}
            ),
            [
                (str(actions[pk]), states_of(actions[pk], today))
                for pk in sorted(reached[each.pk].get(_ACTION, ()))
                if pk in actions
            ],
        )
        for each in answered
    ]


def _of_meetings(asks: AskQuerySet, today: datetime.date) -> list[Became]:
    answered = asks.filter(answered_on__isnull=False).select_related("point", "action")
    return [
        Became(
            ask.asked_on,
            [ask.point.text],
            ask.answered_on,
            ask.answer,
            [ask.outcome_words] if ask.outcome_words else [],
            [(str(ask.action), states_of(ask.action, today))]
            if ask.action is not None and ask.action.withdrawn_on is None
            else [],
        )
        for ask in answered.order_by("-asked_on", "pk")[:MOST]
    ]
