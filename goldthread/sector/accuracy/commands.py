"""Commands on factual accuracy checks: beginning one, its comments, sending them in time, and closing it."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.dates import day_in_words
from goldthread.sector.accuracy.models import AccuracyCheck, AccuracyComment, CommentKind, CommentOutcome
from goldthread.sector.models import PublishedReport
from goldthread.standards import clocks

_WRITE = "sector.write"
PROCEDURE, STEP = "cqc-factual-accuracy", "reply"


def last_day(received_on: datetime.date) -> datetime.date:
    """Return the last day on which comments on a draft that came on a day may be sent, by the rule of the field."""
    return clocks.due_dates(PROCEDURE, received_on)[STEP]


@command(_WRITE)
def begin_accuracy_check(
    *,
    by: Person,
    title: str,
    received_on: datetime.date,
    assessed_on: datetime.date,
    owner: Person | None = None,
) -> AccuracyCheck:
    """Start factual accuracy check of a draft report: its last day is worked out from the day on which it came."""
    check = AccuracyCheck(
        council=by.council,
        title=title,
        received_on=received_on,
        assessed_on=assessed_on,
        due_on=last_day(received_on),
        recorded_by=by,
    )
    saving.add(check)
    assign(by=by, record=check, owner=owner or by)
    return check


@command(_WRITE, trail=people_named.reason_about("check"))
def edit_accuracy_check(
    *, by: Person, check: AccuracyCheck, version: int, reason: str, **fields: Any
) -> AccuracyCheck:
    """Correct a factual accuracy check; its last day follows the day on which the draft came."""
    saving.needs_reason(reason)
    return saving.change(check, version=version, **fields, due_on=last_day(fields["received_on"]))


@command(_WRITE)
def add_comment(
    *,
    by: Person,
    check: AccuracyCheck,
    kind: str,
    correct: str,
    evidence: str,
    as_at: datetime.date,
    place: str = "",
    printed: str = "",
) -> AccuracyCheck:
    """Add comment on a draft report: an error, or evidence that was left out, of the position at the assessment."""
    saving.lock(check)
    if not check.is_open:
        raise Refused("The comments were sent. Nothing can be added.")
    if kind == CommentKind.ERROR and not printed.strip():
        raise Refused("Enter what the draft says.", field="printed")
    if as_at > check.assessed_on:
        raise Refused(
            "Only the position at the time of the assessment counts, which ended on "
            f"{day_in_words(check.assessed_on)}. This evidence is of a later day.",
            field="as_at",
        )
    last = max(check.comments.values_list("position", flat=True), default=0)
    comment = AccuracyComment(
        council_id=check.council_id,
        check_of=check,
        position=last + 1,
        kind=kind,
        place=place,
        printed=printed,
        correct=correct,
        evidence=evidence,
        as_at=as_at,
    )
    saving.add_part(comment, check)
    return check


@command(_WRITE)
def send_comments(
    *, by: Person, check: AccuracyCheck, sent_on: datetime.date, version: int | None = None
) -> AccuracyCheck:
    """Record comments on a draft report as sent."""
    if not check.is_open:
        raise Refused("The comments were sent already, or the check is closed.")
    if not check.comments.exists():
        raise Refused("There is no comment to send. Add one, or close the check.")
    return saving.change(check, version=version, sent_on=sent_on)


@command(_WRITE)
def close_accuracy_check(
    *,
    by: Person,
    check: AccuracyCheck,
    closed_on: datetime.date,
    outcome: str,
    outcomes: dict[int, str] | None = None,
    report: PublishedReport | None = None,
    version: int | None = None,
) -> AccuracyCheck:
    """Close factual accuracy check: with what the regulator did about each comment, or why none was sent."""
    saving.check_version(check, version, {})
    if check.closed_on is not None:
        raise Refused("It is closed already.")
    saving.needs_explanation(outcome, "Enter what came of it", field="outcome")
    if check.sent_on is not None and closed_on < check.sent_on:
        raise Refused("It cannot be closed before the comments were sent. Check the date.", field="closed_on")
    for comment in check.comments.order_by("position"):
        said = (outcomes or {}).get(comment.position, "")
        if said and said not in CommentOutcome.values:
            raise Refused("Choose what became of each comment.")
        comment.outcome = said
        comment.save(update_fields=["outcome"])
    return saving.change(check, version=version, closed_on=closed_on, outcome=outcome, report=report)
