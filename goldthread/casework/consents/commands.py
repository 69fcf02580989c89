"""Commands on consent: asking the person, their answer, a corrected address, one reminder, and giving it up."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.casework.choices import Consent, How
from goldthread.casework.consents.models import ConsentContact, ConsentRequest, Decision, Message, Task
from goldthread.casework.events import is_casework, lock_case, save, settle
from goldthread.casework.models import ComplaintCase
from goldthread.council.command import Refused, command
from goldthread.council.links.changes import end_links
from goldthread.council.links.models import Ended
from goldthread.council.models import Person
from goldthread.council.notifications import email_settings
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.fields import people_who_may
from goldthread.council.records import people_named, saving
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.models import Feedback

TIME = datetime.timedelta(days=14)
"""How long the person has to answer, and again after the reminder."""


@command("casework.handle")
def ask_consent(
    *,
    by: Person,
    feedback: Feedback,
    asked_on: datetime.date,
    name: str = "",
    email: str = "",
    address: str = "",
    owner: Person | None = None,
    cannot_decide: bool = False,
    by_letter: bool = False,
) -> ConsentRequest:
    """Ask for consent: of the person for whom somebody else speaks, by their own link; never through that somebody.

    cannot_decide: it is said that the person cannot decide this; then somebody of the council does at once what is right.
    by_letter: a letter is sent although there is an e-mail address.
    """
    consent = ConsentRequest(
        council=by.council,
        feedback=feedback,
        asked_on=asked_on,
        due_on=asked_on + TIME,
        owner=owner or feedback.owner or _manager(by),
        recorded_by=by,
        **({"task": Task.DECIDE} if cannot_decide else _sent_to(by, feedback, "" if by_letter else email)),
    )
    saving.add(consent, based_on=[feedback])
    ConsentContact.objects.create(
        council=by.council, request=consent, name=name, email=email, address=address
    )
    _write_to_case(feedback, Consent.ASKED, asked_on)
    return consent


@command("casework.handle")
def record_consent(
    *,
    by: Person,
    consent: ConsentRequest,
    decision: str,
    answered_on: datetime.date,
    how: str,
    version: int | None = None,
) -> ConsentRequest:
    """Record consent: what the person said themselves, by their link, by telephone, in a letter or when somebody met them."""
    _still_open(consent)
    saving.change(
        consent, version=version, decision=Decision(decision), answered_on=answered_on, how=How(how), task=""
    )
    end_links(consent, Ended.ANSWERED if how == How.LINK else Ended.WITHDRAWN)
    given = Consent.GIVEN if decision == Decision.GIVEN else Consent.REFUSED
    _write_to_case(consent.feedback, given, answered_on)
    if how == How.LINK and consent.owner is not None:
        notify(by=by, to=[consent.owner], kind="answer_came", record=consent.feedback)
    return consent


@command("casework.handle")
def correct_address(
    *,
    by: Person,
    consent: ConsentRequest,
    name: str = "",
    email: str = "",
    address: str = "",
    version: int | None = None,
) -> ConsentRequest:
    """Correct address: where the person is asked; the link that was sent before ends, and they have the time anew."""
    _still_open(consent)
    if not (name or email or address):
        raise Refused("Enter how to reach the person.", field="address")
    if _is_of_whoever_speaks(consent.feedback, email):
        raise Refused(
            "This is the address of whoever speaks for them. Enter the person’s own, or leave it empty and write a letter.",
            field="email",
        )
    end_links(consent, Ended.NEWER)
    ConsentContact.objects.update_or_create(
        council=by.council, request=consent, defaults={"name": name, "email": email, "address": address}
    )
    return saving.change(
        consent, version=version, due_on=timezone.localdate() + TIME, **_sent_to(by, consent.feedback, email)
    )


@command("casework.handle")
def mark_posted(*, by: Person, consent: ConsentRequest, version: int | None = None) -> ConsentRequest:
    """Mark letter as posted: the person has the time from today."""
    _still_open(consent)
    if consent.task not in (Task.POST, Task.REMIND):
        raise Refused("No letter waits to be posted.")
    today = timezone.localdate()
    changes: dict[str, Any] = {"task": "", "due_on": today + TIME}
    if consent.task == Task.REMIND:
        changes["reminded_on"] = today
    return saving.change(consent, version=version, **changes)


@command("casework.handle", trail=people_named.reason_about("consent"))
def give_up_consent(
    *, by: Person, consent: ConsentRequest, ended_on: datetime.date, reason: str, version: int | None = None
) -> ConsentRequest:
    """Give up asking: it is not needed, or decided in another way, with the reason; its link ends."""
    saving.needs_reason(reason)
    _still_open(consent)
    saving.change(consent, version=version, ended_on=ended_on, ended_because=reason, task="")
    end_links(consent, Ended.WITHDRAWN)
    return consent


@command("feedback.contact")
def open_address(*, by: Person, consent: ConsentRequest) -> ConsentContact:
    """Open the address of a person who is asked for consent; who opened it is recorded in the audit log."""
    contact = ConsentContact.objects.filter(request=consent).first()
    if contact is None or not (contact.name or contact.email or contact.address):
        raise Refused("No name and no address were given. Ask whoever speaks for them, and correct it.")
    return contact


@command("casework.handle")
def go_on(*, by: Person, consent: ConsentRequest, day: datetime.date) -> ConsentRequest:
    """Ask again for consent: one reminder where no answer came, and after that it is a person's task."""
    _still_open(consent)
    if consent.task or consent.due_on >= day:
        return consent
    if consent.reminded_on is not None:
        return saving.change(consent, task=Task.DECIDE)
    email = ConsentContact.objects.filter(request=consent).values_list("email", flat=True).first() or ""
    sent = _sent_to(by, consent.feedback, email)
    if sent["task"]:
        return saving.change(consent, task=Task.REMIND)
    return saving.change(consent, reminded_on=day, due_on=day + TIME, **sent)


