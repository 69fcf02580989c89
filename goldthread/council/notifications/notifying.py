"""Telling people of something, marking it as read, and forgetting it.

No commands: they change no record, and a line for each would bury the audit log. What is told is in it already.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.notifications.choices import choices_of
from goldthread.council.notifications.kinds import KINDS, Delivery
from goldthread.council.notifications.models import Notification, SentEmail
from goldthread.council.notifications.opening import openable
from goldthread.council.records.retention import NOTIFICATION
from goldthread.council.records.spec import count_of, is_confidential, kind_of

KEPT = datetime.timedelta(days=NOTIFICATION.days or 0)


def notify(*, by: Person, to: Iterable[Person], kind: str, record: Model) -> list[Notification]:
    """Tell people of a record, in the transaction at hand; returns what was told, to whom.

    kind: one of `kinds.KINDS`; raises KeyError for any other. Nobody is told what they did themselves, nor of a record
    that they may not open, nor of a kind that they chose not to be told of. Told again of what somebody has not read yet, it stands in their list once, as new.
    """
    return _tell(by, to, kind, record, reference_of(record))


def notify_of_several(
    *, by: Person, to: Iterable[Person], kind: str, records: Sequence[Model], query: str
) -> list[Notification]:
    """Tell people once of many records of one type, never of each; of a single one as `notify` does.

    query: what narrows the list of the type to them, in its address.
    """
    if len(records) == 1:
        return notify(by=by, to=to, kind=kind, record=records[0])
    return _tell(by, to, kind, records[0], count_of(records[0].spec, len(records)), query)


def _tell(
    by: Person, to: Iterable[Person], kind: str, record: Any, reference: str, query: str = ""
) -> list[Notification]:
    KINDS[kind]
    if is_confidential(record):
        raise RuntimeError("A notification names its record, and a confidential one is named nowhere.")
    key, told, people = (kind_of(record), record.pk), [], list(dict.fromkeys(to))
    choices = choices_of(by.council_id, [person.pk for person in people])
    for person in people:
        if person == by or not person.is_active or person.is_system or person.council_id != by.council_id:
            continue
        if choices.get((person.pk, kind)) == Delivery.NONE or key not in openable(person, [key]):
            continue
        told.append(
            Notification.objects.update_or_create(
                council_id=by.council_id,
                person=person,
                kind=kind,
                origin=key[0],
                origin_id=record.pk,
                read_at=None,
                defaults={
                    "by": None if by.is_system else by,
                    "reference": reference,
                    "query": query,
                    "at": timezone.now(),
                    "email": None,
                },
            )[0]
        )
    return told


def reference_of(record: Model) -> str:
    """Return what a record is called without its words: its reference, or its type where it has no number."""
    return (getattr(record, "reference", "") or getattr(record.spec, "name", ""))[:60]


def mark_read(of: Person, *, pk: uuid.UUID | None = None, until: datetime.datetime | None = None) -> int:
    """Mark one of somebody's notifications as read, or all that came until a time; returns how many were unread."""
    unread = Notification.objects.visible_to(of).filter(person=of, read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    if until is not None:
        unread = unread.filter(at__lte=until)
    return unread.update(read_at=timezone.now())


def mark_done(record: Model, *kinds: str) -> None:
    """Mark as read, for everybody, what they were told of a record: it has been seen to, and no e-mail says it any more."""
    told = Notification.objects.filter(council_id=record.council_id, origin=kind_of(record), read_at=None)
    told.filter(origin_id=record.pk, kind__in=kinds, query="").update(read_at=timezone.now())


def emails_due(council_id: uuid.UUID, now: datetime.datetime) -> QuerySet[SentEmail]:
    """Return what a council sent so long ago that nothing of it is kept."""
    return SentEmail.objects.filter(council=council_id, created_at__lt=now - KEPT)


def due(council_id: uuid.UUID, now: datetime.datetime) -> QuerySet[Notification]:
    """Return a council's notifications whose time is over."""
    return Notification.objects.filter(council=council_id, at__lt=now - KEPT)
