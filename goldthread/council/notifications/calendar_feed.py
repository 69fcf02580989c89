"""The calendar of what is due for one person (RFC 5545): references, dates and links, and no words of a record.

Its address is secret and works without signing in, as calendars ask for it. The secret is a keyed hash of the row's
key: it is in no table, is shown whenever its person asks, and is worth nothing once the row is gone.
"""

from __future__ import annotations

import base64
import datetime
import re
import uuid
from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from goldthread.council.command import command
from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.notifications.models import CalendarFeed
from goldthread.council.records import my_work
from goldthread.council.records.assignment import due_of
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of

MOST = 500
_LONGEST_LINE = 75  # octets (RFC 5545, 3.1)
_ADDRESS = re.compile(r"([0-9a-f]{32})([0-9a-f]{32})-([\w-]{43})", re.ASCII)
_ASKED_EVERY = datetime.timedelta(hours=1)


@command("thread.home")
def make_calendar_feed(*, by: Person) -> CalendarFeed:
    """Make the private address of one's own calendar; an earlier one works no more."""
    CalendarFeed.objects.filter(council=by.council, person=by).delete()
    return CalendarFeed.objects.create(council=by.council, person=by)


@command("thread.home")
def end_calendar_feed(*, by: Person) -> None:
    """End the private address of one's own calendar."""
    CalendarFeed.objects.filter(council=by.council, person=by).delete()


def feed_of(person: Person) -> CalendarFeed | None:
    """Return somebody's calendar address, None where they have none."""
    return CalendarFeed.objects.visible_to(person).filter(person=person).first()


def token(feed: CalendarFeed) -> str:
    """Return the secret part of a feed's address."""
    return f"{feed.council_id.hex}{feed.pk.hex}-{_secret(feed.council_id, feed.pk)}"


def _secret(council_id: uuid.UUID, pk: uuid.UUID) -> str:
    salt = "goldthread.council.notifications.calendar_feed"
    digest = salted_hmac(salt, f"{council_id.hex}{pk.hex}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def whose(given: str) -> Person | None:
    """Return whose calendar an address is, and enter their council; None where it is nobody's, or ended."""
    found = _ADDRESS.fullmatch(given)
    if found is None:
        return None
    council_id, pk = uuid.UUID(found[1]), uuid.UUID(found[2])
    if not constant_time_compare(found[3], _secret(council_id, pk)):
        return None
    tenant.enter(council_id)
    feed = CalendarFeed.objects.select_related("person__council", "person__account").filter(pk=pk).first()
    if feed is None or not feed.person.is_active or feed.person.account is None:
        return None
    if not feed.person.account.is_active or not feed.person.may("thread.home"):
        return None
    _keep_asked(feed)
    return feed.person


def _keep_asked(feed: CalendarFeed) -> None:
    """Keep when a calendar last read the feed, to the hour: it may ask every few minutes."""
    now = timezone.now()
    if feed.asked_at is None or now - feed.asked_at > _ASKED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(asked_at=now)


def calendar(person: Person, address: Callable[[Record], str], now: datetime.datetime) -> str:
    """Return the calendar of what is due for somebody; `address` gives the whole address of a record's page."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Goldthread//Due for me//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Goldthread: due for me",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for record in my_work.first(person, most=MOST):
        due = due_of(record)
        if due is not None:
            lines += _event(record, due, address(record), now)
    return "".join(_folded([*lines, "END:VCALENDAR"]))


def _event(record: Record, due: datetime.date, href: str, now: datetime.datetime) -> Iterable[str]:
    name = record.reference or record.spec.name
    return (
        "BEGIN:VEVENT",
        # The same for as long as the record is there, whatever its date.
        f"UID:{kind_of(record)}-{record.pk}@goldthread",
        f"DTSTAMP:{now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + datetime.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{name} due')}",
        f"DESCRIPTION:{_text(href)}",
        f"URL:{href}",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "END:VEVENT",
    )


def _text(value: str) -> str:
    """Return a text as a calendar holds it (RFC 5545, 3.3.11)."""
    for character in ("\\", ";", ","):
        value = value.replace(character, f"\\{character}")
    return value.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines that end as they must, none of more than 75 octets: the rest follows after a space."""
    for line in lines:
        rest, begin = line.encode(), b""
        while len(begin + rest) > _LONGEST_LINE:
            end = _LONGEST_LINE - len(begin)
            while rest[end] & 0xC0 == 0x80:  # within a character
                end -= 1
            yield f"{(begin + rest[:end]).decode()}\r\n"
            rest, begin = rest[end:], b" "
        yield f"{(begin + rest).decode()}\r\n"
