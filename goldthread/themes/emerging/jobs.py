"""Background job that finds emerging topics: every night, and whenever a person asks."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.themes.emerging.topic_detection import detect_topics
from goldthread.themes.job_names import FIND_TOPICS


def request_topics(by: Person) -> None:
    """Ask for a run, unless one waits already."""
    jobs.ask(FIND_TOPICS, by=by, once=f"{FIND_TOPICS}.{by.council_id}")


@job(FIND_TOPICS)
def find_topics(*, by: Person, today: str = "") -> None:
    """Find one council's emerging topics; run again on the same points, it changes nothing."""
    detect_topics(by.council, today=datetime.date.fromisoformat(today) if today else timezone.localdate())


@app.periodic(cron="15 3 * * *", periodic_id="find_topics_every_night")
@app.task(name="goldthread.themes.find_topics_every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Ask for a run in every council, after the night's training."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                request_topics(clock)
