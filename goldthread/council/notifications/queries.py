"""What a person is told of: the notifications of one page, each with its link where they may still open the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from goldthread.council.header import counted_in_header
from goldthread.council.models import Person
from goldthread.council.notifications.kinds import KINDS
from goldthread.council.notifications.models import Notification, SentEmail
from goldthread.council.notifications.opening import opened_by


@dataclass(frozen=True)
class Told:
    """A notification as it is shown; `href` is "" where the record can no longer be opened by this person."""

    notification: Notification
    text: str
    href: str
    by: str


def notifications_of(person: Person) -> QuerySet[Notification]:
    """Return what somebody is told of, and nobody else's."""
    return Notification.objects.visible_to(person).filter(person=person)


@counted_in_header("notifications")
def unread(person: Person) -> QuerySet[Notification]:
    """Return what somebody has not read."""
    return notifications_of(person).filter(read_at=None)


def shown(person: Person, notifications: Sequence[Notification]) -> list[Told]:
    """Return notifications as they are shown: one query for each type of record, however many there are."""
    opened = opened_by(person, notifications)
    return [_told(each, each.pk in opened) for each in notifications]


def _told(each: Notification, may_open: bool) -> Told:
    kind = KINDS[each.kind]
    if not may_open:
        return Told(each, "About a record that you can no longer open", "", "")
    by = each.by.name if each.by is not None and kind.by_whom else ""
    return Told(each, str(each), reverse("open_notification", args=[each.pk]), by)


def tests_of(person: Person) -> list[SentEmail]:
    """Return the last test messages that somebody asked for."""
    tests = SentEmail.objects.visible_to(person).filter(person=person, purpose=SentEmail.Purpose.TEST)
    return list(tests.order_by("-created_at")[:3])
