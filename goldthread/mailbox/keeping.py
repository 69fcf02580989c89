"""Keeping an e-mail: the message first and whole, whatever can be read of it, and its feedback where that is certain.

All of it is one transaction. Whoever fetched it marks it on the mail server only once that is committed.
"""

from __future__ import annotations

import datetime
import uuid

from django.db.models import Q

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.mail import message as messages
from goldthread.mail.message import ReadEmail, Unreadable
from goldthread.mail.reading import read as read_message
from goldthread.mailbox import harm, raw, storing
from goldthread.mailbox.models import IncomingEmail


class AlreadyHere(Refused):
    """An e-mail that is kept already: a second reading makes no second."""

    def __init__(self) -> None:
        super().__init__("This e-mail is here already.")


def _is_here(council_id: uuid.UUID, message: bytes, read: ReadEmail | None) -> bool:
    """Return whether a message is kept already, however often and in whichever way it is fetched."""
    same = Q(checksum=messages.checksum(message))
    if read is not None:
        same |= Q(identity=messages.identity(message, read.message_id))
    return IncomingEmail.objects.filter(same, council=council_id).exists()


def _read(message: bytes) -> tuple[ReadEmail | None, str]:
    """Return a message as it was read, or why it cannot be."""
    try:
        return read_message(message), ""
    except Unreadable as why:
        return None, str(why)


@command("mailbox.sort")
def keep_email(
    *, by: Person, message: bytes, via: str, received_at: datetime.datetime | None = None
) -> IncomingEmail:
    """Keep e-mail: the message as it came, what can be read of it, and its feedback where headers or subject say which.

    received_at: when the mail server took it, where the message does not say. Raises Refused where it is here already.
    """
    if len(message) > messages.MOST_BYTES:
        raise Refused(too_large_to_keep(len(message)))
    read, problem = _read(message)
    if _is_here(by.council_id, message, read):
        raise AlreadyHere
    email = storing.new_email(by, message, via, read, received_at)
    email.problem = problem
    if read is not None:
        harm.screen(email, read, whole=True)
    storing.save(email, read)
    raw.store(email, message)
    if read is not None:
        storing.after_saving(by, email, read)
    if email.harm:
        harm.tell(email)
    return email


def too_large_to_keep(size: int) -> str:
    """Return what is said of a message that is too large to be kept."""
    return f"It is {size / 1024**2:,.0f} MB, and e-mails of up to {messages.MOST_BYTES // 1024**2} MB are kept. It stays where it is."


@command("mailbox.sort")
def keep_notice(
    *, by: Person, headers: bytes, size: int, via: str, received_at: datetime.datetime | None = None
) -> IncomingEmail:
    """Keep notice of an e-mail that is too large: its headers only; the message stays in the mailbox."""
    read, _ = _read(headers)
    if _is_here(by.council_id, headers, None):
        raise AlreadyHere
    email = storing.new_email(by, headers, via, read, received_at)
    email.identity, email.size, email.is_kept = messages.checksum(headers), size, False
    email.problem = too_large_to_keep(size)
    storing.save(email, read)
    raw.store(email, headers)
    return email
