"""Loads what links of reviews are for, in every process, and looks each night for what may have happened again."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person
from goldthread.reviews.again.looking import findings_to_ask, look_again
from goldthread.reviews.agencies import links as links_of_agencies

__all__ = ["links_of_agencies"]

LOOK_AGAIN = JobName("reviews.look_again")


@job(LOOK_AGAIN, whole=False)
def look(*, by: Person) -> None:
    """Look for what may have happened again, a finding at a time, for one council."""
    today = timezone.localdate()
    with tenant.inside(by.council_id):
        findings = findings_to_ask(by, today)
    for finding in findings:
        with tenant.inside(by.council_id):
            look_again(by=by, today=today, findings=[finding])


# After the night's coding and counting, before people are told of what is due.
@app.periodic(cron="50 3 * * *", periodic_id="look_again_every_night")
@app.task(name="goldthread.reviews.every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Queue the nightly look of every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                jobs.ask(LOOK_AGAIN, by=clock, once=f"{LOOK_AGAIN}.{council.pk}")
