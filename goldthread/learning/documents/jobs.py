"""Nightly job: search forgets for readers the stories whose consent ended; their pages are shut from the first minute."""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person
from goldthread.council.records import saving
from goldthread.learning.documents.models import Document

END_CONSENT = JobName("learning.documents.end_consent")
# So many days back, should a night have been missed.
_BACK = datetime.timedelta(days=7)


@job(END_CONSENT)
def index_without_consent(*, by: Person) -> None:
    """Index again the documents of one council whose consent ended lately; run twice, it changes nothing."""
    today = timezone.localdate()
    ended = Document.objects.filter(
        council=by.council, consent_until__lt=today, consent_until__gte=today - _BACK
    )
    for document in ended.order_by("pk"):
        saving.index(document)


@app.periodic(cron="1 0 * * *", periodic_id="end_consent_every_night")
@app.task(name="goldthread.learning.documents.every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Queue the nightly job of every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                jobs.ask(END_CONSENT, by=clock, once=f"{END_CONSENT}.{council.pk}")
