"""An e-mail as servers send it (RFC 5322 and MIME), read so that a fault in a part never loses the rest."""

from __future__ import annotations

import datetime
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

from goldthread.cell_text import without_controls
from goldthread.mail import automatic, html_text, quoting
from goldthread.mail.charsets import decoded, header_text
from goldthread.mail.message import (
    MOST_ATTACHMENTS,
    MOST_TEXT,
    Address,
    Attached,
    Automatic,
    ReadEmail,
    Unreadable,
)

_DEEPEST = 4
_MOST_PARTS = 500
_MOST_ADDRESSES = 100
_ADDRESS = re.compile(r"[^\s<>;,\"()]{1,64}@[^\s<>;,\"()]{1,255}")
WINMAIL = (
    "Outlook packed this file for other Outlooks (winmail.dat), and nobody else can open it. Ask the sender to send it "
    "again as HTML or plain text."
)
_ENCRYPTED = "It is encrypted, so it cannot be read here. Ask the sender to send it again without encryption."
_TOO_MANY = (
    f"More than {MOST_ATTACHMENTS} files came along. Those after that are in the message as it came only."
)


@dataclass
class _Found:
    """What is found in the parts of a message, in their order."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attached] = field(default_factory=list)
    inside: list[ReadEmail] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: int = 0


def read_eml(raw: bytes, *, depth: int = 0) -> ReadEmail:
    """Return a message as it was read; raises Unreadable."""
    message = email.message_from_bytes(raw, policy=policy.default)
    if not message.keys():
        raise Unreadable("This is no e-mail: it has none of the lines that begin one.")
    return of_message(message, depth=depth)


def of_message(message: Message, *, depth: int = 0) -> ReadEmail:
    """Return a message that the parser has taken apart."""
    headers = Headers(message)
    subject, sender = headers.text("Subject"), headers.addresses("From")
    first = sender[0] if sender else (headers.addresses("Sender") or (Address("", ""),))[0]
    found = _Found()
    _take(message, found, depth=depth)
    text = "\n\n".join(each for each in found.texts if each.strip())
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        found.notes.append(f"Only the first {MOST_TEXT:,} characters of its text are read.")
    parts = quoting.parts_of(text)
    kind = automatic.automatic(message, subject, first.address)
    bounced = kind in (Automatic.BOUNCE, Automatic.DELAY)
    return ReadEmail(
        message_id=next(iter(headers.ids("Message-ID")), ""),
        answers=tuple(dict.fromkeys([*headers.ids("In-Reply-To"), *reversed(headers.ids("References"))])),
        sender=first,
        to=headers.addresses("To"),
        cc=headers.addresses("Cc"),
        subject=subject,
        sent_at=headers.moment("Date"),
        received_at=headers.received_at(),
        text=parts.new,
        quoted=parts.quoted,
        aside=parts.aside,
        attachments=tuple(found.attachments[:MOST_ATTACHMENTS]),
        inside=tuple(found.inside),
        automatic=kind,
        returned=automatic.returned(message) if bounced else (),
        returned_ids=automatic.returned_ids(message) if bounced else (),
        notes=tuple(
            dict.fromkeys([*found.notes, *([_TOO_MANY] if len(found.attachments) > MOST_ATTACHMENTS else [])])
        ),
    )


class Headers:
    """The headers of a message: decoded leniently, none of them able to stop the reading."""

    def __init__(self, message: Message) -> None:
        self._raw: list[tuple[str, str]] = [(name.lower(), str(value)) for name, value in message.raw_items()]

    def _all(self, name: str) -> Iterator[str]:
        return (value for each, value in self._raw if each == name.lower())

    def _first(self, name: str) -> str:
        return next(self._all(name), "")

    def text(self, name: str) -> str:
        """Return a header in words."""
        return header_text(self._first(name))

    def ids(self, name: str) -> list[str]:
        """Return the message IDs in a header, without angle brackets."""
        raw = self._first(name)
        found = automatic.MESSAGE_ID.findall(raw)
        bare = raw.strip()
        # Some programs leave the brackets out of the ID of the message itself.
        return found or ([bare] if name == "Message-ID" and re.fullmatch(r"[\x21-\x7e]{3,250}", bare) else [])

    def addresses(self, name: str) -> tuple[Address, ...]:
        """Return the names and addresses in a header; a list that is no address ("undisclosed-recipients:;") is left out."""
        raw = [value.replace("\r", " ").replace("\n", " ")[:20_000] for value in self._all(name)]
        found = []
        pairs = [pair for pair in getaddresses(raw) if "@" in pair[1]]
        # A stray comma or bracket makes the library give up on the whole header.
        pairs = pairs or [("", match) for value in raw for match in _ADDRESS.findall(value)]
        for shown, address in pairs[:_MOST_ADDRESSES]:
            plain = "".join(without_controls(header_text(address)).split()).lower()
            if "@" in plain:
                words = header_text(shown)
                found.append(Address("" if "@" in words else words[:160], plain[:254]))
        return tuple(found)

    def moment(self, name: str) -> datetime.datetime | None:
        """Return the moment in a header, None where it says none."""
        return _moment(self._first(name))

    def received_at(self) -> datetime.datetime | None:
        """Return when the server that the message came to last took it: it writes its line above all others."""
        return _moment(self._first("Received").rpartition(";")[2])


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = parsedate_to_datetime(" ".join(text.split()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        return moment.astimezone(datetime.UTC)
    except (OverflowError, ValueError):
        return None


def _take(part: Message, found: _Found, *, depth: int) -> None:
    """Take in a part of a message and what is in it."""
    found.parts += 1
    if found.parts > _MOST_PARTS:
        note = f"It has more than {_MOST_PARTS} parts. Those after that are in the message as it came only."
        found.notes.append(note)
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        _take_inside(part, found, depth=depth)
    elif kind == "multipart/alternative" and part.is_multipart():
        _take_best(part, found, depth=depth)
    elif kind == "multipart/encrypted":
        found.notes.append(_ENCRYPTED)
        for each in automatic.messages_in(part):
            _attach(each, found)
    elif part.is_multipart() and kind.startswith("multipart/"):
        for each in automatic.messages_in(part):
            _take(each, found, depth=depth)
    elif kind in (
        "message/delivery-status",
        "application/pkcs7-signature",
        "application/pgp-signature",
        "text/rfc822-headers",
    ):
        return
    elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        text = _text(part, kind)
        # A text file that was dropped into the message has a name, and is a file.
        if part.get_filename() and found.texts:
            _attach(part, found)
        else:
            found.texts.append(text)
    else:
        if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
            found.notes.append(_ENCRYPTED)
        _attach(part, found)


def _take_best(part: Message, found: _Found, *, depth: int) -> None:
    """Take in the version of a text that is read best: plain text where it says something, else HTML."""
    versions = []
    for each in automatic.messages_in(part):
        own = _Found(parts=found.parts)
        _take(each, own, depth=depth)
        found.parts = own.parts
        versions.append(own)
    said = [own for own in versions if any(text.strip() for text in own.texts)]
    best = max(said[:1] or versions[:1], key=lambda own: len("".join(own.texts)), default=None)
    if len(said) > 1:
        plain, rich = len(" ".join(said[0].texts).split()), len(" ".join(said[-1].texts).split())
        # "This message is in HTML" is all that some programs write as plain text.
        if plain < 20 and rich > 3 * plain:
            best = said[-1]
    for own in versions:
        found.attachments += own.attachments
        found.inside += own.inside
        found.notes += own.notes
    if best is not None:
        found.texts += best.texts


def _text(part: Message, kind: str) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        content = str(part.get_payload()).encode("utf-8", "surrogateescape")
    text = decoded(content, _charset(part)).replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/html":
        return without_controls(html_text.text_of(text))
    if str(part.get_param("format", "") or "").lower() == "flowed":
        text = _unflowed(text, delsp=str(part.get_param("delsp", "") or "").lower() == "yes")
    return without_controls(text)


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except Exception:
        return None


def _unflowed(text: str, *, delsp: bool) -> str:
    """Return a text whose soft line ends are taken out (RFC 3676)."""
    lines: list[str] = []
    joins = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        plain = line if quoted else line.removeprefix(" ")
        if joins and lines and not quoted:
            lines[-1] += plain
        else:
            lines.append(plain)
        joins = line.endswith(" ") and line != "-- " and not quoted
        if joins and delsp:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _take_inside(part: Message, found: _Found, *, depth: int) -> None:
    """Take in a message that this one carries whole: read as one of its own, and kept as a file."""
    inner = automatic.messages_in(part)
    if not inner:
        _attach(part, found)
        return
    name = header_text(str(inner[0].get("Subject", "") or ""))[:100] or "Message"
    try:
        content = inner[0].as_bytes(policy=policy.default)
    except Exception:
        content = b""
    if content:
        found.attachments.append(Attached(f"{name}.eml", content, "message/rfc822"))
    if depth < _DEEPEST:
        try:
            found.inside.append(of_message(inner[0], depth=depth + 1))
        except Exception:
            found.notes.append("A message that it carries cannot be read.")


def _attach(part: Message, found: _Found) -> None:
    kind = part.get_content_type()
    try:
        name = header_text(part.get_filename() or "")
    except Exception:
        name = ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        content = part.as_bytes() if isinstance(part, EmailMessage) and part.is_multipart() else b""
    inline = (
        bool(part.get("Content-ID"))
        and kind.startswith("image/")
        and part.get_content_disposition() != "attachment"
    )
    inline = inline or (part.get_content_disposition() == "inline" and kind.startswith("image/"))
    inline = inline or (kind.startswith("image/") and bool(part.get("Content-ID")))
    why_not = ""
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        why_not = WINMAIL
    found.attachments.append(
        Attached(name or _usual_name(kind), content, kind, inline=inline, why_not=why_not)
    )


def _usual_name(kind: str) -> str:
    ending = {
        "image/jpeg": "jpg",
        "image/png": "png",
        "application/pdf": "pdf",
        "text/plain": "txt",
        "text/html": "html",
    }
    return f"file.{ending.get(kind, 'dat')}"
