"""An e-mail as it was read: who, when, what is new in it, what is quoted, what came along, and what it answers."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 40 * 1024 * 1024
"""Mail servers of councils take messages of 25 to 35 MB; whatever is larger is a mistake or is sent another way."""
MOST_TEXT = 200_000
"""The most characters of a text that are read: some eighty pages."""
MOST_ATTACHMENTS = 100

_LINE_ENDS = re.compile(rb"\r\n?")


class Unreadable(ValueError):
    """A message that cannot be read, with why in words fit to show; none of its own words."""


class Automatic(StrEnum):
    """What a machine sent by itself, and "" for what a person wrote."""

    NO = ""
    BOUNCE = "bounce"
    DELAY = "delay"
    REPLY = "reply"
    LIST = "list"


@dataclass(frozen=True)
class Address:
    """A name and an e-mail address, in small letters; either may be empty."""

    name: str
    address: str


@dataclass(frozen=True)
class Attached:
    """A file that came along, and in words why it is not taken over, "" where it may be.

    inline: shown within the text, as a logo or a photograph that was pasted.
    """

    name: str
    content: bytes
    media_type: str
    inline: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class Returned:
    """One address to which a message could not be delivered, with the code (RFC 3463) and whether it is for good."""

    address: str
    status: str
    for_good: bool


@dataclass(frozen=True)
class ReadEmail:
    """An e-mail as it was read.

    message_id, answers: without angle brackets; `answers` are the messages that it says it answers, the nearest first.
    received_at: when the council's own server took it, None where the message does not say. text: what is new in it;
    quoted: earlier messages that it repeats; aside: signature, disclaimer and the banners that servers add. inside:
    messages that it carries whole. returned, returned_ids: of a bounce, to whom and which messages. notes: what could
    not be read of it, in words fit to show.
    """

    message_id: str = ""
    answers: tuple[str, ...] = ()
    sender: Address = Address("", "")
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    sent_at: datetime.datetime | None = None
    received_at: datetime.datetime | None = None
    text: str = ""
    quoted: str = ""
    aside: str = ""
    attachments: tuple[Attached, ...] = ()
    inside: tuple[ReadEmail, ...] = ()
    automatic: Automatic = Automatic.NO
    returned: tuple[Returned, ...] = ()
    returned_ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def checksum(raw: bytes) -> str:
    """Return the checksum of a message as it came."""
    return hashlib.sha256(raw).hexdigest()


def identity(raw: bytes, message_id: str) -> str:
    """Return what makes a message the same however it is fetched: its ID and its body, without the lines of servers.

    The ID alone does not: who sends chooses it, and a second message under the ID of a first must not be lost.
    """
    if not message_id:
        return checksum(raw)
    plain = _LINE_ENDS.sub(b"\n", raw)
    head, gap, body = plain.partition(b"\n\n")
    return hashlib.sha256(message_id.encode() + b"\0" + (body if gap else head).rstrip()).hexdigest()
