"""The one announcement that issues (points) were added, changed, withdrawn or moved.

The rooms that read, suggest themes and count stand above; they do these two jobs, and read at once what is urgent.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from goldthread.council import jobs
from goldthread.council.jobs import JobName
from goldthread.council.models import Person

SUGGEST = JobName("themes.suggest")
RECOUNT = JobName("themes.recount")

# Takes the person and the points whose text was written.
Reader = Callable[[Person, Sequence[Any]], None]
_READERS: list[Reader] = []


def reads_at_once(function: Reader) -> Reader:
    """Have a function of a room above read every text in the transaction in which it is saved."""
    _READERS.append(function)
    return function


def points_changed(by: Person, *, written: Sequence[Any] = (), counted: Iterable[uuid.UUID] = ()) -> None:
    """Announce that a council's points changed, inside the command that changed them, once they are saved.

    `written`: the points whose text is new, which is read for harm before anybody can be told that it is saved; new
    words are read, and suggestions made. `counted`: the points whose themes are to be counted again, since they
    count now and did not before, or the other way, or in another month or team.
    """
    if written:
        for read in _READERS:
            read(by, written)
    jobs.ask(SUGGEST, by=by, once=f"{SUGGEST}.{by.council_id}")
    again = [str(pk) for pk in counted]
    if again:
        jobs.ask(RECOUNT, by=by, points=again)
