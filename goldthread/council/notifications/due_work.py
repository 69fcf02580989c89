"""Telling people of their work that is due soon or overdue: of each record once a week at most."""

from __future__ import annotations

import datetime
import uuid

from goldthread.council.models import Person
from goldthread.council.notifications.models import Notification
from goldthread.council.notifications.notifying import notify
from goldthread.council.records import due_dates, my_work
from goldthread.council.records.assignment import due_of
from goldthread.council.records.spec import kind_of

_AGAIN = datetime.timedelta(days=7)
_LOOKED_THROUGH = 500
MOST = 20
"""Nobody is told of more at once, the earliest due first: "My work" lists all of it."""


def tell_what_is_due(person: Person, clock: Person, now: datetime.datetime, today: datetime.date) -> int:
    """Tell somebody what of their work is due soon or overdue; returns of how many records they were told."""
    told = 0
    recent = Notification.objects.filter(
        council=person.council_id, person=person, kind__in=("due_soon", "overdue"), at__gt=now - _AGAIN
    )
    before: set[tuple[str, str, uuid.UUID]] = {*recent.values_list("kind", "origin", "origin_id")}
    for record in my_work.first(person, most=_LOOKED_THROUGH):
        # Said as its tag says it, so that whoever works Monday to Friday hears on Friday of what is due on Monday.
        kind = due_dates.state(due_of(record), today)
        if not kind or told == MOST:
            break
        if (kind, kind_of(record), record.pk) not in before:
            told += len(notify(by=clock, to=[person], kind=kind, record=record))
    return told
