"""Looking for what nobody has named: every night, and whenever a person asks."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.themes.emerging.finding import find_groups


def ask(by: Person) -> None:
    """Ask for a look, unless one waits already."""
    jobs.ask("themes.find_groups", by=by, once=f"themes.find_groups.{by.council_id}")


@job("themes.find_groups")
def find(*, by: Person, today: str = "") -> None:
    """Find the groups of one council anew; run again on the same points, it changes nothing."""
    find_groups(by.council, today=datetime.date.fromisoformat(today) if today else timezone.localdate())


@app.periodic(cron="15 3 * * *", periodic_id="find_groups_every_night")
@app.task(name="goldthread.themes.find_groups_every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Ask for a look in every council, after the night's learning."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                ask(clock)
