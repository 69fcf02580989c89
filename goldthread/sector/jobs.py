"""The job of the shelf: themes suggested for passages, when reports are added and each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.sector.coding.suggesting import suggest_unread
from goldthread.sector.job_names import SUGGEST_THEMES


@job(SUGGEST_THEMES, whole=False)
def suggest_themes(*, by: Person) -> None:
    """Suggest themes for the passages that no model has read."""
    suggest_unread(by.council)


@app.periodic(cron="40 4 * * *", periodic_id="themes_of_published_reports_every_night")
@app.task(name="goldthread.sector.suggest_every_night", pass_context=False)
def suggest_every_night(timestamp: int = 0) -> None:
    """Suggest themes for passages that were added before their council had a model."""
    for council in Council.objects.all():
        suggest_unread(council)
