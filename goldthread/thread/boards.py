"""Issues from boards and forums: each owed an answer, listed until it is given, with what became of it.

A piece of feedback names its board (`extra["board"]`), and a board member's role names theirs (`Membership.board`);
`meetings/bodies/names.py` says which body both mean, and somebody who holds a seat by lived experience is a member too.
A name that means no body yet is compared without regard to capitals; what names no board is nobody's but the staff's.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from goldthread.briefings.models import Briefing
from goldthread.cell_text import plain
from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.council.records.spec import type_of
from goldthread.council.records.states import State, states_of
from goldthread.dates import day_in_words
from goldthread.feedback.clocks import RESPONSE_DUE
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure
from goldthread.meetings.bodies import names
from goldthread.thread.links import Link, link, visible

MOST = 100
_BOARD = "board_topic"
# What a matter can lead to, in the order in which it comes; a claim is the council's word about itself.
_OUTCOMES = ("lesson", "action", "measure", "briefing")


@dataclass(frozen=True)
class Outcome:
    """A record that came of a matter: its link, and its states as tags."""

    link: Link
    states: tuple[State, ...]


@dataclass(frozen=True)
class Matter:
    """One thing that a board raised: its words, its state, the answer, and what came of it as far as a person may see."""

    feedback: Feedback
    board: str
    texts: list[str]
    state: State
    outcomes: list[Outcome]


def raised(person: Person) -> QuerySet[Feedback]:
    """Return what boards and forums raised, as far as somebody who answers may read it."""
    return Feedback.objects.visible_to(person).filter(source=_BOARD)


def raised_by_own(person: Person) -> QuerySet[Feedback]:
    """Return what a board member's own boards raised, and nothing else; none where no board is named."""
    own = Q(pk__in=())
    for board in names.boards_of(person):
        own |= Q(extra__board__iexact=board)
    matters = Feedback.objects.counted().filter(council_id=person.council_id, source=_BOARD)
    return matters.filter(own, is_locked=False, forgotten_on=None)


def boards_of(person: Person) -> list[str]:
    """Return the boards of which somebody is a member, by name; one that has no record yet as their role names it."""
    bodies = names.bodies_of(person)
    known = {plain(name) for body in bodies for name in names.names_of(body)}
    return sorted(
        {body.name for body in bodies} | {name for name in names.named(person) if plain(name) not in known}
    )


def matters(
    person: Person, feedback: QuerySet[Feedback], today: datetime.date, *, most: int = MOST
) -> list[Matter]:
    """Return matters with what became of them: first those awaiting an answer, the longest waiting first."""
    order = (F("responded_on").asc(nulls_first=True), "received_on", "pk")
    listed = list(feedback.select_related("team").prefetch_related("points").order_by(*order)[:most])
    reached = walk.led_to(Feedback, [each.pk for each in listed])
    outcomes = _outcomes(person, reached.values(), today)
    return [
        Matter(
            each,
            str(each.extra.get("board", "")),
            [point.text for point in each.points.all() if point.withdrawn_on is None],
            state_of(each, today),
            [
                outcomes[pk]
                for kind in _OUTCOMES
                for pk in sorted(reached[each.pk].get(kind, ()))
                if pk in outcomes
            ],
        )
        for each in listed
    ]


def state_of(feedback: Feedback, today: datetime.date) -> State:
    """Return whether an answer is awaited, and for how long."""
    if feedback.responded_on:
        return State(f"Answered {day_in_words(feedback.responded_on)}", "done")
    if not feedback.wants_reply:
        return State("No answer owed", "grey")
    if feedback.received_on < today - RESPONSE_DUE:
        late = (today - feedback.received_on - RESPONSE_DUE).days
        return State(f"Answer overdue by {late} {'day' if late == 1 else 'days'}", "overdue")
    return State("Awaiting answer", "open")


def _outcomes(person: Person, reached: Iterable[walk.Reached], today: datetime.date) -> dict:
    keys: dict[str, set] = {kind: set() for kind in _OUTCOMES}
    for each in reached:
        for kind in _OUTCOMES:
            keys[kind] |= each.get(kind, set())
    return {
        record.pk: Outcome(link(record), _states(record, today))
        for kind in _OUTCOMES
        if keys[kind]
        for record in visible(person, type_of(kind)).filter(pk__in=keys[kind])
        # A draft is for those who write briefings.
        if not isinstance(record, Briefing) or record.sent_on or person.may("briefings.write")
    }


def _states(record: Any, today: datetime.date) -> tuple[State, ...]:
    """Return the states of what came of a matter; of a measure its result, without readings that may be small numbers."""
    if not isinstance(record, Measure):
        return states_of(record, today)
    return record.result_states
