"""A message in either form as it was read; whatever happens to the reader, one answer or one reason in words."""

from __future__ import annotations

from goldthread.mail import eml, msg
from goldthread.mail.message import MOST_BYTES, ReadEmail, Unreadable


def read(raw: bytes) -> ReadEmail:
    """Return an e-mail, by its content and never by the name of its file; raises Unreadable."""
    if not raw.strip():
        raise Unreadable("It is empty.")
    if len(raw) > MOST_BYTES:
        raise Unreadable(too_large(len(raw)))
    try:
        return msg.read_msg(raw) if raw.startswith(msg.SIGNATURE) else eml.read_eml(raw)
    except Unreadable:
        raise
    except Exception:
        # Whatever the reader stumbles over, a person sees to the message; the fault could quote its words.
        raise Unreadable("It is written in a way that cannot be read.") from None


def too_large(size: int) -> str:
    """Return what is said of a message that is too large."""
    return f"It is {size / 1024**2:,.0f} MB, and messages of up to {MOST_BYTES // 1024**2} MB are read."
