"""What tests of e-mail say and send: a council's setting, a time in London, and what somebody is told."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from goldthread.council.notifications import sending
from goldthread.council.notifications.models import SentEmail
from goldthread.council.notifications.notifying import notify
from goldthread.learning.models import Lesson

LONDON = ZoneInfo("Europe/London")
STATE = SentEmail.State
SETTING = {
    "is_on": True, "host": "127.0.0.1", "port": 587, "security": "none", "username": "", "hour": 7, "weekday": 0,
    "from_address": "goldthread@council.example", "site_address": "https://goldthread.council.example",
}  # fmt: skip


def at(day: str, time: str = "07:00") -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


def tell(avonshire, person, kind="assigned", number=0):
    lesson = Lesson.objects.visible_to(person).order_by("number")[number]
    (told,) = notify(by=avonshire.clock, to=[person], kind=kind, record=lesson)
    return told


def send(email, now=None):
    return sending.send_due(email.council_id, now)


def today_at(hour: int) -> datetime.datetime:
    return timezone.localtime().replace(hour=hour, minute=0)


def words_of(message) -> str:
    return "".join(part.get_content() for part in message.walk() if not part.is_multipart())
