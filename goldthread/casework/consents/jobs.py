"""Consent by the clock: e-mails that wait, one reminder, and then a person's task."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.casework.consents import commands, e_mailing, links
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.people.clock import clock_of

# `links` is loaded so that the page of links knows what it is for, in every process.
__all__ = ["links"]


@job(e_mailing.SEND_CONSENTS, whole=False)
def send_consents(*, by: Person) -> None:
    """E-mail what waits in one council."""
    with tenant.inside(by.council_id):
        clock = clock_of(by.council_id)
    e_mailing.send_due(clock)


@app.periodic(cron="* * * * *", periodic_id="e_mail_consents_that_wait")
@app.task(name="goldthread.casework.consents_every_minute", pass_context=False)
def every_minute(timestamp: int = 0) -> None:
    """Ask for the job in every council in which one waits."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            if e_mailing.waiting(council.pk).exists():
                e_mailing.ask_to_send(clock_of(council.pk))


@app.periodic(cron="10 5 * * *", periodic_id="remind_of_consent_every_morning")
@app.task(name="goldthread.casework.consents_every_morning", pass_context=False)
def every_morning(timestamp: int = 0) -> None:
    """Remind once, and make a person's task of what was not answered after that."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            day = timezone.localdate()
            clock = clock_of(council.pk)
            for request in list(commands.due(council.pk, day)):
                commands.go_on(by=clock, consent=request, day=day)
