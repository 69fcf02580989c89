"""Letters by e-mail: what waits is handed to the council's mail server; what comes back or is given up is a task.

The subject has only the reference of the case: it is read on the screens of telephones, and by whoever shares one.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from goldthread.casework.choices import Happened
from goldthread.casework.events import lock_case, settle
from goldthread.casework.letters.choices import Standing
from goldthread.casework.letters.choosing import settings_of
from goldthread.casework.letters.fields import Recipient
from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.casework.letters.texts.models import LetterSettings
from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.council.notifications import email_settings
from goldthread.council.notifications.models import EmailProblem, EmailSettings
from goldthread.council.notifications.notifying import notify
from goldthread.council.notifications.sending import Failure, failure_of, server_of
from goldthread.council.records import saving

SEND_LETTERS = JobName("casework.send_letters")
NOT_SENT = "letter_not_sent"
_AT_ONCE = 100
_WITHIN = datetime.timedelta(days=1)
_AGAIN = datetime.timedelta(minutes=5)
_LONGEST = datetime.timedelta(hours=1)


def is_on(council_id: uuid.UUID) -> bool:
    """Return whether a council's letters may go by e-mail, and it has a mail server."""
    return settings_of(council_id).by_e_mail and email_settings.is_on(council_id)


def check_possible(letter: Letter, to: Recipient) -> None:
    """Refuse a letter that cannot go by e-mail, with what to do."""
    if not is_on(letter.council_id):
        raise Refused("This council's letters do not go by e-mail. Send it by post.")
    if "@" not in to.email:
        raise Refused("There is no e-mail address in the contact details. Send it by post, or add it there.")


def waiting(letter: Letter) -> dict[str, Any]:
    """Return the fields of a letter that waits to be e-mailed from now on; each sending has a Message-ID of its own."""
    email = email_settings.of_council(letter.council_id)
    domain = email.from_address.rpartition("@")[2] if email is not None else "invalid"
    now = timezone.now()
    number = SentLetter.objects.filter(letter=letter).count()
    return {
        "message_id": f"<letter-{letter.pk.hex}-{number}@{domain}>",
        "tries": 0,
        "next_try_at": now,
        "give_up_at": now + _WITHIN,
        "handing_since": None,
    }


def ask_to_send(by: Person) -> None:
    """Have the letters that wait in a council e-mailed soon, one sender at a time."""
    name = f"{SEND_LETTERS}.{by.council_id}"
    jobs.ask(SEND_LETTERS, by=by, once=name, alone=name)


