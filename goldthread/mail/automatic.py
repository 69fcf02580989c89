"""What a machine sent by itself: a message that could not be delivered, an answer while somebody is away, a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from goldthread.mail.message import Automatic, Returned

_AWAY = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheit|autoreply)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"^(?:undeliverable|undelivered mail|delivery status notification|mail delivery (?:failed|failure)|returned mail|"
    r"failure notice|delivery (?:has )?(?:failed|failure))\b",
    re.IGNORECASE,
)
_FROM_SERVER = re.compile(r"^(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]*)@", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>;,\"]{1,64}@[^\s<>;,\"]{1,255}")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_OWN_ID = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{1,250}>)")
MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")


def automatic(message: Message, subject: str, sender: str) -> Automatic:
    """Return what kind of machine sent a message, by the headers that say so (RFC 3834) and by what servers write."""
    submitted = _value(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if (
        message.get_content_type() == "multipart/report"
        or message.get("X-MS-Exchange-Message-Is-Ndr") is not None
    ):
        kind = (
            (message.get_param("report-type") or "delivery-status")
            if message.is_multipart()
            else "delivery-status"
        )
        if str(kind).lower() == "delivery-status":
            found = [each.for_good for each in returned(message)]
            return Automatic.DELAY if found and not any(found) else Automatic.BOUNCE
        return Automatic.REPLY
    if _value(message, "X-Failed-Recipients") or (_FROM_SERVER.match(sender) and _FAILED.match(subject)):
        return Automatic.BOUNCE
    answered = submitted.startswith("auto-") and submitted != "auto-notified"
    away = any(_value(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
    precedence = _value(message, "Precedence").lower()
    if answered or away or precedence == "auto_reply" or _AWAY.match(subject):
        return Automatic.REPLY
    if (
        _value(message, "List-Unsubscribe")
        or _value(message, "List-Id")
        or precedence in ("bulk", "list", "junk")
    ):
        return Automatic.LIST
    return Automatic.NO


def returned(message: Message) -> tuple[Returned, ...]:
    """Return the addresses to which a message could not be delivered, as a bounce lists them."""
    found: dict[str, Returned] = {}
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for group in messages_in(part):
            action = _value(group, "Action").lower()
            match = _ADDRESS.search(_value(group, "Final-Recipient") or _value(group, "Original-Recipient"))
            if match and action in ("failed", "delayed"):
                status = _STATUS.search(_value(group, "Status"))
                address = match[0].lower()
                found[address] = Returned(address, status[1] if status else "", action == "failed")
    for match in _ADDRESS.finditer(_value(message, "X-Failed-Recipients")):
        found.setdefault(match[0].lower(), Returned(match[0].lower(), "", True))
    return tuple(found.values())


def returned_ids(message: Message) -> tuple[str, ...]:
    """Return the IDs of the messages that a bounce gives back: by the message it carries, and by what it answers."""
    return tuple(dict.fromkeys(_ids(message)))


def _ids(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part is not message and part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            for each in messages_in(part):
                yield from MESSAGE_ID.findall(_value(each, "Message-ID"))
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                lines = _OWN_ID.findall(content[:100_000].decode("latin-1"))
                yield from MESSAGE_ID.findall(" ".join(lines))
    for name in ("In-Reply-To", "References"):
        yield from MESSAGE_ID.findall(_value(message, name))


def messages_in(part: Message) -> list[Message]:
    """Return the messages, or groups of headers, of which a part is made; none where it is a text or a file."""
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _value(message: Message, name: str) -> str:
    try:
        return str(message.get(name, "") or "")
    except Exception:
        # A header that the parser stumbles over is as good as none.
        return ""
