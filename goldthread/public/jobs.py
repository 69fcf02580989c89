"""What the public forms do by the clock: what must follow each, and old forms that were never sent are deleted."""

from __future__ import annotations

import uuid

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.people.clock import clock_of
from goldthread.public import confirming, follow_ups, forgetting, links
from goldthread.public.confirming import SEND_CODE
from goldthread.public.sending import FOLLOW_UP, ask_to_follow_up

# `links` is loaded so that the page of links knows what it is for, in every process.
__all__ = ["links"]


@job(FOLLOW_UP, whole=False)
def follow_up(*, by: Person, submission_id: str) -> None:
    """Do what must follow one form."""
    follow_ups.follow_up(by, uuid.UUID(submission_id))


@job(SEND_CODE, whole=False)
def send_code(*, by: Person, draft_id: str) -> None:
    """E-mail the code of one form."""
    confirming.send_code(by, uuid.UUID(draft_id))


@app.periodic(cron="* * * * *", periodic_id="follow_up_public_forms")
@app.task(name="goldthread.public.every_minute", pass_context=False)
def every_minute(timestamp: int = 0) -> None:
    """Ask again for what waits, in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            waiting = follow_ups.due(council.pk, timezone.now())
            if waiting:
                clock = clock_of(council.pk)
                for submission in waiting:
                    ask_to_follow_up(clock, submission)


@app.periodic(cron="35 3 * * *", periodic_id="delete_public_forms_never_sent")
@app.task(name="goldthread.public.every_night", pass_context=False)
def every_night(timestamp: int = 0) -> None:
    """Delete what nobody went on with, in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            forgetting.delete_due(council.pk, timezone.now())
