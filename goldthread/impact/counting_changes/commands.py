"""Commands on changes of counting: recording and correcting one; it is withdrawn, with the reason, by the kit."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
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
    _check(measure, month, title, because, today)
    change = CountingChange(
        council=by.council,
        measure=measure,
        month=month,
        title=title,
        because=because,
        recorded_by=by,
        recorded_on=today,
    )
    saving.add(change, based_on=[measure])
    CountingChange.spec.recounted(by, change)
    return change


@command("impact.measure", trail=people_named.reason_about("change"))
def edit_counting_change(
    *,
    by: Person,
    change: CountingChange,
    version: int,
    reason: str,
    month: datetime.date,
    title: str,
    because: str,
    today: datetime.date,
) -> CountingChange:
    """Correct a change of counting: with the reason."""
    saving.lock(change.measure)
    month = month_start(month)
    _check(change.measure, month, title, because, today, but=change)
    saving.needs_reason(reason)
    change = saving.change(change, version=version, month=month, title=title, because=because)
    CountingChange.spec.recounted(by, change)
    return change


def _check(
    measure: Measure,
    month: datetime.date,
    title: str,
    because: str,
    today: datetime.date,
    *,
    but: CountingChange | None = None,
) -> None:
    """Refuse a month without readings before it or with another change, and words that explain nothing."""
    if month > today:
        raise Refused("Enter a month that has begun.", field="month")
    first = measure.readings.order_by("month").first()
    if first is not None and month <= first.month:
        raise Refused(
            f"The first reading is for {first.month:%B %Y}. Enter a later month: nothing was counted before it.",
            field="month",
        )
    others = measure.counting_changes.counted().exclude(pk=but.pk if but else None)
    if others.filter(month=month).exists():
        raise Refused(
            f"A change of counting is recorded for {month:%B %Y} already. Withdraw that one first.",
            field="month",
        )
    saving.needs_explanation(title, "Enter what is counted otherwise", field="title")
    saving.needs_explanation(because, "Enter why", field="because")
