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


@command("casework.manage")
def limit_contact(
    *,
    by: Person,
    feedback: Feedback,
    title: str,
    because: str,
    asked_on: datetime.date,
    due_on: datetime.date,
) -> ContactLimit:
    """Ask to limit contact: with what stays open to the person, and when it is reviewed; somebody else approves it."""
    lock_case(feedback)
    saving.needs_explanation(
        because, "Say what the contact was and what it does to the service", field="because"
    )
    if feedback.contact_limits.counted().filter(ended_on=None).exists():
        raise Refused("Contact is limited already. Review that limit.")
    _check_review(due_on, asked_on)
    limit = ContactLimit(
        council=by.council,
        feedback=feedback,
        title=title,
        because=because,
        asked_on=asked_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(limit, based_on=[feedback])
    assign(by=by, record=limit, owner=by)
    return limit


@command("casework.approve_limits")
def approve_limit(
    *, by: Person, limit: ContactLimit, approved_on: datetime.date, version: int | None = None
) -> ContactLimit:
    """Agree to limit contact: in one's own name, and never what one asked for oneself."""
    _still_holds(limit)
    if limit.recorded_by == by:
        raise Refused("Somebody else approves it, in their own name.")
    if limit.approved_on:
        raise Refused("It is approved already.")
    return saving.change(limit, version=version, approved_on=approved_on, approved_by=by)


@command("casework.manage")
def record_told(
    *, by: Person, limit: ContactLimit, told_on: datetime.date, version: int | None = None
) -> ContactLimit:
    """Record that the person was told: of the limit, why, and how to ask for a review."""
    _in_force(limit)
    return saving.change(limit, version=version, told_on=told_on)


@command("casework.manage", trail=people_named.reason_about("limit"))
def edit_limit(
    *, by: Person, limit: ContactLimit, version: int, reason: str, title: str, because: str
) -> ContactLimit:
    """Correct a contact limit: it is approved again before it holds."""
    saving.needs_reason(reason)
    fields = {"title": title, "because": because}
    saving.check_version(limit, version, fields)
    _still_holds(limit)
    again = {"approved_on": None, "approved_by": None, "told_on": None, "reviewed_on": None}
    return saving.change(limit, version=version, **fields, **again)


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
    """Record review of a contact limit: it goes on, with the reason and the date of the next review."""
    saving.needs_reason(reason)
    _in_force(limit)
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


def _in_force(limit: ContactLimit) -> None:
    _still_holds(limit)
    if not limit.approved_on:
        raise Refused("Nobody has approved it yet.")


def _check_review(due_on: datetime.date, since: datetime.date) -> None:
    if due_on > since + LONGEST:
        raise Refused("It is reviewed within a year.", field="due_on")
