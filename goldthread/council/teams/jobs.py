"""The job that makes the team changes whose day has come, and the clock that asks for it."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person
from goldthread.council.teams import planned

CHANGE_TEAMS = JobName("council.change_teams")


@job(CHANGE_TEAMS, whole=False)
def change_teams(*, by: Person, today: str = "") -> None:
    """Make the changes of one council's teams whose day has come."""
    day = datetime.date.fromisoformat(today) if today else timezone.localdate()
    planned.carry_out(by.council_id, by, day)


# Once the day has begun in London, in summer too, and again in case the server was off.
@app.periodic(cron="10 0-6 * * *", periodic_id="change_teams")
@app.task(name="goldthread.council.change_teams_every_night", pass_context=False)
def every_night(timestamp: int = 0) -> None:
    """Ask for the job in every council that has such a change."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            due = planned.PlannedTeamChange.objects.filter(council=council, on__lte=timezone.localdate())
            if clock is not None and due.exists():
                jobs.ask(CHANGE_TEAMS, by=clock, once=f"{CHANGE_TEAMS}.{council.pk}")
