"""Search of contact details, and its log: who looked for somebody, and whose cases came out, without the words.

The log is for ever, so it must not become a second list of names. It keeps which cases were shown and a mark of what
was typed, made with the service's secret key: to ask who looked for a name, the name is typed again and its mark
compared. Nobody reads names out of the marks, also not from a copy of the database.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldthread.council.command import Logged, Refused, command
from goldthread.council.models import AuditLine, Person
from goldthread.feedback.contacts.keys import (
    NAME,
    PHONE,
    alike,
    kind_of_words,
    normal_form,
    number_of,
    wanted_keys,
    words_of_name,
)
from goldthread.feedback.contacts.models import Contact, ContactKey
from goldthread.feedback.models import Feedback

MOST = 50
_COMPARED = 500
# Spelled less alike than this, two words are two names.
_ALIKE = 75
# What a busy morning on the telephone takes, and far less than it would take to read the whole list.
MOST_AN_HOUR = 60
_HOUR = datetime.timedelta(hours=1)
COMMAND = "feedback.search_contacts"


@dataclass(frozen=True)
class Match:
    """Contact details that were found: the feedback, the name, and by what."""

    feedback: Feedback
    name: str
    by: str
    likeness: float


@dataclass(kw_only=True)
class ContactSearch(Logged):
    """What a search found, the likest first and of these the newest, and what the log says of it."""

    matches: list[Match]
    more: bool


def _how(*, words: Sequence[str], **_: Any) -> str:
    return "by " + " and ".join(dict.fromkeys(kind_of_words(each) for each in words if each.strip()))


@command("feedback.contact", trail=_how)
def search_contacts(*, by: Person, words: Sequence[str], besides: Feedback | None = None) -> ContactSearch:
    """Search contact details.

    words: names, telephone numbers or e-mail addresses of one person, found by any of them. besides: feedback that is
    not looked for. What is found is only what this person may open; the search is in the audit log, and bounded.
    """
    wanted = [each.strip() for each in words if wanted_keys(each)]
    if not wanted:
        raise Refused(
            "Enter a name of two letters or more, six figures of a telephone number, or an e-mail address."
        )
    since = timezone.now() - _HOUR
    # The lines of one's own searches: each is about who searched.
    own = AuditLine.objects.filter(council_id=by.council_id, target_id=by.pk, command=COMMAND, at__gt=since)
    if own.count() >= MOST_AN_HOUR:
        raise Refused(f"You have searched contact details {MOST_AN_HOUR} times in an hour. Try again later.")
    matches: dict[uuid.UUID, Match] = {}
    for each in wanted:
        for match in _matches(by, each, besides):
            before = matches.get(match.feedback.pk)
            if before is None or before.likeness < match.likeness:
                matches[match.feedback.pk] = match
    ranked = sorted(
        matches.values(), key=lambda match: (match.feedback.received_on, match.feedback.number), reverse=True
    )
    ranked.sort(key=lambda match: -match.likeness)
    shown = ranked[:MOST]
    return ContactSearch(
        matches=shown,
        more=len(ranked) > MOST,
        audit_target=by,
        audit_detail={
            "count": len(shown),
            "marks": [mark_of(by.council_id, each) for each in wanted],
            "found": [match.feedback.number for match in shown],
        },
    )


def mark_of(council_id: uuid.UUID, words: str) -> str:
    """Return the mark of what was typed: the same for all its spellings of case, spaces and order."""
    typed = f"{council_id} {normal_form(words)}"
    return salted_hmac("goldthread.contact-search", typed, algorithm="sha256").hexdigest()[:24]


def _matches(by: Person, words: str, besides: Feedback | None) -> list[Match]:
    keys = wanted_keys(words)
    visible = Feedback.objects.visible_to(by)
    teams = by.teams_for("feedback.contact")
    if teams is not None:
        visible = visible.filter(team_id__in=teams)
    if besides is not None:
        visible = visible.exclude(pk=besides.pk)
    having = ContactKey.objects.filter(council_id=by.council_id, key__in=keys).values("contact")
    contacts = Contact.objects.filter(pk__in=having, feedback__in=visible).select_related("feedback__team")
    found = contacts.order_by("-feedback__received_on", "-pk")[:_COMPARED]
    kind = kind_of_words(words)
    rated = ((contact, _likeness(kind, words, contact)) for contact in found)
    return [Match(each.feedback, each.name, kind, likeness) for each, likeness in rated if likeness >= _ALIKE]


def _likeness(kind: str, words: str, contact: Contact) -> float:
    """Return how alike two are, of 100: of a name that of the word that is least like any of theirs."""
    if kind != NAME:
        whole = kind != PHONE or number_of(contact.phone) == number_of(words)
        return 100 if whole else 90
    theirs = words_of_name(contact.name)
    return min(max(alike(word, each) for each in theirs) for word in words_of_name(words)) if theirs else 0


MOST_LISTED = 200
# So many lines of the log are looked through for one mark.
_LOOKED_THROUGH = 5000


@dataclass(frozen=True)
class LoggedSearch:
    """A line of the log about a search, and the references of the cases that it showed."""

    line: AuditLine
    found: list[str]


@command("council.audit")
def check_searches(*, by: Person, words: str) -> list[LoggedSearch]:
    """Check who searched contact details: for these words, or the latest where there are none."""
    lines = AuditLine.objects.filter(council_id=by.council_id, command=COMMAND).select_related("person")
    mark = mark_of(by.council_id, words) if words.strip() else ""
    chosen = [
        line
        for line in lines.order_by("-number")[: _LOOKED_THROUGH if mark else MOST_LISTED]
        if not mark or mark in line.detail.get("marks", ())
    ]
    return [
        LoggedSearch(line, [f"{Feedback.spec.letter}-{number}" for number in line.detail.get("found", ())])
        for line in chosen[:MOST_LISTED]
    ]
