"""Background jobs: points are counted again after a change of them, and quarterly totals are frozen every night."""

from __future__ import annotations

import datetime
import uuid

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.records.points import RECOUNT
from goldthread.feedback.models import Point
from goldthread.themes.coding.coding_decisions import update_search
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import recount
from goldthread.themes.counting.freezing import freeze_quarters

# What a coding repeats of its point, so that counting needs no join.
_OF_POINT = ("month", "source", "team", "speaker")


@app.periodic(cron="15 2 * * *", periodic_id="freeze_quarters_every_night")
@app.task(name="goldthread.themes.freeze_quarters", pass_context=False)
def freeze_every_night(timestamp: int) -> None:
    """Freeze the totals of each council's quarters that ended four weeks ago."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            freeze_quarters(council, today=timezone.localdate())


@job(RECOUNT)
def count_again(*, by: Person, points: list[str]) -> None:
    """Count each theme and month of some points again: those in which they counted, and those in which they do now."""
    codings = Coding.objects.filter(council=by.council, point__in=points)
    before = _themes_and_months(codings)
    codings.update(**{name: Subquery(_of_point(name)) for name in _OF_POINT})
    recount(by.council_id, before | _themes_and_months(codings))
    update_search(by.council_id, [uuid.UUID(point) for point in points])


def _of_point(name: str) -> QuerySet:
    return Point.objects.filter(pk=OuterRef("point_id")).values(name)


def _themes_and_months(codings: QuerySet[Coding]) -> set[tuple[uuid.UUID, datetime.date]]:
    return set(codings.filter(applies=True).values_list("theme_id", "month"))
