"""What holds a review of a counted measure back: months whose points are not all here, or not all coded.

A month that is half coded looks low, and a verdict never moves once it is made. So it waits for people.
"""

from __future__ import annotations

import datetime

from django.db.models import Count, Min, Q

from goldthread.dates import add_months
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.impact.models import Measure
from goldthread.impact.verdict import Due
from goldthread.themes.coding.quotes import source_name

# One point in so many may wait: it cannot make a month look low, and a few are always left for later.
_FEW = 20
# A source that brought something in each of so many months before is expected in the next one too...
_REGULAR = 6
# ...and so many days after the month's end nobody waits for it any more: then nought means none.
_GRACE = datetime.timedelta(days=31)


def why_held(measure: Measure, due: Due, today: datetime.date) -> str:
    """Say in a sentence why a review that is due is not made yet; "" where nothing holds it back."""
    if measure.data_source != Measure.DataSource.COUNTED:
        return ""
    return _not_coded(measure, due) or _not_here(measure, due, today)


def _points(measure: Measure):
    points = Point.objects.filter(council_id=measure.council_id)
    return points.filter(source__in=measure.counted_sources) if measure.counted_sources else points


def _not_coded(measure: Measure, due: Due) -> str:
    began = measure.readings.aggregate(first=Min("month"))["first"]
    # Words that are locked will be readable again and count; words that were forgotten never will.
    months = (
        _points(measure)
        .filter(month__gte=began or due.closes, month__lte=due.closes)
        .exclude(feedback__forgotten_on__isnull=False)
        .order_by()
        .values_list("month")
        .annotate(heard=Count("pk"), waiting=Count("pk", filter=Q(coded_at__isnull=True)))
    )
    waiting = sum(waiting for _, heard, waiting in months if waiting * _FEW > heard)
    if not waiting:
        return ""
    wait = "1 point of its months waits" if waiting == 1 else f"{waiting:,} points of its months wait"
    return (
        f"{wait} for somebody to say what they are about, and may belong to it. The review is made when nearly all "
        f"of each month are coded, all but one in {_FEW}: a verdict never moves, so it is not made from half a count."
    )


def _not_here(measure: Measure, due: Due, today: datetime.date) -> str:
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
    heard = set(_points(measure).filter(month__gte=due.closes).values_list("source", flat=True).distinct())
    missing = sorted(source_name(source).lower() for source in regular - heard)
    if not missing:
        return ""
    until = add_months(due.closes, 1) + _GRACE
    return (
        f"Nothing of {due.closes:%B %Y} is here yet from: {', '.join(missing)}, which bring something every "
        f"month. The review is made when it comes, and on {until.day} {until:%B %Y} at the latest."
    )