def is_due(council_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Return whether a letter of a council waits to be e-mailed, or was being handed over when the worker was killed."""
    waits = Letter.objects.filter(council=council_id, standing=Standing.WAITING)
    return waits.filter(Q(next_try_at__lte=now) | Q(handing_since__isnull=False)).exists()


def send_due(by: Person, now: datetime.datetime | None = None) -> int:
    """Hand the letters that wait to the mail server; returns how many it took. No transaction is open meanwhile.

    There is one sender at a time in a council, so what was being handed over when it begins was left by one that was
    killed: whether the mail server has it nobody knows, and a person is asked.
    """
    now = now or timezone.now()
    with tenant.inside(by.council_id):
        left = Letter.objects.filter(
            council=by.council_id, standing=Standing.WAITING, handing_since__isnull=False
        )
        for letter in left.select_related("feedback", "council").order_by("pk"):
            leave_unsure(by=by, letter=letter)
        email = EmailSettings.objects.filter(council=by.council_id, is_on=True).first()
        rows = Letter.objects.filter(council=by.council_id, standing=Standing.WAITING, next_try_at__lte=now)
        letters = list(rows.select_related("feedback", "council").order_by("next_try_at", "pk")[:_AT_ONCE])
    taken, server = 0, None
    for letter in letters:
        failure: Failure | None = None
        try:
            if email is None:
                failure = Failure(EmailProblem.NO_ANSWER)
            else:
                if server is None:
                    opened = server_of(email)
                    opened.open()
                    server = opened
                with tenant.inside(by.council_id):
                    message = _message(letter, email)
                    if not _begin(letter):
                        continue
                server.send_messages([message])
        except Exception as error:
            failure = failure_of(error)
            server = None
        with tenant.inside(by.council_id):
            if failure is None:
                handed_over(by=by, letter=letter)
                taken += 1
            else:
                _not_taken(by, letter, failure, now)
    if server is not None:
        server.close()
    return taken


def _begin(letter: Letter) -> bool:
    """Note that the mail server may have a letter from now on; False where it waits no more."""
    waits = Letter.objects.filter(pk=letter.pk, standing=Standing.WAITING, handing_since=None)
    return waits.update(handing_since=timezone.now()) == 1


def _message(letter: Letter, email: EmailSettings) -> EmailMessage:
    """Return the message of what was kept as sent: the letter attached or in it, as the council set."""
    kept = SentLetter.objects.filter(letter=letter).last()
    assert kept is not None
    settings = settings_of(letter.council_id)
    reference, council = letter.feedback.reference, letter.council.name
    attached = settings.carries == LetterSettings.Carries.ATTACHMENT and bool(kept.pdf)
    body = (
        f"A letter from {council} is attached. Our reference: {reference}.\n"
        if attached
        else f"{kept.text}\n"
    )
    message = EmailMessage(
        subject=reference,
        body=body,
        from_email=email.from_address,
        to=[kept.address],
        reply_to=[settings.reply_to] if settings.reply_to else None,
        headers={"Message-ID": letter.message_id, "X-Auto-Response-Suppress": "OOF, AutoReply"},
    )
    if kept.pdf:
        message.attach(f"letter-{reference}.pdf", bytes(kept.pdf), "application/pdf")
    return message


def _not_taken(by: Person, letter: Letter, failure: Failure, now: datetime.datetime) -> None:
    """Try a letter again later, or give it up: for good where its address is refused, or a day has gone by."""
    over = letter.give_up_at is not None and letter.give_up_at <= now
    if failure.for_good or over:
        give_up(by=by, letter=letter, problem=failure.problem if failure.for_good else EmailProblem.TOO_LATE)
        return
    tries = letter.tries + 1
    Letter.objects.filter(pk=letter.pk).update(
        tries=tries,
        problem=failure.problem,
        next_try_at=now + min(_AGAIN * tries, _LONGEST),
        handing_since=None,
    )


@command("casework.send")
def handed_over(*, by: Person, letter: Letter) -> Letter:
    """Hand over letter: the mail server took it."""
    saving.lock(letter)
    if letter.standing != Standing.WAITING:
        return letter
    return saving.change(letter, standing=Standing.E_MAILED, problem="", next_try_at=None, handing_since=None)


@command("casework.send")
def leave_unsure(*, by: Person, letter: Letter) -> Letter:
    """Leave letter: whether the mail server took it is not known, so it counts as not sent until its owner says."""
    saving.lock(letter)
    if letter.standing != Standing.WAITING:
        return letter
    return _not_sent(by, letter, standing=Standing.UNSURE, next_try_at=None)


@command("casework.send")
def give_up(*, by: Person, letter: Letter, problem: str) -> Letter:
    """Give up letter: it could not be e-mailed, so it counts as not sent, and is its owner's task."""
    saving.lock(letter)
    if letter.standing != Standing.WAITING:
        return letter
    return _not_sent(by, letter, standing=Standing.GIVEN_UP, problem=problem, next_try_at=None)


def mark_returned(*, by: Person, message_ids: list[str], on: datetime.date) -> Letter | None:
    """Take in that an e-mail came back, known by its Message-ID; returns its letter, None where it is no letter's.

    message_ids: those that the message that came back names, with or without their angle brackets. by: Goldthread
    itself, or whoever says so. It can be told twice.
    """
    wanted = {f"<{each.strip().strip('<>')}>" for each in message_ids if each.strip()}
    found = Letter.objects.filter(council=by.council_id, message_id__in=wanted).first()
    return returned(by=by, letter=found, on=on) if found is not None else None


@command("casework.send")
def returned(*, by: Person, letter: Letter, on: datetime.date) -> Letter:
    """Take back letter: its e-mail came back, so it counts as not sent, and is its owner's task."""
    saving.lock(letter)
    if letter.standing not in (Standing.WAITING, Standing.E_MAILED, Standing.UNSURE):
        return letter
    return _not_sent(by, letter, standing=Standing.RETURNED, returned_on=on, next_try_at=None)


def _not_sent(by: Person, letter: Letter, **fields: Any) -> Letter:
    """Count a letter as not sent: what it recorded of its case is taken back, so that the clock goes on."""
    event, feedback = letter.event, letter.feedback
    fields |= {"event": None, "due_on": timezone.localdate(), "handing_since": None}
    letter = saving.change(letter, **fields)
    if event is not None:
        feedback.refresh_from_db()
        case = lock_case(feedback)
        kind = event.kind
        event.delete()
        settle(case, **({"responded_on": None} if kind == Happened.REPLIED else {}))
    owner = letter.owner or letter.written_by
    notify(by=by, to=[owner], kind=NOT_SENT, record=letter)
    return letter
