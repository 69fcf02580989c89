"""Made-up e-mails as bytes, as mail programs and servers write them."""

from __future__ import annotations

import io
import struct
import zlib
from email.message import EmailMessage


def plain(body: str = "Nobody came on Tuesday.", **headers: str) -> bytes:
    """Return a plain message; a header by its name with "_" for "-", None for none."""
    given = {
        "From": "Ruth Ockwell <ruth.ockwell@example.org>",
        "To": "complaints@avonshire.example",
        "Subject": "Missed visit",
        "Date": "Mon, 01 Jun 2026 09:15:00 +0100",
        "Message-ID": "<one@example.org>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
    return "\r\n".join([*lines, "", *body.split("\n"), ""]).encode()


def with_parts(**options) -> EmailMessage:
    """Return a message to which parts can be added."""
    message = EmailMessage()
    message["From"] = options.get("sender", "Ruth Ockwell <ruth.ockwell@example.org>")
    message["To"] = "complaints@avonshire.example"
    message["Subject"] = options.get("subject", "Missed visit")
    message["Date"] = "Mon, 01 Jun 2026 09:15:00 +0100"
    message["Message-ID"] = options.get("message_id", "<parts@example.org>")
    message.set_content(options.get("text", "Nobody came on Tuesday. The letter is attached."))
    return message


def png(width: int = 1, height: int = 1, *, noisy: int = 0) -> bytes:
    """Return a picture; noisy: how many bytes longer it is."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    rows = zlib.compress(b"".join(b"\0" + b"\x80\x80\x80" * width for _ in range(height)))
    out = io.BytesIO()
    out.write(b"\x89PNG\r\n\x1a\n")
    out.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
    out.write(chunk(b"IDAT", rows))
    if noisy:
        out.write(chunk(b"pHYs", bytes(9)))
        out.write(chunk(b"sBIT", bytes(noisy)))
    out.write(chunk(b"IEND", b""))
    return out.getvalue()


def reply(
    text: str,
    *,
    to: str,
    message_id: str,
    sender: str = "Ruth Ockwell <ruth.ockwell@example.org>",
    **headers: str,
) -> bytes:
    """Return an answer to a message."""
    answered = {"In_Reply_To": f"<{to}>", "References": f"<{to}>", "Subject": "Re: Missed visit", **headers}
    return plain(text, From=sender, Message_ID=f"<{message_id}>", **answered)


BOUNCE = b"""From: Mail Delivery System <MAILER-DAEMON@mail.example.org>\r
To: complaints@avonshire.example\r
Subject: Undelivered Mail Returned to Sender\r
Date: Mon, 01 Jun 2026 10:00:00 +0100\r
Message-ID: <bounce-1@mail.example.org>\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain; charset=us-ascii\r
\r
Your message could not be delivered.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.example.org\r
\r
Final-Recipient: rfc822; ruth.ockwell@example.org\r
Action: failed\r
Status: 5.1.1\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: <letter-7@avonshire.example>\r
Subject: Your complaint F-12\r
\r
--b--\r
"""
