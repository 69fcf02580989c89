"""Commands on contact limits: only with a named approver and a date of review."""

from __future__ import annotations

import datetime

from goldthread.casework.contact_limits.models import ContactLimit
from goldthread.casework.events import lock_case
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.feedback.models import Feedback

LONGEST = datetime.timedelta(days=366)


@command("casework.manage", trail=people_named.reason_about("feedback"))
def limit_contact(
    *,
    by: Person,
    feedback: Feedback,
    title: str,
    reason: str,
    approved_by: Person,
    approved_on: datetime.date,
    told_on: datetime.date,
    due_on: datetime.date,
) -> ContactLimit:
    """Limit contact: with what stays open to the person, who approved it, and when it is reviewed."""
    lock_case(feedback)
    saving.needs_explanation(
        reason, "Say what the contact was and what it does to the service", field="reason"
    )
    if approved_by == by:
        raise Refused("Somebody else approves it, in their own name.", field="approved_by")
    if not approved_by.may("casework.approve_limits"):
        raise Refused(f"{approved_by.name} may not approve it.", field="approved_by")
    if feedback.contact_limits.counted().filter(ended_on=None).exists():
        raise Refused("Contact is limited already. Review that limit.")
    _check_review(due_on, approved_on)
    limit = ContactLimit(
        council=by.council,
        feedback=feedback,
        title=title,
        reason=reason,
        approved_by=approved_by,
        approved_on=approved_on,
        told_on=told_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(limit, based_on=[feedback])
    assign(by=by, record=limit, owner=by)
    return limit


@command("casework.manage", trail=people_named.reason_about("limit"))
def review_limit(
    *,
    by: Person,
    limit: ContactLimit,
    reviewed_on: datetime.date,
    due_on: datetime.date,
    reason: str,
    version: int | None = None,
) -> ContactLimit:
    """Review contact limit: it goes on, with the reason and the date of the next review."""
    saving.needs_reason(reason)
    _still_holds(limit)
    _check_review(due_on, reviewed_on)
    return saving.change(limit, version=version, reviewed_on=reviewed_on, due_on=due_on)


@command("casework.manage", trail=people_named.reason_about("limit"))
def end_limit(
    *, by: Person, limit: ContactLimit, ended_on: datetime.date, reason: str, version: int | None = None
) -> ContactLimit:
    """End contact limit: with the reason."""
    saving.needs_reason(reason)
    _still_holds(limit)
    return saving.change(limit, version=version, ended_on=ended_on, ended_because=reason)


def _still_holds(limit: ContactLimit) -> None:
    limit.refresh_from_db()
    if limit.ended_on:
        raise Refused("It has ended already.")


def _check_review(due_on: datetime.date, since: datetime.date) -> None:
    if due_on > since + LONGEST:
        raise Refused("It is reviewed within a year.", field="due_on")
