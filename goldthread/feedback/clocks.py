"""By when something is due on feedback: the steps of its type's procedure, and the response that somebody asked for.

The rules are data (`standards/data/clocks.toml`) and `RESPONSE_DUE`; nothing is set here. A case has more: its clocks
follow what happened to it (`standards/clock_log.py`).
"""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.feedback.sources import SOURCES
from goldthread.standards import clocks
from goldthread.standards.bank_holidays import WHERE_KNOWN

# How long somebody who asked for a response, or a board that is owed an answer, waits before it is overdue.
RESPONSE_DUE = datetime.timedelta(days=28)
_RESPOND = "Respond"
_UNSURE = " (rule not confirmed)"


def steps(source: str, received_on: datetime.date, wants_reply: bool) -> dict[str, datetime.date]:
    """Return by when each step is due, by its name, the first first; empty for a type on which no clock runs."""
    slug = SOURCES[source].procedure if source in SOURCES else ""
    if slug:
        dates = clocks.due_dates(slug, received_on, WHERE_KNOWN)
        known = [step for step in clocks.procedure(slug).steps if step.slug in dates]
        return {step.name + ("" if step.confirmed else _UNSURE): dates[step.slug] for step in known}
    return {_RESPOND: received_on + RESPONSE_DUE} if wants_reply else {}


def steps_of(feedback: Any) -> dict[str, datetime.date]:
    """Return the steps of a piece of feedback, new or saved: of one with a case, the step whose turn it is."""
    if feedback.step_on:
        return {feedback.step: feedback.step_on}
    return steps(feedback.source, feedback.received_on, feedback.wants_reply)


def no_date_by_hand(feedback: Any) -> str:
    """Return why the due date of a piece is not set by hand: where a procedure says it, lists count by that; else ""."""
    if feedback.source in SOURCES and SOURCES[feedback.source].procedure:
        return "The due date follows the procedure. Agree another date with the person on the case's page."
    return ""


def first_due(feedback: Any) -> datetime.date | None:
    """Return when the first thing is due, None where nothing is: no clock runs, or it was answered or closed."""
    if feedback.closed_on or feedback.responded_on:
        return None
    return next(iter(steps_of(feedback).values()), None)


def due_after(feedback: Any, **changed: Any) -> dict[str, Any]:
    """Return the due date that follows a change of type, date received or response, to be saved with it.

    A date that somebody set by hand stays; once the response is given nothing of the clock's is left.
    """
    before = steps_of(feedback)
    if feedback.step_on:
        # The room that works the case writes the date of its next step.
        return {}
    if feedback.closed_on or feedback.due_on not in (None, *before.values()):
        return {}
    if changed.get("responded_on"):
        return {"due_on": None} if feedback.due_on else {}
    now = steps(
        changed.get("source", feedback.source),
        changed.get("received_on", feedback.received_on),
        changed.get("wants_reply", feedback.wants_reply),
    )
    if now == before or feedback.responded_on:
        return {}
    step = next((name for name, day in before.items() if day == feedback.due_on), "")
    return {"due_on": now.get(step) or next(iter(now.values()), None)}
