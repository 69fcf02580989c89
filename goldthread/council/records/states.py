"""States of a record as tags: what its type states of it on a day, on every page and in every file that cites it.

A type states its own beside its fields, `RecordType.states`. What is done, what is embedded and what is shown to work
are three states, and only the last says that something changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# What a state may show beside its words. A claim of change needs the first, a claim of "none" a count, and a claim of
# "every", "all" or a share a count of so many of so many: how often something happened says nothing of all.
IMPROVED = "improved"
# A result of improved that today's rule would not give: it shows no change, and whoever cites it is told.
NOT_HELD = "improved, not by today's rule"
COUNT = "count"
SHARE = "share"


@dataclass(frozen=True)
class State:
    """One state of a record: the words of its tag, how the tag looks, and what it shows.

    kind: a state of `ui.status`, such as "improved", or a colour of `ui.tag`. shows: IMPROVED, NOT_HELD, COUNT, SHARE,
    or "" for what shows none of them. share: of a SHARE whose numbers are known, so many and of how many. withheld: its numbers
    are small, and `text` does not give them.
    """

    text: str
    kind: str = "grey"
    shows: str = ""
    share: tuple[int, int] | None = None
    withheld: bool = False


# Given a record and the day on which somebody looks at it.
StatesOf = Callable[[Any, datetime.date], Iterable[State]]


def states_of(record: Any, today: datetime.date) -> tuple[State, ...]:
    """Return what the type of a record states of it on a day, the most telling first; () where it states nothing."""
    return tuple(record.spec.states(record, today))


def shows(states: Iterable[State], what: str) -> bool:
    """Return whether any of these states shows IMPROVED, NOT_HELD, COUNT or SHARE; a share is a count too."""
    wanted = {what, SHARE} if what == COUNT else {what}
    return any(state.shows in wanted for state in states)


def share_of(part: Decimal | int | None, whole: Decimal | int | None) -> tuple[int, int] | None:
    """Return so many and of how many as whole numbers; None where they are not both, or are not part and whole."""
    if part is None or whole is None or part % 1 or whole % 1 or not 0 <= part <= whole or not whole:
        return None
    return int(part), int(whole)
