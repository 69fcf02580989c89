"""How a pilot stands: its state, whether it may begin, and whether it may be called shown to work.

Plain rules on plain values, so that a table can hold them; the models and commands of this room read them here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db.models import Q

SOON = datetime.timedelta(days=30)
"""So long before its stop date a pilot is due to be decided."""

SPREAD_SHOWN, SPREAD, ADAPT, STOP, NOT_SHOWN = "spread_shown", "spread", "adapt", "stop", "not_shown"

OUTCOMES: Mapping[str, str] = {
    SPREAD_SHOWN: "Spread: shown to work",
    SPREAD: "Spread: benefit not shown",
    ADAPT: "Adapt",
    STOP: "Stop",
    NOT_SHOWN: "Benefit not yet shown",
}
"""What can be decided about a pilot."""

WHAT_OUTCOMES_MEAN: Mapping[str, str] = {
    SPREAD_SHOWN: "Others do it too. Its measure was agreed before the start, and the latest result is that it improved with it.",
    SPREAD: "Others do it too, for another reason. Wherever it is cited it says that no benefit is shown.",
    ADAPT: "It is changed and tried again.",
    STOP: "It ends, and why is kept where others look before they try the same.",
    NOT_SHOWN: "It may help, and nothing shows it yet. Wherever it is cited it says so.",
}
"""What each decision says, in a line."""

GOES_ON = frozenset({ADAPT, NOT_SHOWN})
"""Decisions after which a pilot can go on, to a new stop date."""

IDEA, EXPLORING, TRYING, DUE = "idea", "exploring", "trying", "due"

STATES: Mapping[str, str] = {
    IDEA: "Idea",
    EXPLORING: "Exploring",
    TRYING: "Trying",
    DUE: "Due to decide",
    SPREAD: "Spread",
    ADAPT: "Adapt",
    NOT_SHOWN: "Benefit not yet shown",
    STOP: "Stopped",
}
"""Each pilot stands in exactly one of these."""

OVERDUE = "overdue"
"""Not a state of its own: past its stop date and not decided."""

STAGES = ("Idea", "Exploring", "Trying", "Decided")
"""The way of a pilot, of which each state is a place."""

_STAGE_OF = {IDEA: 0, EXPLORING: 1, TRYING: 2, DUE: 2}


def stage_of(state: str) -> int:
    """Return how far along its way a pilot in a state is: the place in `STAGES`."""
    return _STAGE_OF.get(state, 3)


def state_of(
    *,
    explored_on: datetime.date | None,
    started_on: datetime.date | None,
    stop_on: datetime.date | None,
    outcome: str,
    today: datetime.date,
) -> str:
    """Return the state of a pilot on a day; `of_state` is the same as a condition."""
    if outcome:
        return SPREAD if outcome == SPREAD_SHOWN else outcome
    if started_on is not None:
        return DUE if stop_on is not None and stop_on <= today + SOON else TRYING
    return EXPLORING if explored_on is not None else IDEA


def of_state(state: str, today: datetime.date) -> Q:
    """Return the condition that a pilot is in a state on a day, or overdue."""
    undecided, begun = Q(outcome=""), Q(started_on__isnull=False)
    due = Q(stop_on__lte=today + SOON)
    return {
        IDEA: Q(undecided, started_on=None, explored_on=None),
        EXPLORING: Q(undecided, started_on=None, explored_on__isnull=False),
        TRYING: Q(undecided, begun) & (Q(stop_on=None) | Q(stop_on__gt=today + SOON)),
        DUE: Q(undecided, begun, due),
        SPREAD: Q(outcome__in=(SPREAD, SPREAD_SHOWN)),
        ADAPT: Q(outcome=ADAPT),
        NOT_SHOWN: Q(outcome=NOT_SHOWN),
        STOP: Q(outcome=STOP),
        OVERDUE: Q(begun, ended_on=None, stop_on__lt=today),
    }[state]


def why_not_start(
    *,
    prediction: str,
    personal_data: str,
    dpia_on: datetime.date | None,
    no_dpia_because: str,
    started_on: datetime.date,
) -> str:
    """Return why a pilot may not begin on a day, in words fit to show; "" where it may."""
    if not prediction.strip():
        return "Write what you predict before it begins: what will be seen, and how much of it."
    if not personal_data:
        return "Say first whether it uses data about people."
    if personal_data == "no" or no_dpia_because.strip():
        return ""
    if dpia_on is None:
        return "It uses data about people. Record its data protection impact assessment, or why none is needed, before it begins."
    if dpia_on > started_on:
        return "Its data protection impact assessment was done after that day. Begin later, or give the reason under Correct details."
    return ""


def why_not_shown(
    *, started_on: datetime.date | None, agreed_on: datetime.date | None, has_result: bool, improved: bool
) -> str:
    """Return why a pilot may not be called shown to work, in words fit to show; "" where it may.

    agreed_on: when its measure was agreed, None where none was. has_result: whether a review of it was made. improved:
    whether the latest result is that it improved and that this came with the pilot, by today's rule.
    """
    if agreed_on is None:
        return "No measure was agreed for it, so nothing can show that it worked."
    if started_on is None or agreed_on > started_on:
        return "Its measure was not agreed before it began, so it cannot show that it worked."
    if not has_result:
        return "No review of its measure has been made yet, so there is no result."
    return "" if improved else "The latest result of its measure does not show that it worked."
