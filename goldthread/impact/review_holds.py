"""Reasons to hold a review of a counted measure: months whose issues have not all arrived, or are not all coded.

A month that is half coded looks low, and a result never changes once it is made. So the review waits.
"""

from __future__ import annotations

import datetime

from django.db.models import Count, Min, Q

from goldthread.dates import add_months, day_in_words
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.impact.models import Measure
from goldthread.impact.verdict import Due
from goldthread.themes.coding.quotes import source_name

# One point in so many may be uncoded: it cannot make a month look low, and a few are always left for later.
_FEW = 20
# A source with something in each of so many months before is expected in the next one too...
_REGULAR = 6
# ...until so many days after the end of the month: from then on 0 means none.
_GRACE = datetime.timedelta(days=31)


def hold_reason(measure: Measure, due: Due, today: datetime.date) -> str:
    """Return a sentence that says why a review that is due is held; "" where it is not."""
    if measure.data_source != Measure.DataSource.COUNTED:
        return ""
    return _uncoded(measure, due) or _not_received(measure, due, today)


def _points(measure: Measure):
    points = Point.objects.filter(council_id=measure.council_id)
    return points.filter(source__in=measure.counted_sources) if measure.counted_sources else points


def _uncoded(measure: Measure, due: Due) -> str:
    first = measure.readings.aggregate(first=Min("month"))["first"]
    # Locked feedback will be redacted and coded in the end; deleted feedback never will.
    months = (
        _points(measure)
        .filter(month__gte=first or due.closes, month__lte=due.closes)
        .filter(forgotten_on=None, withdrawn_on=None)
        .order_by()
        .values_list("month")
        .annotate(all=Count("pk"), uncoded=Count("pk", filter=Q(coded_at__isnull=True)))
    )
    uncoded = sum(uncoded for _, every, uncoded in months if uncoded * _FEW > every)
    if not uncoded:
        return ""
    issues = "1 issue from its months has" if uncoded == 1 else f"{uncoded:,} issues from its months have"
    return (
        f"{issues} not been coded yet. The review is made when no more than one issue in {_FEW} of any month is "
        "uncoded, because a result does not change once it is made."
    )


def _not_received(measure: Measure, due: Due, today: datetime.date) -> str:
    if today >= add_months(due.closes, 1) + _GRACE:
        return ""
    before = (
        _points(measure)
        .filter(month__gte=add_months(due.closes, -_REGULAR), month__lt=due.closes, source__in=SOURCES)
        .order_by()
        .values_list("source")
        .annotate(months=Count("month", distinct=True))
    )
    regular = {source for source, months in before if months == _REGULAR}
    received = set(_points(measure).filter(month__gte=due.closes).values_list("source", flat=True).distinct())
    missing = sorted(source_name(source).lower() for source in regular - received)
    if not missing:
        return ""
    until = add_months(due.closes, 1) + _GRACE
    return (
        f"Nothing for {due.closes:%B %Y} has been received yet from: {', '.join(missing)}, which usually come every "
        f"month. The review is made when it arrives, or on {day_in_words(until)} at the latest."
    )
