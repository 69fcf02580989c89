"""The job that sends a council's e-mail, and the clock that asks for it where something is due."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.notifications import email_settings, sending


@job(email_settings.SEND_EMAIL, whole=False)
def send_email(*, by: Person, now: str = "") -> None:
    """Make and send what is due in one council."""
    sending.send_due(by.council_id, datetime.datetime.fromisoformat(now) if now else None)


@app.periodic(cron="* * * * *", periodic_id="send_email_that_is_due")
@app.task(name="goldthread.council.email_every_minute", pass_context=False)
def every_minute(timestamp: int = 0) -> None:
    """Ask for the job in every council that has something to send: what could not be sent, and the day's digests."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            email = email_settings.of_council(council.pk)
            if email is not None and email.is_on and sending.is_due(email, timezone.now()):
                email_settings.ask_to_send(Person.objects.get(council=council, is_system=True))
