"""Undoing what was recorded of a case by mistake: the event stays, with the reason, and counts no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.casework.choices import Happened
from goldthread.casework.commands import said
from goldthread.casework.events import ENDS, events_of, lock_case, read, settle, since_anew
from goldthread.casework.models import CaseEvent, ComplaintCase
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.feedback.models import Feedback

# They follow from a question, which is given up or answered on its own page.
_OF_QUESTIONS = (Happened.QUESTION_ASKED, Happened.QUESTION_ANSWERED)
# What only the complaints manager decides, and so undoes.
_MANAGERS = frozenset(
    {*ENDS, Happened.REOPENED, Happened.REOPENING_DECLINED} - {Happened.WITHDRAWN, Happened.SERVICE_REQUEST}
)


def undo_permission(event: CaseEvent) -> str:
    """Return the permission that undoes an event."""
    return "casework.manage" if event.kind in _MANAGERS else "casework.handle"


@command("casework.handle", trail=said)
def withdraw_event(
    *, by: Person, feedback: Feedback, event: CaseEvent, reason: str, version: int | None = None
) -> Feedback:
    """Withdraw event: recorded of a case by mistake; its clocks are read anew without it."""
    if not by.may(undo_permission(event)):
        raise PermissionDenied("the complaints manager undoes what they decided")
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    if event.case_id != case.pk:
        raise Refused("That is not of this case.")
    event.refresh_from_db()
    if event.withdrawn_on:
        raise Refused("It is undone already.")
    if event.kind in _OF_QUESTIONS:
        raise Refused("It follows from a question. Change it on the question's page.")
    today, before = timezone.localdate(), events_of(case)
    rest = [each for each in before if each.pk != event.pk]
    known = read(case, before, today).problems
    if new := [words for words in read(case, rest, today).problems if words not in known]:
        raise Refused(f"Undo first what was recorded after it. {new[0]}")
    event.withdrawn_on, event.withdrawn_by = today, by
    event.withdrawn_because = reason
    saving.hide(event, ["withdrawn_because"], people_named.named_under(feedback))
    event.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_because"])
    if event.kind == Happened.NOT_ACCEPTED:
        case.not_accepted = ""
    if event.kind == Happened.REOPENING_ASKED:
        case.reopening_asked_on = None
    if event.kind == Happened.REOPENING_DECLINED:
        case.reopening_asked_on = _asked_on(rest)
    return settle(case, **_of_feedback(case, rest))


def _asked_on(events: Sequence[CaseEvent]) -> Any:
    return next((event.on for event in reversed(events) if event.kind == Happened.REOPENING_ASKED), None)


def _of_feedback(case: ComplaintCase, events: Sequence[CaseEvent]) -> dict[str, Any]:
    """Return what the feedback says of its reply and its closing, by what is left of its case."""
    since = since_anew(events)
    ended = next((event.on for event in reversed(since) if event.kind in ENDS), None)
    replied = next((event.on for event in reversed(events) if event.kind == Happened.REPLIED), None)
    fields: dict[str, Any] = {"closed_on": ended, "responded_on": replied}
    if ended is None:
        fields["outcome"] = ""
    if replied is None:
        fields["response"] = ""
    return {name: value for name, value in fields.items() if value != getattr(case.feedback, name)}
