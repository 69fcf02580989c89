"""Sending a letter: by post, by e-mail or in another way. What was sent is kept, and the clock of its case stops with it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from goldthread.casework import commands as case_commands
from goldthread.casework.choices import ENDED, Happened, State
from goldthread.casework.events import case_of, lock_case
from goldthread.casework.letters import e_mailing, wording
from goldthread.casework.letters.choices import EDITED, By, Kind, Standing
from goldthread.casework.letters.choosing import settings_of, word_file_of
from goldthread.casework.letters.commands import check, needs_sign_off, written_text
from goldthread.casework.letters.fields import Recipient, values_of
from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.casework.letters.paper import head_of, is_large, paper
from goldthread.casework.letters.texts.models import LetterSettings
from goldthread.casework.letters.texts.word_file import fill_file
from goldthread.casework.models import CaseEvent
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import mark_done
from goldthread.council.people.permissions import ROLES
from goldthread.council.records import saving
from goldthread.dates import day_in_words
from goldthread.documents.as_pdf import NoPdf, as_pdf
from goldthread.documents.model import Document
from goldthread.feedback.commands import open_contact
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import contact_of

_STANDING = {By.POST: Standing.POSTED, By.OTHER: Standing.GIVEN, By.E_MAIL: Standing.WAITING}


def recipient(feedback: Feedback) -> Recipient:
    """Return to whom a letter about feedback goes; to be shown only to whoever may open contact details."""
    kept = contact_of(feedback)
    return Recipient(kept.get("name", ""), kept.get("address", ""), kept.get("email", ""))


def signature(letter: Letter, sender: Person) -> str:
    """Return the name and the job of whoever signs: who signed it off, else who sends it."""
    signs = letter.signed_by or sender
    job = signs.job_title or next((ROLES[each.role] for each in signs.memberships.all()), "")
    return f"{signs.name}, {job}" if job else signs.name


def filled(letter: Letter, sender: Person, to: Recipient, on: datetime.date) -> str:
    """Return a letter with every field filled that is filled when it is sent."""
    return wording.fill(written_text(letter), late_values(letter, sender, to, on))


def late_values(letter: Letter, sender: Person, to: Recipient, on: datetime.date) -> dict[str, str]:
    """Return what is filled when a letter is sent."""
    return {
        "name": to.name,
        "address": ", ".join(to.lines),
        "date": day_in_words(on),
        "signed_by": signature(letter, sender),
    }


def document(letter: Letter, text: str, to: Recipient, on: datetime.date) -> Document:
    """Return a letter as it goes on paper."""
    return paper(
        council=letter.council.name,
        letterhead=settings_of(letter.council_id).letterhead,
        to=to,
        date=day_in_words(on),
        reference=letter.feedback.reference,
        text=text,
        large=is_large(letter.feedback.format_needed),
    )


@command("casework.send")
def open_letter(*, by: Person, letter: Letter) -> Letter:
    """Open letter: as the person will see it, with name and address."""
    return letter


@command("casework.send")
def send_letter(
    *, by: Person, letter: Letter, by_means: str, on: datetime.date, version: int | None = None
) -> Letter:
    """Send letter: it is checked, kept as it goes, and what it does is recorded of its case."""
    saving.check_version(letter, version, {})
    saving.lock(letter)
    _check_standing(letter)
    check(letter)
    open_contact(by=by, feedback=letter.feedback)
    to, means = recipient(letter.feedback), By(by_means)
    if not to.name:
        raise Refused("There is no name in the contact details. Add it there first.")
    if means == By.POST and not to.lines:
        raise Refused("There is no postal address in the contact details. Add it there first.")
    if means == By.E_MAIL:
        e_mailing.check_possible(letter, to)
        on = timezone.localdate()
    if on > timezone.localdate():
        raise Refused("Enter the day on which it was sent, not one to come.", field="on")
    text = filled(letter, by, to, on)
    _keep_sent(letter, text, to, on, means, word=_word(letter, by, text, to, on))
    fields: dict[str, Any] = {"standing": _STANDING[means], "by_means": means, "sent_by": by, "sent_on": on}
    fields |= {"event": _record(by, letter, text, on), "problem": "", "returned_on": None}
    if means == By.E_MAIL:
        fields |= e_mailing.waiting(letter)
        e_mailing.ask_to_send(by)
    mark_done(letter, e_mailing.NOT_SENT)
    return saving.change(letter, **fields)


@command("casework.send")
def record_e_mailed(*, by: Person, letter: Letter, reason: str, version: int | None = None) -> Letter:
    """Record that letter was e-mailed: somebody found out, where it was not known, and says how."""
    saving.needs_reason(reason)
    saving.check_version(letter, version, {})
    saving.lock(letter)
    if letter.standing != Standing.UNSURE:
        raise Refused(f"It is {letter.get_standing_display().lower()}.")
    kept = SentLetter.objects.filter(letter=letter).last()
    assert kept is not None
    event = _record(by, letter, kept.text, kept.sent_on)
    mark_done(letter, e_mailing.NOT_SENT)
    return saving.change(letter, standing=Standing.E_MAILED, event=event)


def _check_standing(letter: Letter) -> None:
    if letter.standing not in EDITED:
        raise Refused(f"It is {letter.get_standing_display().lower()}.")
    if needs_sign_off(letter):
        raise Refused("It is signed off before it goes. Ask for that first.")


def _word(letter: Letter, sender: Person, text: str, to: Recipient, on: datetime.date) -> bytes:
    """Return the council's own Word file filled with a letter; empty where its template has none."""
    file = word_file_of(letter.council_id, letter.template)
    if not file:
        return b""
    values = {
        **values_of(letter.feedback, letter.kind),
        **late_values(letter, sender, to, on),
        "address": "\n".join(to.lines),
        "letterhead": settings_of(letter.council_id).letterhead,
    }
    return fill_file(file, values, text)


