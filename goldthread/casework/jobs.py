"""Loads what casework does when feedback changes and what its links are for, in every process, and what it does each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.casework import following
from goldthread.casework.following_clocks import follow_clocks
from goldthread.casework.parts import links as links_of_parts
from goldthread.casework.put_right import links as links_of_put_right
from goldthread.casework.questions import links as links_of_questions
from goldthread.council.database import tenant
from goldthread.council.models import Council

__all__ = ["following", "links_of_parts", "links_of_put_right", "links_of_questions"]


# Before people are told of what is due.
@app.periodic(cron="20 4 * * *", periodic_id="follow_clocks_every_night")
@app.task(name="goldthread.casework.follow_clocks", pass_context=False)
def follow_clocks_every_night(timestamp: int = 0) -> None:
    """Have due dates follow their clocks in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            follow_clocks(council.pk)
