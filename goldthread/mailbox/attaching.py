"""The files that came with an e-mail: what is said of each, and taking them over to its feedback, checked by content."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from goldthread.council.errors import Refused
from goldthread.council.files.content import kind_of_content
from goldthread.council.files.keeping import attach_to_new
from goldthread.council.files.models import Attachment
from goldthread.council.models import Person
from goldthread.council.records import attached
from goldthread.feedback.models import Feedback
from goldthread.mail.message import Attached, ReadEmail
from goldthread.mailbox.models import IncomingEmail

# A picture within the text that is smaller is a logo or a line of a signature.
_LOGO = 10 * 1024
LOGO = "A small picture within the text, such as a logo. It is in the message as it came."
_NOT_CHECKED = "It could not be checked. It is in the message as it came."
_log = logging.getLogger(__name__)


def described(attachments: Iterable[Attached]) -> list[dict[str, Any]]:
    """Return what is kept of each file that came along while it waits in its message: name, size, and why it stays there."""
    return [
        {"name": each.name[:150], "size": len(each.content), "inline": each.inline, "why_not": why_not(each)}
        for each in attachments
    ]


def why_not(file: Attached) -> str:
    """Return why a file is not taken over, in words; "" where it is."""
    if file.why_not:
        return file.why_not
    if file.inline and len(file.content) < _LOGO:
        return LOGO
    try:
        kind_of_content(file.content)
    except Refused as refused:
        return str(refused)
    except Exception:
        return _NOT_CHECKED
    return ""


def take_over(by: Person, email: IncomingEmail, read: ReadEmail, feedback: Feedback) -> None:
    """Attach the files of an e-mail to its feedback, restricted; one that cannot be kept says why, and loses nothing."""
    said = described(read.attachments)
    there = set(attached.on_record(Attachment, feedback).values_list("checksum", "size"))
    for file, about in zip(read.attachments, said, strict=True):
        if about["why_not"]:
            continue
        try:
            with transaction.atomic():
                kept = attach_to_new(by=by, record=feedback, filename=file.name, content=file.content)
                if (kept.checksum, kept.size) in there:
                    raise _IsThere
                there.add((kept.checksum, kept.size))
        except _IsThere:
            about["why_not"] = "The same file is with the feedback already."
        except Refused as refused:
            about["why_not"] = str(refused)
        except Exception as fault:
            # Its words, which could name somebody, must stand in no log.
            _log.error(
                "a file of an e-mail could not be kept (%s); it is in the message as it came",
                type(fault).__name__,
            )
            about["why_not"] = _NOT_CHECKED
    hidden = [each["name"] for each in email.attachments]
    # The names were redacted when the e-mail was kept.
    email.attachments = (
        [{**about, "name": name} for about, name in zip(said, hidden, strict=True)]
        if len(hidden) == len(said)
        else email.attachments
    )


class _IsThere(Exception):
    """The same file hangs on the feedback already: a reply brings along what the first e-mail had."""
