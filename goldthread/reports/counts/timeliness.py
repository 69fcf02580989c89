"""Whether complaints were acknowledged and answered in time, by the clocks of the procedure that each follows.

The clocks are read from what happened to each case. Most cases had an acknowledgement and a reply and nothing else:
those of one procedure and day have the same last days, which are read once. Of what was closed without an
acknowledgement or a reply being recorded nobody can say whether it was in time, and it counts as not recorded.
"""

from __future__ import annotations

import copy
import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from goldthread.casework.choices import ENDED, Happened
from goldthread.casework.events import events_of, log_of
from goldthread.casework.models import CaseEvent, ComplaintCase
from goldthread.casework.procedures.queries import begins_with, known
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.standards import clock_log
from goldthread.standards.bank_holidays import WHERE_KNOWN
from goldthread.standards.clocks import ACKNOWLEDGED, REPLIED, Procedure

IN_TIME, LATE, RUNNING, NOT_RECORDED = "in_time", "late", "running", "not_recorded"
STATES = {
    IN_TIME: "In time",
    LATE: "Late",
    RUNNING: "Not due yet",
    NOT_RECORDED: "Closed or withdrawn, and no day is recorded",
}
# Of these alone the last day follows from the days of receipt and acknowledgement.
_PLAIN = {Happened.ACKNOWLEDGED, Happened.REPLIED, Happened.CLOSED, Happened.READY, Happened.NOT_READY}


@dataclass
class Step:
    """One step of procedures of that name: the complaints in each of `STATES`."""

    name: str
    keys: dict[str, list[uuid.UUID]] = field(default_factory=lambda: {state: [] for state in STATES})

    def count(self, state: str) -> int:
        """Return how many are in a state."""
        return len(self.keys[state])


def steps_of(complaints: QuerySet[Feedback], today: datetime.date) -> list[Step]:
    """Return the first acknowledgement and the replies of complaints by step, in the order of their procedures."""
    reader = _Reader(today)
    found: dict[str, Step] = {}
    for feedback, events in _with_events(complaints):
        for name, state in reader.states(feedback, events):
            found.setdefault(name, Step(name)).keys[state].append(feedback.pk)
    return sorted(
        found.values(), key=lambda step: (reader.order.get(step.name, len(reader.order)), step.name)
    )


def _with_events(complaints: QuerySet[Feedback]) -> Iterable[tuple[Feedback, Sequence[CaseEvent]]]:
    only = ["council", "number", "source", "received_on", "responded_on", "closed_on", "outcome"]
    rows = (
        complaints.select_related(None)
        .select_related("case")
        .only(
            *only,
            *(
                f"case__{name}"
                for name in ["council", "procedure", "procedure_version", "complexity", "state"]
            ),
        )
    )
    happened: dict[uuid.UUID, list[CaseEvent]] = defaultdict(list)
    events = CaseEvent.objects.filter(case__feedback__in=complaints).order_by("on", "created_at", "id")
    for event in events:
        happened[event.case_id].append(event)
    for feedback in rows.order_by("pk"):
        case = getattr(feedback, "case", None)
        if case is None:
            yield feedback, _of_register(feedback)
        else:
            case.feedback = feedback
            yield feedback, happened[case.pk]


def _of_register(feedback: Feedback) -> list[CaseEvent]:
    """Return what a register says happened: one that gives no day of the reply gives the day on which it was closed."""
    events = events_of(_not_begun(feedback))
    kinds = {event.kind for event in events}
    closed = next((event for event in events if event.kind == Happened.CLOSED), None)
    if closed is not None and Happened.REPLIED not in kinds and feedback.outcome.lower() != "withdrawn":
        events.append(CaseEvent(council_id=feedback.council_id, kind=Happened.REPLIED, on=closed.on))
    return events


