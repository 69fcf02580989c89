"""The job that e-mails letters, and the clock that asks for it."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.casework.letters import e_mailing
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.people.clock import clock_of


@job(e_mailing.SEND_LETTERS, whole=False)
def send_letters(*, by: Person) -> None:
    """E-mail the letters that wait in one council, as Goldthread itself: whoever sent one may have left."""
    with tenant.inside(by.council_id):
        clock = clock_of(by.council_id)
    e_mailing.send_due(clock)


@app.periodic(cron="* * * * *", periodic_id="e_mail_letters_that_wait")
@app.task(name="goldthread.casework.letters_every_minute", pass_context=False)
def every_minute(timestamp: int = 0) -> None:
    """Ask for the job in every council in which a letter waits."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            if e_mailing.is_due(council.pk, timezone.now()):
                e_mailing.ask_to_send(clock_of(council.pk))
