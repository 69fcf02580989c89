"""Commands on changes of counting: recording one; it is withdrawn, with the reason, by the kit."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.dates import month_start
from goldthread.impact.counting_changes.models import CountingChange
from goldthread.impact.models import Measure


@command("impact.measure")
def record_counting_change(
    *,
    by: Person,
    measure: Measure,
    month: datetime.date,
    title: str,
    because: str,
    today: datetime.date,
) -> CountingChange:
    """Record a change of counting: from which month a measure is counted otherwise, what changed and why.

    A result that was made before stays as it was made; what the rule says of its readings now stands beside it.
    """
    saving.lock(measure)
    month = month_start(month)
    if month > today:
        raise Refused("Enter a month that has begun.", field="month")
    first = measure.readings.order_by("month").first()
    if first is not None and month <= first.month:
        raise Refused(
            f"The first reading is for {first.month:%B %Y}. Enter a later month: nothing was counted before it.",
            field="month",
        )
    if measure.counting_changes.counted().filter(month=month).exists():
        raise Refused(
            f"A change of counting is recorded for {month:%B %Y} already. Withdraw that one first.",
            field="month",
        )
    saving.needs_explanation(title, "Enter what is counted otherwise", field="title")
    saving.needs_explanation(because, "Enter why", field="because")
    change = CountingChange(
        council=by.council,
        measure=measure,
        month=month,
        title=title,
        reason=because,
        recorded_by=by,
        recorded_on=today,
    )
    saving.add(change, based_on=[measure])
    CountingChange.spec.recounted(by, change)
    return change
