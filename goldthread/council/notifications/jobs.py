"""The jobs that tell of what is due and send e-mail, and the clock that asks for them."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person
from goldthread.council.notifications import due_work, email_settings, sending
from goldthread.council.people.clock import clock_of

TELL_WHAT_IS_DUE = JobName("council.tell_what_is_due")


@job(email_settings.SEND_EMAIL, whole=False)
def send_email(*, by: Person, now: str = "") -> None:
    """Make and send what is due in one council."""
    sending.send_due(by.council_id, datetime.datetime.fromisoformat(now) if now else None)


@job(TELL_WHAT_IS_DUE, whole=False)
def tell_what_is_due(*, by: Person, today: str = "") -> None:
    """Tell everybody at one council what of their work is due soon or overdue, a person at a time."""
    day = datetime.date.fromisoformat(today) if today else timezone.localdate()
    with tenant.inside(by.council_id):
        people = Person.objects.filter(council=by.council, is_active=True, is_system=False)
        people = list(people.select_related("council").prefetch_related("memberships").order_by("pk"))
    for person in people:
        with tenant.inside(by.council_id):
            due_work.tell_what_is_due(person, by, timezone.now(), day)


# Before the hour at which most councils will have their digests sent.
@app.periodic(cron="30 4 * * *", periodic_id="tell_what_is_due")
@app.task(name="goldthread.council.tell_what_is_due_every_night", pass_context=False)
def every_night(timestamp: int = 0) -> None:
    """Ask for the job in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                jobs.ask(TELL_WHAT_IS_DUE, by=clock, once=f"{TELL_WHAT_IS_DUE}.{council.pk}")


@app.periodic(cron="* * * * *", periodic_id="send_email_that_is_due")
@app.task(name="goldthread.council.email_every_minute", pass_context=False)
def every_minute(timestamp: int = 0) -> None:
    """Ask for the job in every council that has something to send: what could not be sent, and the day's digests."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            email = email_settings.of_council(council.pk)
            if email is not None and email.is_on and sending.is_due(email, timezone.now()):
                email_settings.ask_to_send(clock_of(council.pk))
