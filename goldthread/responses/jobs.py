"""Loads what is owed an answer by default and what the links of requests are for, in every process, and looks each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.council.people.clock import clock_of
from goldthread.responses import at_meetings, forgetting, links
from goldthread.responses.by_default import catch_up

__all__ = ["at_meetings", "forgetting", "links"]


@app.periodic(cron="10 4 * * *", periodic_id="requests_owed_by_default_every_night")
@app.task(name="goldthread.responses.catch_up", pass_context=False)
def catch_up_every_night(timestamp: int = 0) -> None:
    """Make the requests that are owed by default and missing, such as of what an earlier version received."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = clock_of(council.pk)
            catch_up(by=clock)
