"""Commands on private links: making one, which ends the one before, ending one, and taking an answer through it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from goldthread.council.command import Logged, Refused, command
from goldthread.council.links.changes import end_links
from goldthread.council.links.models import Ended, PrivateLink
from goldthread.council.links.purposes import LONGEST, Purpose, purpose, purpose_of
from goldthread.council.links.secrets import hashed, new_secret
from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of, type_of

__all__ = ["LONGEST", "NewLink", "end_link", "link_of", "make_link", "record_of", "take_answer"]


@dataclass(kw_only=True)
class NewLink(Logged):
    """A link that was just made, with its secret: it is in no table and cannot be shown again."""

    link: PrivateLink
    secret: str


def _permission(*, record: Record, **_: Any) -> str:
    return _purpose(record).permission


def _purpose(record: Record) -> Purpose:
    found = purpose_of(record)
    if found is None:
        raise Refused("No private link is made for this.")
    return found


@command(_permission)
def make_link(*, by: Person, record: Record, until: datetime.date, secret: str = "") -> NewLink:
    """Make private link: for one record until a date; the link before it ends.

    secret: where whoever asks for it must be shown the same one again (`secrets.derived_secret`); else a new one.
    """
    today, served = timezone.localdate(), _purpose(record)
    if until < today:
        raise Refused("Enter a date that is not over.", field="until")
    if until > today + served.longest:
        raise Refused(f"A private link works for {served.longest.days} days at most.", field="until")
    if why := served.closed(record):
        raise Refused(why)
    end_links(record, Ended.NEWER)
    secret = secret or new_secret()
    link = PrivateLink.objects.create(
        council_id=by.council_id,
        purpose=served.slug,
        origin=kind_of(record),
        origin_id=record.pk,
        secret=hashed(secret),
        until=until,
        made_by=by,
    )
    detail = {"until": until.isoformat()}
    return NewLink(audit_target=record, audit_detail=detail, link=link, secret=secret)


@command(_permission)
def end_link(*, by: Person, record: Record) -> Record:
    """End private link: whoever has it can open it no more."""
    if not end_links(record, Ended.WITHDRAWN):
        raise Refused("There is no link that works.")
    return record


# By Goldthread itself: whoever answers has no account, and their link says what they may answer.
@command("thread.home")
def take_answer(*, by: Person, link: PrivateLink, day: datetime.date, answers: dict[str, Any]) -> Record:
    """Record answer that came through a private link: the link ends."""
    if not by.is_system:
        raise Refused(
            "Sign out, and open the link as whoever it was made for. Your own answer is recorded on the page."
        )
    held = PrivateLink.objects.select_for_update().get(pk=link.pk)
    if not held.works(day):
        raise Refused(held.why_ended())
    record = record_of(held)
    if record is None:
        raise Refused(Ended.WITHDRAWN.label)
    result: Record = purpose(held.purpose).answer(by=by, record=record, day=day, **answers)
    if not purpose(held.purpose).stays:
        PrivateLink.objects.filter(pk=held.pk, ended_at=None).update(
            ended_at=timezone.now(), ended=Ended.ANSWERED
        )
    return result


def record_of(link: PrivateLink) -> Record | None:
    """Return what a link is about, None where it counts no more."""
    found: Record | None = (
        type_of(link.origin)
        ._default_manager.filter(council=link.council_id, pk=link.origin_id, withdrawn_on=None)
        .first()
    )
    return found


def link_of(record: Record) -> PrivateLink | None:
    """Return the last link that was made for a record, None where none was."""
    made = PrivateLink.objects.filter(council=record.council_id, origin_id=record.pk)
    return made.order_by("-made_at", "-id").first()
