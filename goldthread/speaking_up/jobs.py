"""What is done each night: matters whose time is over are deleted."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.council.people.clock import clock_of
from goldthread.speaking_up import access_asking, telling
from goldthread.speaking_up.commands import forget_over


@app.periodic(cron="20 4 * * *", periodic_id="delete_matters_told_in_confidence")
@app.task(name="goldthread.speaking_up.forget", pass_context=False)
def every_night(timestamp: int = 0) -> None:
    """Delete them in every council; no count of them is logged."""
    for council in Council.objects.order_by("pk"):
        with tenant.inside(council.pk):
            clock = clock_of(council.pk)
            forget_over(by=clock, today=timezone.localdate())


# Loaded with every start, of the web server, the worker and the command line: both listen for what happens elsewhere.
LISTENING = (access_asking, telling)