def due(council_id: Any, day: datetime.date) -> QuerySet[ConsentRequest]:
    """Return those whose time is over while nobody of the council has anything to do."""
    waiting = ConsentRequest.objects.filter(council=council_id, feedback__withdrawn_on=None).open()
    return waiting.filter(task="", due_on__lt=day).order_by("pk")


def may_be_told(feedback: Feedback) -> bool:
    """Return whether somebody who speaks for the person may be asked and told about their care: not before they agreed."""
    case = ComplaintCase.objects.filter(feedback=feedback).first()
    if case is not None:
        return case.consent not in (Consent.ASKED, Consent.REFUSED)
    asked = (
        ConsentRequest.objects.filter(feedback=feedback, withdrawn_on=None)
        .order_by("-asked_on", "-pk")
        .first()
    )
    return asked is None or asked.decision == Decision.GIVEN


def _is_of_whoever_speaks(feedback: Feedback, email: str) -> bool:
    """Return whether an e-mail address is that of whoever sent the feedback: a link there would be answered by them."""
    contact = Contact.objects.filter(feedback=feedback).first()
    return bool(email) and contact is not None and contact.email.strip().lower() == email.strip().lower()


def _sent_to(by: Person, feedback: Feedback, email: str) -> dict[str, Any]:
    """Return what is to be done first: an e-mail goes by itself, a letter is posted by somebody.

    To whoever speaks for the person nothing goes, by whichever name they gave their own address.
    """
    if _is_of_whoever_speaks(feedback, email):
        return {"message": "", "task": Task.POST}
    if "@" in email and email_settings.is_on(by.council_id):
        return {"message": Message.WAITING, "task": ""}
    return {"message": "", "task": Task.POST}


def _manager(by: Person) -> Person | None:
    return people_who_may(by, "casework.manage").order_by("created_at", "pk").first()


def _still_open(consent: ConsentRequest) -> None:
    consent.refresh_from_db()
    if consent.answered_on:
        raise Refused("The person has answered already.")
    if consent.ended_on:
        raise Refused("This was given up. Ask again instead.")


def _write_to_case(feedback: Feedback, standing: Consent, on: datetime.date) -> None:
    """Have the case say how consent stands; other feedback has no case, and the request itself says it."""
    if not is_casework(feedback.source) or feedback.is_locked or feedback.forgotten_on:
        return
    case = lock_case(feedback)
    case.consent, case.consent_on = standing, on
    save(case)
    settle(case)
