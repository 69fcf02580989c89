"""An e-mail saved from Outlook (.msg), read through its properties."""

from __future__ import annotations

import datetime
from email.parser import HeaderParser
from typing import Any

from goldthread.cell_text import without_controls
from goldthread.mail import html_text, quoting
from goldthread.mail.automatic import automatic
from goldthread.mail.eml import Headers
from goldthread.mail.message import MOST_ATTACHMENTS, MOST_TEXT, Address, Attached, ReadEmail, Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES, _HEADERS = 0x1035, 0x1042, 0x1039, 0x007D
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_DELIVERED, _CONTENT_ID, _SHORT_NAME, _CC = 0x0E06, 0x3712, 0x3704, 2
_RECIPIENT_TYPE = 0x0C15


def read_msg(raw: bytes) -> ReadEmail:
    """Return a message saved from Outlook; raises Unreadable."""
    from oxmsg import Message

    try:
        message: Any = Message.load(raw)
        kind = message.message_class
    except Exception:
        raise Unreadable(
            "This file was saved by Outlook or another Office program, and cannot be read."
        ) from None
    if not kind.upper().startswith(("IPM.NOTE", "REPORT.IPM.NOTE")):
        raise Unreadable(
            "This was saved from Outlook and is no e-mail, but an appointment, a contact or a task."
        )
    try:
        return _read(message)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable("This e-mail was saved by Outlook in a way that cannot be read.") from None


def _read(message: Any) -> ReadEmail:
    properties = message.properties
    sent_headers = HeaderParser().parsestr(_string(properties, _HEADERS))
    headers = Headers(sent_headers)
    ids = Headers(_as_headers(properties))
    body = message.body or ""
    if not body.strip():
        html = message.html_body or ""
        body = html_text.text_of(html) if html.strip() else ""
    text = without_controls(body.replace("\r\n", "\n").replace("\r", "\n"))
    notes = (
        [f"Only the first {MOST_TEXT:,} characters of its text are read."] if len(text) > MOST_TEXT else []
    )
    parts = quoting.parts_of(text[:MOST_TEXT])
    sender = _sender(message, headers)
    answers = [*headers.ids("In-Reply-To"), *ids.ids("In-Reply-To")]
    answers += [*reversed(headers.ids("References")), *reversed(ids.ids("References"))]
    subject = " ".join(without_controls(message.subject or "").split())
    to, cc = _recipients(message)
    return ReadEmail(
        message_id=next(iter([*headers.ids("Message-ID"), *ids.ids("Message-ID")]), ""),
        answers=tuple(dict.fromkeys(answers)),
        sender=sender,
        to=to,
        cc=cc,
        subject=subject,
        sent_at=_utc(message.sent_date),
        received_at=headers.received_at() or _utc(properties.date_prop_value(_DELIVERED)),
        text=parts.new,
        quoted=parts.quoted,
        aside=parts.aside,
        attachments=tuple(_attached(each) for each in message.attachments[:MOST_ATTACHMENTS]),
        automatic=automatic(sent_headers, subject, sender.address),
        notes=tuple(notes),
    )


def _as_headers(properties: Any) -> Any:
    """Return the properties that name messages as headers; of what was never sent by SMTP there is nothing else."""
    names = (("Message-ID", _MESSAGE_ID), ("In-Reply-To", _IN_REPLY_TO), ("References", _REFERENCES))
    lines = [f"{name}: {' '.join(_string(properties, key).split())}" for name, key in names]
    return HeaderParser().parsestr("\n".join(lines) + "\n\n")


def _string(properties: Any, key: int) -> str:
    try:
        return properties.str_prop_value(key) or ""
    except Exception:
        return ""


def _sender(message: Any, headers: Headers) -> Address:
    found = headers.addresses("From")
    if found:
        return found[0]
    properties = message.properties
    name = " ".join(_string(properties, _SENDER_NAME).split())
    given = [_string(properties, key).strip().lower() for key in (_SENDER_SMTP, _SENDER_ADDRESS)]
    # An Exchange server's own name for a mailbox ("/o=...") is no address that anybody could write to.
    address = next((each for each in given if "@" in each), "")
    return Address("" if "@" in name else name[:160], address[:254])


def _recipients(message: Any) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    to: list[Address] = []
    cc: list[Address] = []
    for each in message.recipients[:100]:
        address = (each.email_address or "").lower()
        if "@" in address:
            kind = each.properties.int_prop_value(_RECIPIENT_TYPE) if hasattr(each, "properties") else 1
            (cc if kind == _CC else to).append(Address((each.name or "")[:160], address[:254]))
    return tuple(to), tuple(cc)


def _attached(each: Any) -> Attached:
    name = without_controls(each.file_name or _string(each.properties, _SHORT_NAME) or "file.dat")
    content = each.file_bytes
    if content is None:
        why = "This is a message or object within Outlook’s file. Open the message as it came to see it."
        return Attached(name, b"", each.mime_type or "", why_not=why)
    inline = bool(_string(each.properties, _CONTENT_ID)) and (each.mime_type or "").startswith("image/")
    return Attached(name, content, each.mime_type or "", inline=inline)


def _utc(moment: datetime.datetime | None) -> datetime.datetime | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