def _not_begun(feedback: Feedback) -> ComplaintCase:
    # Of a copy: a case that is not saved is none of the piece itself.
    piece = copy.copy(feedback)
    piece._state = copy.copy(feedback._state)
    piece._state.fields_cache = {}
    return ComplaintCase(id=feedback.pk, council_id=feedback.council_id, feedback=piece)


class _Reader:
    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self._procedures: dict[tuple[str, int], Procedure] = {}
        self._due: dict[tuple[Any, ...], list[tuple[Any, datetime.date]]] = {}
        self.order: dict[str, int] = {}

    def states(self, feedback: Feedback, events: Sequence[CaseEvent]) -> Iterable[tuple[str, str]]:
        """Yield each step that counts with where it stands: met in time, late, running, or not recorded."""
        case = getattr(feedback, "case", None)
        procedure = self._procedure(feedback, case)
        kinds = [event.kind for event in events]
        is_plain = set(kinds) <= _PLAIN and len(set(kinds)) == len(kinds)
        ended = feedback.closed_on is not None or (case is not None and case.state in ENDED)
        if is_plain:
            yield from self._plain(feedback, case, procedure, events, ended)
            return
        reading = clock_log.read(
            procedure, self._log(feedback, case, events), self._today, case.complexity, WHERE_KNOWN
        )
        for clock in reading.clocks:
            if clock.round != 1 or not self._counts(procedure, clock.step):
                continue
            if clock.done_on is None and (clock.ended_on is not None or ended):
                state = NOT_RECORDED
            else:
                state = LATE if clock.state == clock_log.LATE else IN_TIME if clock.done_on else RUNNING
            yield clock.name, state

    def _plain(
        self, feedback: Feedback, case: Any, procedure: Procedure, events: Sequence[CaseEvent], ended: bool
    ) -> Iterable[tuple[str, str]]:
        days = {event.kind: event.on for event in events}
        acknowledged, replied = days.get(Happened.ACKNOWLEDGED), days.get(Happened.REPLIED)
        complexity = case.complexity if case is not None else ""
        key = (procedure.slug, procedure.version, complexity, feedback.received_on, acknowledged)
        if key not in self._due:
            log = [clock_log.Event(kind=clock_log.RECEIVED, on=feedback.received_on)]
            if acknowledged:
                log.append(clock_log.Event(kind=str(Happened.ACKNOWLEDGED), on=acknowledged))
            asked_on = max(feedback.received_on, acknowledged or feedback.received_on)
            clocks = clock_log.read(procedure, log, asked_on, complexity, WHERE_KNOWN).clocks
            self._due[key] = [(clock, clock.due) for clock in clocks if self._counts(procedure, clock.step)]
        for clock, due in self._due[key]:
            done = acknowledged if self._met_by(procedure, clock.step) == ACKNOWLEDGED else replied
            if done is not None:
                state = IN_TIME if done <= due else LATE
            elif ended:
                state = NOT_RECORDED
            else:
                state = LATE if self._today > due else RUNNING
            yield clock.name, state

    def _procedure(self, feedback: Feedback, case: Any) -> Procedure:
        key = (case.procedure, case.procedure_version) if case is not None else ("", 0)
        if key not in self._procedures:
            procedure = (
                known(feedback.council_id, *key)
                if case is not None
                else begins_with(feedback.council_id, SOURCES[feedback.source].procedure)
            )
            self._procedures[key] = procedure
            for at, step in enumerate(procedure.steps):
                self.order.setdefault(step.name, at)
        return self._procedures[key]

    def _log(self, feedback: Feedback, case: Any, events: Sequence[CaseEvent]) -> list[clock_log.Event]:
        return log_of(case if case is not None else _not_begun(feedback), events)

    def _counts(self, procedure: Procedure, slug: str) -> bool:
        return self._met_by(procedure, slug) in (ACKNOWLEDGED, REPLIED)

    def _met_by(self, procedure: Procedure, slug: str) -> str:
        return next((step.met_by for step in procedure.steps if step.slug == slug), "")
