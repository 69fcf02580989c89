"""Background job that draws the monthly sample of texts that the screening did not raise."""

from __future__ import annotations

import datetime
import secrets

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.dates import last_whole_month
from goldthread.themes.job_names import DRAW_SAMPLE
from goldthread.themes.safeguarding import commands, safeguarding_screen
from goldthread.themes.safeguarding.models import SafeguardingSample

_SEED_BITS = 31


@job(DRAW_SAMPLE, whole=False)
def draw_sample(*, by: Person, today: str = "") -> None:
    """Draw the sample of the last whole month, unless it is drawn; whatever waits to be screened is screened first."""
    day = datetime.date.fromisoformat(today) if today else timezone.localdate()
    safeguarding_screen.screen_points(by.council)
    with tenant.inside(by.council_id):
        commands.draw_sample(by=by, month=last_whole_month(day), seed=secrets.randbits(_SEED_BITS))


# Every night, so that a machine that is off on the first of a month draws the sample on the next night it runs.
@app.periodic(cron="30 4 * * *", periodic_id="draw_safeguarding_sample")
@app.task(name="goldthread.themes.draw_samples", pass_context=False)
def every_night(timestamp: int) -> None:
    """Ask for last month's sample in every council that has none yet."""
    month = last_whole_month(timezone.localdate())
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            drawn = SafeguardingSample.objects.filter(council=council, month=month).exists()
            if clock is not None and not drawn:
                jobs.ask(DRAW_SAMPLE, by=clock, once=f"{DRAW_SAMPLE}.{council.pk}")
