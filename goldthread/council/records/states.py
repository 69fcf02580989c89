"""States of a record as tags: what its type states of it on a day, on every page and in every file that cites it.

A type states its own beside its fields, `RecordType.states`. What is done, what is embedded and what is shown to work
are three states, and only the last says that something changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

# What a state may show beside its words. A claim of change needs the first, a claim of "every" or "all" the second.
IMPROVED = "improved"
COUNT = "count"


@dataclass(frozen=True)
class State:
    """One state of a record: the words of its tag, how the tag looks, and what it shows.

    kind: a state of `ui.status`, such as "improved", or a colour of `ui.tag`. shows: IMPROVED, COUNT, or "" for what
    shows neither.
    """

    text: str
    kind: str = "grey"
    shows: str = ""


# Given a record and the day on which somebody looks at it.
StatesOf = Callable[[Any, datetime.date], Iterable[State]]


def states_of(record: Any, today: datetime.date) -> tuple[State, ...]:
    """Return what the type of a record states of it on a day, the most telling first; () where it states nothing."""
    return tuple(record.spec.states(record, today))


def shows(states: Iterable[State], what: str) -> bool:
    """Return whether any of these states shows IMPROVED or COUNT."""
    return any(state.shows == what for state in states)
