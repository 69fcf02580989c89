"""Commands on e-mails that came: add as feedback, join, set aside, review for harm, read again, open the message."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.notifications.kinds import DANGER
from goldthread.council.notifications.notifying import mark_done
from goldthread.council.records import people_named, saving
from goldthread.feedback.choices import Channel
from goldthread.feedback.commands import receive
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.mail.message import ReadEmail, Unreadable
from goldthread.mail.reading import read as read_message
from goldthread.mailbox import attaching, harm, raw, storing, threads
from goldthread.mailbox.choices import OPEN, Arrived, AsideBecause, How, State
from goldthread.mailbox.models import EmailPeople, IncomingEmail
from goldthread.themes.safeguarding.models import SafeguardingReview

_ANSWERS = re.compile(r"^(?:(?:re|fwd?|sv|aw|tr)\s*:\s*)+", re.IGNORECASE)
LONGEST = 20_000
"""As long as an issue may be that somebody types."""


def _read(email: IncomingEmail) -> ReadEmail | None:
    """Return a message as it is read from what is kept of it; None where it cannot be, or is kept no more."""
    try:
        return read_message(raw.content(email))
    except Unreadable:
        return None


def _lock(email: IncomingEmail) -> None:
    """Lock an e-mail and read it as it stands: two people may sort it at once."""
    saving.lock(email)
    if email.forgotten_on:
        raise Refused(f"{email.reference} has been deleted, as the retention schedule requires.")


def _lock_open(email: IncomingEmail) -> None:
    _lock(email)
    if email.state not in OPEN:
        raise Refused(f"{email.reference} is sorted already: {email.get_state_display().lower()}.")


TEXTS: dict[str, tuple[str, Callable[[ReadEmail], str]]] = {
    "new": ("The e-mail itself", lambda read: read.text),
    "quoted": ("What it quotes or forwards", lambda read: read.quoted),
    "inside": (
        "The message that it carries",
        lambda read: "\n\n".join(each.text or each.quoted for each in read.inside),
    ),
    "whole": (
        "All of it",
        lambda read: "\n\n".join(
            part
            for part in (read.text, read.quoted, *(each.text or each.quoted for each in read.inside))
            if part
        ),
    ),
}
"""Which text of an e-mail becomes feedback: the words, and where they stand."""


def usual_text(email: IncomingEmail) -> str:
    """Return which text is usually taken: the e-mail's own where there is any."""
    return next((name for name in ("new", "inside", "quoted") if getattr(email, _FIELDS[name])), "new")


_FIELDS = {"new": "text", "quoted": "quoted", "inside": "inside"}


def texts_there(email: IncomingEmail) -> list[tuple[str, str]]:
    """Return the texts of an e-mail that can become feedback, as choices."""
    there = [name for name, field in _FIELDS.items() if getattr(email, field)]
    return [(name, TEXTS[name][0]) for name in [*there, *(["whole"] if len(there) > 1 else [])]]


@command("mailbox.sort")
def add_as_feedback(
    *,
    by: Person,
    email: IncomingEmail,
    source: str,
    text: str = "",
    speaker: str = "",
    team: Team | None = None,
    wants_reply: bool = False,
    allow_duplicate: bool = False,
    today: datetime.date | None = None,
) -> Feedback:
    """Add e-mail as feedback: of one type, received on the day it came, with its sender, its files and the rest of its thread.

    text: which text of it, a key of `TEXTS`; "" for the usual one. What else of its thread waits is joined to it.
    """
    _lock_open(email)
    if source not in SOURCES:
        raise Refused("Select the type of feedback.", field="source")
    read = _read(email)
    if read is None or email.state == State.UNREADABLE:
        raise Refused(
            "This e-mail could not be read. Download the message, add the feedback by hand, and join the e-mail to it."
        )
    taken = text or usual_text(email)
    words = TEXTS[taken][1](read).strip()
    if not words:
        raise Refused("There are no words in that part of the e-mail.", field="text")
    if len(words) > LONGEST:
        raise Refused(
            f"It has {len(words):,} characters, and feedback takes {LONGEST:,}. Add the feedback by hand with what "
            "matters, and join the e-mail to it.",
            field="text",
        )
    people = EmailPeople.objects.filter(email=email).first()
    feedback = receive(
        by=by,
        new=NewFeedback(
            source=source,
            points=[words],
            received_on=email.received_on,
            subject=_subject(read.inside[0].subject if taken == "inside" and read.inside else read.subject),
            speaker=speaker,
            channel=Channel.EMAIL,
            team=team,
            wants_reply=wants_reply,
            contact=_contact(people, inside=taken == "inside"),
        ),
        today=today or timezone.localdate(),
        allow_duplicate=allow_duplicate,
    )
    email.feedback, email.state, email.how, email.suggested = feedback, State.FEEDBACK, How.PERSON, None
    email.arrived, email.sorted_by, email.sorted_at = Arrived.FIRST, by, timezone.now()
    attaching.take_over(by, email, read, feedback)
    email.save()
    storing.rehide(email)
    mark_done(email, DANGER)
    for other in _rest_of_thread(email):
        storing.join(by, other, _read(other), feedback, How.THREAD, person=by)
    return feedback


def _rest_of_thread(email: IncomingEmail) -> list[IncomingEmail]:
    rest = IncomingEmail.objects.select_for_update().filter(council=email.council_id, thread=email.thread)
    return list(rest.filter(state=State.WAITING).exclude(pk=email.pk).order_by("received_at", "pk"))