def _keep_sent(
    letter: Letter, text: str, to: Recipient, on: datetime.date, means: By, *, word: bytes = b""
) -> SentLetter:
    """Keep a letter exactly as it goes: its words with name and address, and the file."""
    try:
        pdf = as_pdf(document(letter, text, to, on))
    except NoPdf:
        if means == By.E_MAIL and settings_of(letter.council_id).carries == LetterSettings.Carries.ATTACHMENT:
            raise Refused("PDF files cannot be written on this machine, so it cannot be attached.") from None
        pdf = b""
    return SentLetter.objects.create(
        council_id=letter.council_id,
        letter=letter,
        head=head_of(to, day_in_words(on), letter.feedback.reference),
        text=text,
        pdf=pdf,
        word=word,
        address=to.email if means == By.E_MAIL else "",
        by_means=means,
        sent_on=on,
    )


def _record(by: Person, letter: Letter, text: str, on: datetime.date) -> CaseEvent | None:
    """Record of the case what a letter does, so that its clock stops; None where it does nothing, or it was done before."""
    feedback = letter.feedback
    case = case_of(feedback)
    if case.state in ENDED:
        return None
    if letter.kind == Kind.ACKNOWLEDGEMENT and case.acknowledged_on is None and case.state != State.REPLIED:
        case_commands.acknowledge(by=by, feedback=feedback, on=on, reason="By letter.")
        return _latest(feedback, Happened.ACKNOWLEDGED)
    if letter.kind == Kind.FINAL and case.state != State.REPLIED:
        case_commands.record_reply(by=by, feedback=feedback, on=on, response=text)
        return _latest(feedback, Happened.REPLIED)
    return None


def _latest(feedback: Feedback, kind: Happened) -> CaseEvent | None:
    case = lock_case(feedback)
    return case.events.filter(kind=kind).order_by("-created_at").first()


def kept_document(letter: Letter, kept: SentLetter) -> Document:
    """Return what was sent as a document, from its kept words."""
    name, *rest = kept.head.split("\n\n")[0].splitlines() or [""]
    to = Recipient(name, "\n".join(rest))
    return document(letter, kept.text, to, kept.sent_on)
