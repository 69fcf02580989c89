"""The one announcement that issues (points) were added, changed, withdrawn or moved.

The room that suggests themes and counts them stands above; it does these two jobs.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from goldthread.council import jobs
from goldthread.council.jobs import JobName
from goldthread.council.models import Person

SUGGEST = JobName("themes.suggest")
RECOUNT = JobName("themes.recount")


def points_changed(by: Person, *, counted: Iterable[uuid.UUID] = ()) -> None:
    """Announce that a council's points changed, inside the command that changed them.

    New words are read, and suggestions made. `counted`: the points whose themes are to be counted again, since they
    count now and did not before, or the other way, or in another month or team.
    """
    jobs.ask(SUGGEST, by=by, once=f"{SUGGEST}.{by.council_id}")
    again = [str(pk) for pk in counted]
    if again:
        jobs.ask(RECOUNT, by=by, points=again)