def _subject(subject: str) -> str:
    """Return the subject of an e-mail as that of its feedback: without "RE:" and "FW:" before it."""
    return _ANSWERS.sub("", subject.strip())[:80]


def _contact(people: EmailPeople | None, *, inside: bool) -> dict[str, str]:
    if people is None:
        return {}
    name, address = (people.inside_name, people.inside_address) if inside else (people.name, people.address)
    return {"name": name, "email": address}


@command("mailbox.sort")
def join_email(*, by: Person, email: IncomingEmail, feedback: Feedback) -> IncomingEmail:
    """Join e-mail to feedback that is here already; nothing of its case moves by that."""
    _lock_open(email)
    if feedback.withdrawn_on or feedback.forgotten_on:
        raise Refused(f"{feedback.reference} is withdrawn or deleted. Choose another.", field="feedback")
    if feedback.is_locked:
        raise Refused(f"{feedback.reference} is awaiting redaction. Redact it again first.", field="feedback")
    storing.join(by, email, _read(email), feedback, How.PERSON, person=by)
    return email


def _aside(*, email: IncomingEmail, reason: str = "", **_: Any) -> str:
    return people_named.redacted_reason(record=email, reason=reason) if reason.strip() else ""


@command("mailbox.sort", trail=_aside)
def set_aside(*, by: Person, email: IncomingEmail, because: str, reason: str = "") -> IncomingEmail:
    """Set e-mail aside: spam, not for this council, or no feedback; it can be taken back until it is deleted."""
    _lock_open(email)
    if because not in AsideBecause.values:
        raise Refused("Select why it is set aside.", field="because")
    if because == AsideBecause.OTHER:
        saving.needs_reason(reason, "It is kept with the e-mail.")
    if email.harm and email.harm_reviewed_at is None:
        raise Refused("It may tell of harm, and nobody has reviewed it. Record the review first.")
    email.aside_because, email.aside_reason, email.state = because, reason.strip(), State.ASIDE
    email.sorted_by, email.sorted_at, email.suggested = by, timezone.now(), None
    saving.hide(email, ["aside_reason"], people_named.named_under(email))
    email.save()
    return email


@command("mailbox.sort")
def take_back(*, by: Person, email: IncomingEmail) -> IncomingEmail:
    """Take e-mail back to be sorted again: one that was set aside, or was joined to the wrong feedback."""
    _lock(email)
    if email.state not in (State.ASIDE, State.JOINED):
        raise Refused(f"{email.reference} is {email.get_state_display().lower()}, and stays so.")
    email.state = State.UNREADABLE if email.problem else State.WAITING
    email.feedback, email.how, email.arrived, email.aside_because, email.aside_reason = None, "", "", "", ""
    email.sorted_by, email.sorted_at = None, None
    email.save()
    return email


@command("mailbox.read")
def record_harm_review(*, by: Person, email: IncomingEmail, outcome: str, note: str = "") -> IncomingEmail:
    """Record that somebody reviewed an e-mail that may tell of harm, and its outcome; the note is redacted."""
    _lock(email)
    if outcome not in SafeguardingReview.Outcome.values:
        raise Refused("Select what you did.", field="outcome")
    if outcome == SafeguardingReview.Outcome.PASSED and not note.strip():
        raise Refused("Enter the role of the person you passed it to.", field="note")
    if not email.harm:
        raise Refused("Nothing in it was found to tell of harm.")
    email.harm_outcome, email.harm_note = outcome, note.strip()
    email.harm_reviewed_by, email.harm_reviewed_at = by, timezone.now()
    saving.hide(email, ["harm_note"], people_named.named_under(email))
    email.save()
    mark_done(email, DANGER)
    return email


@command("mailbox.sort")
def read_again(*, by: Person, email: IncomingEmail) -> IncomingEmail:
    """Try reading an e-mail again that could not be read: what failed may work by now."""
    _lock(email)
    if email.state != State.UNREADABLE or not email.is_kept:
        raise Refused(f"{email.reference} is not one that could not be read.")
    try:
        read = read_message(raw.content(email))
    except Unreadable as why:
        raise Refused(f"It still cannot be read. {why}") from None
    anew = IncomingEmail(council=by.council, received_on=email.received_on)
    storing.fill(anew, read)
    harm.screen(anew, read, whole=True)
    storing.know(email, read)
    saving.change(
        email, state=State.WAITING, problem="", **{name: getattr(anew, name) for name in storing.FILLED}
    )
    email.thread = threads.thread_of(by.council_id, threads.message_ids(read)) or email.pk
    email.save(update_fields=["thread"])
    storing.after_saving(by, email, read)
    if email.harm:
        harm.tell(email)
    return email


def _reason(*, email: IncomingEmail, reason: str, **_: Any) -> str:
    return people_named.redacted_reason(record=email, reason=reason)


@command("feedback.original", trail=_reason)
def open_message(*, by: Person, email: IncomingEmail, reason: str) -> IncomingEmail:
    """Open the message as it came; who did, and why, is in the audit log."""
    saving.needs_reason(reason, "It is kept.")
    if email.forgotten_on:
        raise Refused(f"{email.reference} has been deleted, as the retention schedule requires.")
    if not IncomingEmail.objects.visible_to(by).filter(pk=email.pk).exists():
        raise Refused("You may not open this e-mail.")
    return email


@command("feedback.contact")
def open_sender(*, by: Person, email: IncomingEmail) -> EmailPeople:
    """Open who sent an e-mail; who opened it is recorded in the audit log."""
    people = EmailPeople.objects.filter(email=email).first()
    if people is None:
        raise Refused("It does not say who sent it, or that has been deleted as the schedule requires.")
    return people
