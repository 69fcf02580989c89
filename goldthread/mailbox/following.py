"""What becomes of letters that come back, and of e-mails when the text of their feedback is deleted, and of those that became no feedback."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.casework.letters.e_mailing import mark_returned
from goldthread.casework.letters.models import Letter
from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.council.records import holds, people_named
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.retention import CASE, SCHEDULES, years_of
from goldthread.dates import years_before
from goldthread.feedback.cases import CaseRoom, works_cases
from goldthread.mail.message import Returned
from goldthread.mailbox.choices import State
from goldthread.mailbox.models import EmailPeople, EmailPiece, IncomingEmail
from goldthread.mailbox.sent import Sender, sends_messages

ASIDE = SCHEDULES["email_aside"]


def due(council: Council, today: datetime.date, now: datetime.datetime) -> QuerySet[IncomingEmail]:
    """Return the e-mails of no feedback whose time is over: set aside long enough ago, or never sorted for years."""
    aside = Q(state=State.ASIDE, sorted_at__lt=now - datetime.timedelta(days=ASIDE.days or 0))
    old = Q(received_on__lt=years_before(today, years_of(council, CASE)))
    over = IncomingEmail.objects.filter(aside | old, council=council, feedback=None, forgotten_on=None)
    return over.exclude(pk__in=holds.held(council.pk, "incomingemail"))


@command("council.forget")
def forget_emails(*, by: Person, today: datetime.date, now: datetime.datetime) -> list[IncomingEmail]:
    """Delete the text, sender and message of e-mails of no feedback whose time is over; that each came stays."""
    old = list(due(by.council, today, now).only("pk"))
    _forget(by.council_id, [each.pk for each in old], today)
    return old


def _forgotten(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> None:
    """Delete what e-mails of feedback say, with the text of the feedback."""
    emails = IncomingEmail.objects.filter(council=council_id, feedback__in=keys)
    _forget(council_id, list(emails.values_list("pk", flat=True)), timezone.localdate())


def _forget(council_id: uuid.UUID, keys: Collection[uuid.UUID], on: datetime.date) -> None:
    of_email = {"council": council_id, "email__in": keys}
    EmailPiece.objects.filter(**of_email).delete()
    EmailPeople.objects.filter(**of_email).delete()
    RestrictedText.objects.filter(council=council_id, origin="incomingemail", origin_id__in=keys).delete()
    people_named.forget_names("incomingemail", keys)
    # That it came stays, by which it is known again: it may still lie on the mail server.
    IncomingEmail.objects.filter(council=council_id, pk__in=keys).update(
        subject="", text="", quoted="", aside="", inside="", attachments=[], aside_reason="", harm_note="",
        is_kept=False, forgotten_on=on,
    )  # fmt: skip


def _came_back(by: Person, message_id: str, returned: Returned) -> None:
    mark_returned(by=by, message_ids=[message_id], on=timezone.localdate())


def _feedback_of(council_id: uuid.UUID, message_ids: Sequence[str]) -> dict[str, uuid.UUID]:
    """Return the feedback of those of some messages that are letters."""
    letters = Letter.objects.filter(council=council_id, message_id__in=[f"<{each}>" for each in message_ids])
    return {key.strip("<>"): pk for key, pk in letters.values_list("message_id", "feedback")}


sends_messages(Sender(feedback_of=_feedback_of, came_back=_came_back))
works_cases(
    CaseRoom(
        has_case=lambda feedback: False,
        corrected=lambda by, feedback: None,
        forgotten=_forgotten,
        facts_of=lambda keys: {},
        record_facts=lambda by, feedback, facts: None,
    )
)
