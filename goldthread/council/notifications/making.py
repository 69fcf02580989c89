"""Making the messages that are due: danger at once, digests once a day; each row is a message to one person."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.notifications.choices import choices_of
from goldthread.council.notifications.kinds import DANGER, Delivery
from goldthread.council.notifications.models import EmailSettings, Notification, SentEmail
from goldthread.council.notifications.opening import opened_by

DANGER_WITHIN = datetime.timedelta(days=1)
"""So long somebody is still sent a message about danger that could not be sent at once."""
DIGEST_WITHIN = datetime.timedelta(days=14)
"""What has been unread for longer is in no digest."""
# Of a message that was never sent, or may not have been, what it told of is told in the next.
_NOT_TOLD = Q(email=None) | Q(email__state__in=(SentEmail.State.FAILED, SentEmail.State.UNSURE))


def digest_is_due(email: EmailSettings, now: datetime.datetime) -> bool:
    """Return whether the day's digest has not been made and its hour has come, by the clock in London."""
    local = timezone.localtime(now)
    return local.hour >= email.hour and (email.digest_on is None or email.digest_on < local.date())


def weekly_is_due(email: EmailSettings, today: datetime.date) -> bool:
    """Return whether a weekly digest is due: none was made since the last of its day of the week, today included."""
    last = today - datetime.timedelta(days=(today.weekday() - email.weekday) % 7)
    return email.weekly_on is None or email.weekly_on < last


def make_danger(email: EmailSettings, now: datetime.datetime) -> list[SentEmail]:
    """Make a message to each person about the danger that they were told of and have not read; all of it in one."""
    since = max(now - DANGER_WITHIN, email.turned_on_at or now)
    told = _unread(email.council_id).filter(kind=DANGER, email=None, at__gte=since)
    return _made(email, told, SentEmail.Purpose.DANGER, now)


def make_digests(email: EmailSettings, now: datetime.datetime) -> list[SentEmail]:
    """Make the digests of a day, in the transaction at hand; made once, they are not made again."""
    today = timezone.localdate(now)
    weekly = weekly_is_due(email, today)
    told = list(_unread(email.council_id).filter(_NOT_TOLD, at__gte=now - DIGEST_WITHIN).exclude(kind=DANGER))
    choices = choices_of(email.council_id, {each.person_id for each in told})
    wanted = {Delivery.DAILY, Delivery.WEEKLY} if weekly else {Delivery.DAILY}
    made = _made(
        email,
        [each for each in told if choices.get((each.person_id, each.kind)) in wanted],
        SentEmail.Purpose.DIGEST,
        now,
    )
    email.digest_on = today
    if weekly:
        email.weekly_on = today
    email.save(update_fields=["digest_on", "weekly_on"])
    return made


def _unread(council_id: uuid.UUID) -> Iterable[Notification]:
    """Return what people who can sign in have not read, oldest first."""
    can_sign_in = {"person__is_active": True, "person__account__is_active": True}
    unread = Notification.objects.filter(council_id=council_id, read_at=None, **can_sign_in)
    return unread.select_related("person__council").order_by("at", "id")


def _made(
    email: EmailSettings, told: Iterable[Notification], purpose: str, now: datetime.datetime
) -> list[SentEmail]:
    of_person: dict[Person, list[Notification]] = {}
    for each in told:
        of_person.setdefault(each.person, []).append(each)
    made = []
    for person, notifications in of_person.items():
        opened = opened_by(person, notifications)
        notifications = [each for each in notifications if each.pk in opened]
        if not notifications:
            continue
        row = SentEmail.objects.create(
            council_id=email.council_id,
            person=person,
            purpose=purpose,
            on=timezone.localdate(now),
            next_try_at=now,
        )
        Notification.objects.filter(pk__in=[each.pk for each in notifications]).update(email=row)
        made.append(row)
    return made
