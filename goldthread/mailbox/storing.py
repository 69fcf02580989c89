"""Putting an e-mail into the database: redacted, in its thread, and with its feedback where that is certain.

For the commands of `keeping.py` and `commands.py`, inside their transactions.
"""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.fields import people_who_may
from goldthread.council.records import numbering, people_named, privacy, saving
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction import case_names
from goldthread.mail import message as messages
from goldthread.mail.message import ReadEmail
from goldthread.mailbox import attaching, sent, threads
from goldthread.mailbox.choices import Arrived, Automatic, How, State
from goldthread.mailbox.models import EmailPeople, EmailReference, IncomingEmail
from goldthread.mailbox.seeming import seem

JOINED = "email_joined"
_NOT_LOOKED = (
    "Goldthread could not look for names in it, so none of it is shown. Read it again; if it happens again, tell your "
    "administrator."
)
FILLED = (
    "message_id", "sent_at", "subject", "text", "quoted", "aside", "inside", "attachments", "notes", "automatic", "seems",
    "seems_because", "harm", "harm_reasons",
)  # fmt: skip
"""What is read of a message, and found in it."""
_log = logging.getLogger(__name__)


def new_email(
    by: Person, message: bytes, via: str, read: ReadEmail | None, received_at: datetime.datetime | None
) -> IncomingEmail:
    now = timezone.now()
    given = (read.received_at if read else None) or received_at or (read.sent_at if read else None) or now
    email = IncomingEmail(
        council=by.council,
        identity=messages.identity(message, read.message_id if read else ""),
        checksum=messages.checksum(message),
        via=via,
        size=len(message),
        # A clock that is ahead, or a false date, is no day to come.
        received_at=min(given, now),
        received_on=timezone.localdate(min(given, now)),
        state=State.WAITING if read else State.UNREADABLE,
    )
    email.thread = email.pk
    if read is None:
        return email
    fill(email, read)
    ids = threads.message_ids(read)
    email.thread = threads.thread_of(by.council_id, ids) or email.pk
    return email


def fill(email: IncomingEmail, read: ReadEmail) -> None:
    """Put what was read of a message into an e-mail that is about to be saved."""
    seems = seem(read)
    email.message_id, email.sent_at = read.message_id[:250], read.sent_at
    email.subject = read.subject[:200]
    email.text, email.quoted, email.aside = read.text, read.quoted, read.aside
    email.inside = "\n\n".join(each.text or each.quoted for each in read.inside)
    email.attachments, email.notes = attaching.described(read.attachments), list(read.notes)
    email.automatic, email.seems, email.seems_because = read.automatic, seems.kind, list(seems.because)


def save(email: IncomingEmail, read: ReadEmail | None) -> None:
    """Save an e-mail redacted; where names cannot be looked for, without its words, for a person to see to."""
    try:
        with transaction.atomic():
            if read is not None:
                know(email, read)
            saving.add(email, based_on=[email])
    except privacy.CouldNotLook:
        hide_all(email)
        email.number = numbering.take(email.council_id, email.spec.letter)
        email.save(force_insert=True)


def know(email: IncomingEmail, read: ReadEmail) -> None:
    """Have an e-mail know its sender before its text is read, so that the name is hidden wherever it stands."""
    names = people_named.named_in(email)
    case_names.add_contact(names, {"name": read.sender.name, "email": read.sender.address})
    for each in (*read.to, *read.cc, *(inner.sender for inner in read.inside)):
        case_names.add_contact(names, {"name": each.name, "email": each.address})
    people_named.save_names(email, names)


def hide_all(email: IncomingEmail) -> None:
    """Take the words out of an e-mail in which names could not be looked for."""
    email.subject = email.text = email.quoted = email.aside = email.inside = ""
    email.attachments, email.state, email.problem = [], State.UNREADABLE, _NOT_LOOKED


def after_saving(by: Person, email: IncomingEmail, read: ReadEmail) -> None:
    save_people(email, read)
    ids = threads.message_ids(read)
    # Read again, it may name others than at first.
    EmailReference.objects.filter(email=email).delete()
    EmailReference.objects.bulk_create(
        EmailReference(council_id=email.council_id, email=email, message_id=each, position=position)
        for position, each in enumerate(ids)
    )
    _bring_together(email, ids)
    if email.state != State.WAITING:
        return
    if read.returned_ids:
        sent.came_back(by, read.returned_ids, read.returned)
    found = threads.feedback_of(by.council_id, read, ids, email.thread)
    if found is None:
        suggested = threads.suggestion(by.council_id, read.sender.address)
        if suggested is not None:
            email.suggested = suggested
            email.save(update_fields=["suggested"])
        return
    try:
        with transaction.atomic():
            join(by, email, read, *found, person=None)
    except Exception as fault:
        # It waits for a person instead.
        _log.error("an e-mail could not be joined (%s); it waits to be sorted", type(fault).__name__)
        email.refresh_from_db()


def save_people(email: IncomingEmail, read: ReadEmail) -> None:
    """Keep who sent an e-mail, apart from it."""
    inner = read.inside[0].sender if read.inside else None
    EmailPeople.objects.update_or_create(
        council_id=email.council_id,
        email=email,
        defaults={
            "name": read.sender.name,
            "address": read.sender.address,
            "to": ", ".join(each.address for each in read.to),
            "cc": ", ".join(each.address for each in read.cc),
            "inside_name": inner.name if inner else "",
            "inside_address": inner.address if inner else "",
        },
    )


def _bring_together(email: IncomingEmail, ids: list[str]) -> None:
    """Make one thread of those that an e-mail shows to be one: an answer may come before what it answers."""
    others = threads.threads_named(email.council_id, ids) - {email.thread}
    if others:
        IncomingEmail.objects.filter(council=email.council_id, thread__in=others).update(thread=email.thread)


def join(
    by: Person,
    email: IncomingEmail,
    read: ReadEmail | None,
    feedback: Feedback,
    how: How,
    *,
    person: Person | None,
) -> None:
    """Join an e-mail to feedback, in the transaction at hand: hidden as its case hides, its files taken over, its owner told.

    Nothing of the case moves: no clock stops, and nothing is answered by it.
    """
    email.feedback, email.state, email.how, email.suggested = feedback, State.JOINED, how, None
    email.arrived = threads.arrived_as(read, feedback) if read else Arrived.UNKNOWN
    email.sorted_by, email.sorted_at = person, timezone.now()
    if read is not None:
        attaching.take_over(by, email, read, feedback)
    email.save()
    rehide(email)
    if email.automatic in (Automatic.REPLY, Automatic.DELAY):
        return
    notify(by=by, to=_whom(by, feedback), kind=JOINED, record=feedback)


def rehide(email: IncomingEmail) -> None:
    """Hide in an e-mail that was joined whom its feedback names, and save it; what was hidden stays so."""
    saving.hide(email, [*email.spec.hidden], people_named.named_under(email))
    email.save()


def _whom(by: Person, feedback: Feedback) -> list[Person]:
    """Return who is told of an e-mail that joined feedback: its owner, else whoever manages complaints."""
    if feedback.owner is not None and feedback.owner.is_active:
        return [feedback.owner]
    return list(people_who_may(by, "casework.manage").prefetch_related("memberships"))
