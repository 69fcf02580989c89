"""A changed address is told to the old one, and counts only once it is confirmed, or when a named person says why."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import date_order, people_named, saving
from goldthread.dates import day_in_words
from goldthread.feedback import corrections
from goldthread.feedback.contacts.models import ContactChange
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import contact_of

_FIELDS = ("name", "email", "phone", "address")
_OUTCOME = ContactChange.Outcome


def waiting_change(feedback: Feedback) -> ContactChange | None:
    """Return the change of a person's contact details that waits to be confirmed, None where none does."""
    return ContactChange.objects.filter(feedback=feedback, settled_on=None).first()


def letter_to_old(council: str, reference: str, change: ContactChange) -> str:
    """Return what the old address is told: that somebody asked for it, and never what the new one is."""
    return (
        f"About {reference}. On {day_in_words(change.asked_on)} somebody asked us to write to you at another address or "
        "number from now on. Please tell us whether that was you. Until you do, we go on writing to you here. If it was "
        f"not you, tell {council} at once."
    )


@command("feedback.contact", trail=people_named.reason_about("feedback"))
def ask_for_change(
    *, by: Person, feedback: Feedback, asked_on: datetime.date, reason: str, **new: str
) -> Feedback:
    """Record request to change contact details: the old address is told, and they count once it has confirmed them."""
    saving.needs_reason(reason)
    before = contact_of(feedback)
    after = {name: new.get(name, "").strip() for name in _FIELDS}
    if after == {name: before.get(name, "") for name in _FIELDS}:
        raise Refused("These are the contact details already.")
    change = ContactChange(council=by.council, feedback=feedback, asked_on=asked_on, asked_by=by, **after)
    date_order.check(change)
    change.save(force_insert=True)
    return saving.change(feedback)


@command("feedback.contact")
def tell_old_address(*, by: Person, feedback: Feedback, told_on: datetime.date) -> Feedback:
    """Record letter to the old address: that somebody asked to change the contact details."""
    change = _waiting(feedback)
    change.told_on = told_on
    date_order.check(change)
    change.save(update_fields=["told_on"])
    return saving.change(feedback)


@command("feedback.contact")
def confirm_change(*, by: Person, feedback: Feedback, settled_on: datetime.date) -> Feedback:
    """Record confirmation of changed contact details: from the old address; they count from now on."""
    change = _waiting(feedback)
    if change.told_on is None:
        raise Refused("The old address was not told yet. Tell it, and record the date.", field="settled_on")
    return _use(by, change, settled_on, _OUTCOME.CONFIRMED, "Confirmed at the old address.")


@command("feedback.contact", trail=people_named.reason_about("feedback"))
def use_without_confirmation(
    *, by: Person, feedback: Feedback, settled_on: datetime.date, reason: str
) -> Feedback:
    """Use changed contact details without confirmation: with the reason, in one's own name."""
    saving.needs_reason(reason, "It stands under your name.")
    return _use(by, _waiting(feedback), settled_on, _OUTCOME.USED, reason)


@command("feedback.contact", trail=people_named.reason_about("feedback"))
def drop_change(*, by: Person, feedback: Feedback, settled_on: datetime.date, reason: str) -> Feedback:
    """Decline changed contact details: with the reason; what was there before stays."""
    saving.needs_reason(reason)
    _settle(by, _waiting(feedback), settled_on, _OUTCOME.DROPPED)
    return saving.change(feedback)


def _waiting(feedback: Feedback) -> ContactChange:
    saving.lock(feedback)
    change = waiting_change(feedback)
    if change is None:
        raise Refused("No change of these contact details waits.")
    return change


def _use(by: Person, change: ContactChange, on: datetime.date, outcome: str, reason: str) -> Feedback:
    new = {name: getattr(change, name) for name in _FIELDS}
    _settle(by, change, on, outcome)
    feedback = change.feedback
    feedback.refresh_from_db()
    return corrections.edit_contact(by=by, feedback=feedback, version=feedback.version, reason=reason, **new)


def _settle(by: Person, change: ContactChange, on: datetime.date, outcome: str) -> None:
    change.settled_on, change.settled_by, change.outcome = on, by, outcome
    date_order.check(change)
    # What was asked for is the person's contact now, or nobody's.
    change.name = change.email = change.phone = change.address = ""
    change.save()
