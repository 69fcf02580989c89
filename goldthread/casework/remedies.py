"""Commands on remedies: agreeing one, carrying it out with its proof, and saying why one is not done."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from goldthread.casework.choices import RemedyKind
from goldthread.casework.events import lock_case
from goldthread.casework.models import Remedy
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.feedback.models import Feedback, Point


@command("casework.handle")
def agree_remedy(
    *,
    by: Person,
    feedback: Feedback,
    kind: str,
    title: str,
    agreed_on: datetime.date,
    due_on: datetime.date,
    amount: Decimal | None = None,
    owner: Person | None = None,
    point: Point | None = None,
    enquiry: Any = None,
) -> Remedy:
    """Agree remedy: what is done to put it right, by when, and by whom. enquiry: of the ombudsman, who recommended it."""
    lock_case(feedback)
    if point is not None and point.feedback_id != feedback.pk:
        raise Refused("That issue is not of this complaint.", field="point")
    remedy = Remedy(
        council=by.council,
        feedback=feedback,
        point=point,
        enquiry=enquiry,
        kind=RemedyKind(kind),
        title=title,
        amount=_amount(kind, amount),
        agreed_on=agreed_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(remedy, based_on=[feedback])
    if owner is not None:
        assign(by=by, record=remedy, owner=owner)
    return remedy


def _amount(kind: str, amount: Decimal | None) -> Decimal | None:
    if kind != RemedyKind.PAYMENT:
        return None
    if amount is None or amount <= 0:
        raise Refused("Enter the amount of the payment.", field="amount")
    return amount


@command("casework.handle", trail=people_named.reason_about("remedy"))
def edit_remedy(*, by: Person, remedy: Remedy, version: int, reason: str, **fields: Any) -> Remedy:
    """Correct a remedy."""
    saving.needs_reason(reason)
    fields["amount"] = _amount(fields["kind"], fields.get("amount"))
    return saving.change(remedy, version=version, **fields)


@command("learning.carry_out")
def complete_remedy(
    *, by: Person, remedy: Remedy, done_on: datetime.date, proof: str, version: int | None = None
) -> Remedy:
    """Complete remedy: with what shows that it was done."""
    saving.needs_explanation(proof, "Say what shows that it was done", field="proof")
    if remedy.stopped_on:
        raise Refused("It was recorded that this is not carried out.")
    return saving.change(remedy, version=version, done_on=done_on, proof=proof)


@command("casework.handle", trail=people_named.reason_about("remedy"))
def stop_remedy(
    *, by: Person, remedy: Remedy, stopped_on: datetime.date, reason: str, version: int | None = None
) -> Remedy:
    """Record that a remedy is not carried out: with the reason."""
    saving.needs_reason(reason)
    if remedy.done_on:
        raise Refused("It is done already.")
    return saving.change(remedy, version=version, stopped_on=stopped_on, stopped_because=reason)


def total_paid(remedies: Any) -> tuple[int, Decimal]:
    """Return how many of some remedies were payments that were made, and their sum."""
    paid = remedies.filter(kind=RemedyKind.PAYMENT, done_on__isnull=False)
    return paid.count(), paid.aggregate(total=Sum("amount"))["total"] or Decimal(0)
