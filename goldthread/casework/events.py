"""What happens to a case, and what follows from it: where the case stands, and what is due next and by when.

The clocks are arithmetic on the days that were recorded (`standards/clock_log.py`). Here they are read for one case, and
the date of its next step is written to the feedback, so that lists and My work show it without asking any clock.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from goldthread.casework.choices import CLOCK, Happened, State
from goldthread.casework.models import CaseEvent, ComplaintCase
from goldthread.casework.procedures.queries import begins_with, known
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.standards import clock_log, clocks
from goldthread.standards.bank_holidays import WHERE_KNOWN
from goldthread.standards.clock_log import Clock, Reading
from goldthread.standards.clocks import Procedure

# What ends a case counts for its clocks as closing it, whatever it was.
ENDS = {
    Happened.CLOSED: State.CLOSED,
    Happened.WITHDRAWN: State.WITHDRAWN,
    Happened.NOT_ACCEPTED: State.NOT_ACCEPTED,
    Happened.SERVICE_REQUEST: State.SERVICE_REQUEST,
}
THREE_TIMES = 3


def is_casework(source: str) -> bool:
    """Return whether feedback of a type is worked as a case: where a procedure says what is due."""
    return source in SOURCES and bool(SOURCES[source].procedure)


def case_of(feedback: Feedback) -> ComplaintCase:
    """Return the case of a piece of feedback; until something happened to it, one that is not saved yet."""
    saved = ComplaintCase.objects.filter(feedback=feedback).select_related("investigator").first()
    if saved is not None:
        saved.feedback = feedback
        return saved
    procedure = begins_with(feedback.council_id, SOURCES[feedback.source].procedure)
    return ComplaintCase(
        id=feedback.pk,
        council_id=feedback.council_id,
        feedback=feedback,
        procedure=procedure.slug,
        procedure_version=procedure.version,
        state=State.CLOSED if feedback.closed_on else State.NEW,
        replied_on=feedback.responded_on,
    )


def lock_case(feedback: Feedback, version: int | None = None) -> ComplaintCase:
    """Return the case of a piece, saved and locked with it for this command; raises Stale where it was changed since."""
    saving.check_version(feedback, version, {})
    feedback.refresh_from_db()
    if not is_casework(feedback.source):
        raise Refused(f"{feedback.reference} is not worked as a case: only complaints and enquiries are.")
    if feedback.is_locked:
        raise Refused(f"{feedback.reference} is awaiting redaction. Redact it again first.")
    if feedback.forgotten_on:
        raise Refused(f"{feedback.reference} has been deleted, as the retention schedule requires.")
    case = case_of(feedback)
    if case._state.adding:
        known = events_of(case)
        case.save(force_insert=True)
        CaseEvent.objects.bulk_create(known)
    return case


def procedure_of(case: ComplaintCase) -> Procedure:
    """Return the procedure by which a case is worked, in the version it was begun under."""
    return known(case.council_id, case.procedure, case.procedure_version)


def events_of(case: ComplaintCase, *, undone: bool = False) -> list[CaseEvent]:
    """Return what happened to a case, in the order of its days; with `undone`, what counts no more too."""
    if not case._state.adding:
        events = case.events.select_related("by")
        return list(events if undone else events.filter(withdrawn_on=None))
    # What was recorded of the feedback before anybody worked it as a case: of an import, or of an earlier version.
    days = ((Happened.REPLIED, case.feedback.responded_on), (Happened.CLOSED, case.feedback.closed_on))
    return sorted(
        (CaseEvent(council_id=case.council_id, case=case, kind=kind, on=on) for kind, on in days if on),
        key=lambda event: event.on,
    )


def log_of(case: ComplaintCase, events: Iterable[CaseEvent]) -> list[clock_log.Event]:
    """Return what happened as the clocks read it."""
    log = [clock_log.Event(kind=clock_log.RECEIVED, on=case.feedback.received_on)]
    log += [_as_clock(event) for event in events if _counts(event)]
    return log


def _counts(event: CaseEvent) -> bool:
    return event.kind in CLOCK or event.kind in ENDS


def _as_clock(event: CaseEvent) -> clock_log.Event:
    kind = event.kind if event.kind in CLOCK else Happened.CLOSED
    return clock_log.Event(
        kind=str(kind),
        on=event.on,
        stage=event.stage,
        until=event.until,
        step=event.step,
        by=event.units,
        to=event.to,
        told_on=event.told_on,
        reason=event.text,
    )


def read(case: ComplaintCase, events: Sequence[CaseEvent], today: datetime.date) -> Reading:
    """Return the clocks of a case as they stand on a day."""
    return clock_log.read(procedure_of(case), log_of(case, events), today, case.complexity, WHERE_KNOWN)


def happen(by: Person, case: ComplaintCase, kind: Happened, on: datetime.date, **fields: Any) -> CaseEvent:
    """Record that something happened to a case on a day; raises Refused where it cannot have, in words fit to show."""
    event = CaseEvent(council_id=case.council_id, case=case, kind=kind, on=on, by=by, **fields)
    event.stage = fields.get("stage") or case.stage
    if _counts(event):
        problem = clock_log.check(
            procedure_of(case), log_of(case, events_of(case)), _as_clock(event), case.complexity, WHERE_KNOWN
        )
        if problem:
            raise Refused(problem)
    saving.add_part(event, case.feedback)
    return event


def settle(case: ComplaintCase, **changes: Any) -> Feedback:
    """Write where a case stands now, and what is due next and by when; `changes` are further fields of the feedback."""
    today, events = timezone.localdate(), events_of(case)
    reading = read(case, events, today)
    case.stage = reading.stage
    case.state = _state(events, reading, today)
    case.acknowledged_on = _last(events, Happened.ACKNOWLEDGED)
    case.replied_on = _last(events, Happened.REPLIED)
    case.three_times_on = _three_times(procedure_of(case), reading)
    save(case)
    upcoming = next_clock(procedure_of(case), events, reading, on_hold(case, events, today))
    dates: dict[str, Any] = {
        "step": upcoming.name[:80] if upcoming else "",
        "step_on": upcoming.due if upcoming else None,
    }
    if "due_on" not in changes:
        dates["due_on"] = upcoming.due if upcoming else None
    return saving.change(case.feedback, **dates, **changes)


def save(case: ComplaintCase) -> None:
    """Save a case, without whom its words name."""
    saving.hide(case, case.spec.hidden, people_named.named_under(case.feedback))
    case.save()


def _last(events: Sequence[CaseEvent], kind: Happened) -> datetime.date | None:
    """Return the last day on which something happened, since the case was last reopened or stage 2 was asked for."""
    since = since_anew(events)
    return next((event.on for event in reversed(since) if event.kind == kind), None)


_ANEW = (Happened.REOPENED, Happened.STAGE_2_ASKED)


def _anew(events: Sequence[CaseEvent]) -> str:
    return next((event.kind for event in reversed(events) if event.kind in _ANEW), "")


def since_anew(events: Sequence[CaseEvent]) -> Sequence[CaseEvent]:
    """Return what happened since a case was last reopened, or stage 2 was asked for."""
    starts = [number for number, event in enumerate(events) if event.kind in _ANEW]
    return events[starts[-1] + 1 :] if starts else events


def _state(events: Sequence[CaseEvent], reading: Reading, today: datetime.date) -> State:
    since = since_anew(events)
    kinds = [event.kind for event in since]
    ended = next((ENDS[Happened(kind)] for kind in reversed(kinds) if kind in ENDS), None)
    if ended is not None:
        return ended
    if _goes_on(events, Happened.SAFEGUARDING, Happened.SAFEGUARDING_OVER):
        return State.PARKED
    if any(event.kind == Happened.PAUSED and _covers(event, today) for event in events):
        return State.PAUSED
    if Happened.REPLIED in kinds:
        return State.REPLIED
    if _goes_on(since, Happened.READY, Happened.NOT_READY):
        return State.READY
    if Happened.ACKNOWLEDGED in kinds or _anew(events) == Happened.REOPENED:
        return State.OPEN
    return State.NEW


def _covers(pause: CaseEvent, today: datetime.date) -> bool:
    return pause.on <= today and (pause.until is None or pause.until >= today)


def _goes_on(events: Sequence[CaseEvent], begins: Happened, ends: Happened) -> bool:
    last = next((event.kind for event in reversed(events) if event.kind in (begins, ends)), None)
    return last == begins


_HOLDS = (Happened.PAUSED, Happened.QUESTION_ASKED, Happened.SAFEGUARDING)


def on_hold(
    case: ComplaintCase, events: Sequence[CaseEvent], today: datetime.date
) -> frozenset[tuple[str, str]]:
    """Return the clocks, as step and name, that a pause or a question moves on each day: nothing is due by them until it ends.

    Read as on the day after, since the days of a question are taken out from then on.
    """
    if not any(event.kind in _HOLDS for event in events):
        return frozenset()
    tomorrow = read(case, events, today + datetime.timedelta(days=1))
    return frozenset((clock.step, clock.name) for clock in tomorrow.clocks if clock.state == clock_log.PAUSED)


def next_clock(
    procedure: Procedure,
    events: Sequence[CaseEvent],
    reading: Reading,
    held: frozenset[tuple[str, str]] = frozenset(),
) -> Clock | None:
    """Return the clock that is due first; a case that was replied to or reopened is not to be acknowledged any more.

    held: the clocks by which nothing is due for now.
    """
    done = (Happened.REPLIED, Happened.REOPENED)
    past = {event.stage for event in events if event.kind in done}
    acknowledged = {step.slug for step in procedure.steps if step.met_by == clocks.ACKNOWLEDGED}
    waiting = (
        clock
        for clock in reading.clocks
        if clock.open
        and (clock.step, clock.name) not in held
        and not (clock.step in acknowledged and clock.stage in past)
    )
    return min(waiting, key=lambda clock: clock.due, default=None)


def _three_times(procedure: Procedure, reading: Reading) -> datetime.date | None:
    """Return the day on which the open reply will have taken three times the time allowed; None where none is open."""
    replies = {step.slug for step in procedure.steps if step.met_by == "replied"}
    clock = next((each for each in reading.clocks if each.step in replies and each.done_on is None), None)
    if clock is None or reading.ended:
        return None
    return clock.begins_on + THREE_TIMES * (clock.due - clock.begins_on)
