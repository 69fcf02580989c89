"""The jobs that read mailboxes and folders, and the clock that asks for them."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.people.clock import clock_of
from goldthread.mailbox import following, polling, settings

__all__ = ["following"]


@job(settings.READ_MAILBOX, whole=False)
def read_mailbox(*, by: Person) -> None:
    """Read the mailbox and the folder of one council; Goldthread keeps what comes, whoever asked."""
    with tenant.inside(by.council_id):
        clock = clock_of(by.council_id)
    polling.read_all(clock)


@job(settings.TRY_MAILBOX, whole=False)
def try_mailbox(*, by: Person) -> None:
    """Sign in to the mailbox of one council and say what is there."""
    polling.try_out(by)


@app.periodic(cron="*/5 * * * *", periodic_id="read_mailboxes")
@app.task(name="goldthread.mailbox.every_five_minutes", pass_context=False)
def every_five_minutes(timestamp: int = 0) -> None:
    """Ask for the job in every council that has a mailbox, or a folder."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            due = polling.is_due(settings.of_council(council.pk), timezone.now())
            if due or polling.folder_of(council) is not None:
                settings.ask_to_read(clock_of(council.pk))
