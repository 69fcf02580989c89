"""The command that deletes notifications whose time is over."""

from __future__ import annotations

import datetime

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.council.notifications.models import Notification
from goldthread.council.notifications.notifying import due, emails_due


@command("council.forget")
def forget_notifications(*, by: Person, now: datetime.datetime) -> list[Notification]:
    """Delete the notifications whose time is over."""
    old = list(due(by.council_id, now))
    Notification.objects.filter(pk__in=[each.pk for each in old]).delete()
    emails_due(by.council_id, now).delete()
    return old
