"""Records that somebody opened lately, in the frame of every page: few, their own, and forgotten with the session.

They stand in the session, which each page reads anyway, so that they cost no page a query. Types and references only:
a name that is hidden later must not live on in a title there. Whether a record may still be opened, its page decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from goldthread.council.records.base import Record
from goldthread.council.records.saving import day_of
from goldthread.dates import day_in_words

MOST = 8
_KEY = "recent"


@dataclass(frozen=True)
class RecentRecord:
    """A record that was opened: what it is called, "Feedback F-1344", and the address of its page."""

    text: str
    href: str


def note_opened(request: HttpRequest, record: Record) -> None:
    """Put a record first among those that this person opened."""
    spec, day = record.spec, day_of(record)
    called = record.reference or (f"of {day_in_words(day)}" if day else "")
    entry = [f"{spec.name} {called}".strip(), reverse(spec.page, args=[record.pk])]
    before = _of(request)
    if before[:1] == [entry]:
        # The same page again: a session that did not change need not be written.
        return
    others = [each for each in before if each[1] != entry[1]]
    request.session[_KEY] = [str(request.person.pk), [entry, *others][:MOST]]


def recent(request: HttpRequest) -> list[RecentRecord]:
    """Return the records that this person opened lately, the latest first, without the page that is open."""
    return [RecentRecord(text, href) for text, href in _of(request) if href != request.path]


def _of(request: HttpRequest) -> list[list[str]]:
    """Return what stands in the session of this person: in another council the same account is another person."""
    whose, opened = request.session.get(_KEY, ["", []])
    return opened if whose == str(request.person.pk) else []
