"""Commands on failures elsewhere: asking whether one could happen here, answering, and saying what is done about it."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.learning.models import Action
from goldthread.sector.elsewhere.models import CouldIt, FailureElsewhere
from goldthread.sector.models import PublishedPassage
from goldthread.sector.to_actions import link_to_action

_WRITE = "sector.write"


@command(_WRITE)
def ask_of_failure(
    *,
    by: Person,
    kind: str,
    title: str,
    area: str,
    source: str,
    happened: str,
    question: str,
    asked_on: datetime.date,
    due_on: datetime.date | None = None,
    owner: Person | None = None,
    passage: PublishedPassage | None = None,
) -> FailureElsewhere:
    """Ask of a failure elsewhere: whether it could happen here, with who answers and by when."""
    if passage is not None and passage.report.is_own:
        raise Refused("This passage is from our own report. Answer it as a finding of the inspection.")
    failure = FailureElsewhere(
        council=by.council,
        kind=kind,
        title=title,
        area=area.strip(),
        source=source.strip(),
        happened=happened,
        question=question,
        report=passage.report if passage is not None else None,
        passage=passage,
        asked_on=asked_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(failure, based_on=[passage.report] if passage is not None else [])
    assign(by=by, record=failure, owner=owner or by)
    return failure


@command(_WRITE, trail=people_named.reason_about("failure"))
def edit_failure(
    *, by: Person, failure: FailureElsewhere, version: int, reason: str, **fields: Any
) -> FailureElsewhere:
    """Correct what is recorded of a failure elsewhere."""
    saving.needs_reason(reason)
    return saving.change(failure, version=version, **fields)


@command(_WRITE)
def answer_failure(
    *,
    by: Person,
    failure: FailureElsewhere,
    could_it: str,
    answer: str,
    answered_on: datetime.date,
    version: int | None = None,
) -> FailureElsewhere:
    """Answer question about a failure elsewhere: whether it could happen here, and what the answer rests on."""
    if could_it not in CouldIt.values:
        raise Refused("Say whether it could happen here.", field="could_it")
    saving.needs_explanation(answer, "Enter what the answer rests on", field="answer")
    return saving.change(
        failure, version=version, could_it=could_it, answer=answer, answered_on=answered_on, answered_by=by
    )


@command(_WRITE)
def settle_failure(
    *,
    by: Person,
    failure: FailureElsewhere,
    settled_on: datetime.date,
    action: Action | None = None,
    because: str = "",
    version: int | None = None,
) -> FailureElsewhere:
    """Record what is done about a failure elsewhere: an action, or nothing with the reason."""
    if failure.answered_on is None:
        raise Refused("Say first whether it could happen here.")
    if action is None:
        saving.needs_explanation(
            because, "Choose an action, or enter why there is nothing to do", field="because"
        )
        if failure.could_it == CouldIt.UNKNOWN:
            raise Refused("While you do not know whether it could happen here, there is something to do.")
    check_scope(by, action)
    link_to_action(by, failure, action, "It is done so that this does not happen here")
    return saving.change(failure, version=version, action=action, because=because, settled_on=settled_on)
