"""Who covers for whom today, and which updates are asked for."""

from __future__ import annotations

import datetime
import uuid

from django.db.models import QuerySet

from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.work.models import HandOver, UpdateAsked


def holding(council_id: uuid.UUID) -> QuerySet[HandOver]:
    """Return what is handed over at a council, now or later, to people who are still there."""
    return HandOver.objects.filter(council=council_id, ended_on=None, to__is_active=True)


def _now(council_id: uuid.UUID, today: datetime.date) -> QuerySet[HandOver]:
    return holding(council_id).filter(from_on__lte=today, until_on__gte=today)


def covered_by(person: Person, today: datetime.date) -> QuerySet[HandOver]:
    """Return whose work is in somebody's hands on a day."""
    return _now(person.council_id, today).filter(to=person)


def cover_of(owner: Person, today: datetime.date) -> HandOver | None:
    """Return in whose hands somebody's work is on a day, None where it is in their own."""
    return _now(owner.council_id, today).filter(person=owner).select_related("to").first()


def hand_overs_of(person: Person, today: datetime.date) -> QuerySet[HandOver]:
    """Return the handing over of somebody's work that holds or is yet to come, the earliest first."""
    rows = holding(person.council_id).filter(person=person, until_on__gte=today)
    return rows.select_related("to").order_by("from_on")


def updates_asked(record: Record) -> QuerySet[UpdateAsked]:
    """Return the updates on a record that were asked for and have not come, the oldest first."""
    rows = UpdateAsked.objects.filter(council=record.council_id, origin_id=record.pk, answered_at=None)
    return rows.select_related("by").order_by("at")
