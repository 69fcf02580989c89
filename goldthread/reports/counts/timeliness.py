"""Whether complaints were acknowledged and answered in time, by the clocks of the procedure that each follows.

The clocks are read from what happened to each case. Most cases had an acknowledgement and a reply and nothing else: of
these the database tells both days, and those of one procedure and day have the same last days, which are read once. Of
what was closed without an
acknowledgement or a reply being recorded nobody can say whether it was in time, and it counts as not recorded.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from goldthread.casework.choices import ENDED, Happened
from goldthread.casework.events import log_of
from goldthread.casework.models import CaseEvent
from goldthread.casework.procedures.queries import begins_with, known
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.reports.periods import Period
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


_AT_ONCE = 1000


@dataclass
class Step:
    """One step of procedures of that name: the complaints in each of `STATES`, each with the day it was received."""

    name: str
    keys: dict[str, dict[uuid.UUID, datetime.date]] = field(
        default_factory=lambda: {state: {} for state in STATES}
    )

    def count(self, state: str, period: Period | None = None) -> int:
        """Return how many are in a state; with a period, of those received in it."""
        days = self.keys[state].values()
        if period is None:
            return len(days)
        since, until = period.since, period.until
        return sum(since <= day <= until for day in days)


def steps_of(complaints: QuerySet[Feedback], today: datetime.date) -> list[Step]:
    """Return the first acknowledgement and the replies of complaints by step, in the order of their procedures."""
    reader = _Reader(today)
    found: dict[str, Step] = {}
    for key, received_on, states in reader.read(complaints.select_related(None).order_by()):
        for name, state in states:
            found.setdefault(name, Step(name)).keys[state][key] = received_on
    return sorted(
        found.values(), key=lambda step: (reader.order.get(step.name, len(reader.order)), step.name)
    )


# Of a complaint or its case, what its last days follow from where nothing but `_PLAIN` happened to it.
_OF_CASE = ("procedure", "procedure_version", "complexity", "state")
_FIELDS = ("pk", "council", "source", "received_on", "responded_on", "closed_on", "outcome")


def _days(complaints: QuerySet[Feedback]) -> dict[uuid.UUID, tuple[bool, Any, Any]]:
    """Return of each case whether what happened to it is plain, and its days of acknowledgement and reply."""

    def last(kind: Happened) -> Any:
        return Max("on", filter=Q(kind=kind))

    events = CaseEvent.objects.filter(case__feedback__in=complaints, withdrawn_on=None).order_by()
    rows = events.values_list("case__feedback").annotate(
        # Once each, and nothing else.
        more=Count("pk") - Count("kind", distinct=True, filter=Q(kind__in=_PLAIN)),
        acknowledged=last(Happened.ACKNOWLEDGED),
        replied=last(Happened.REPLIED),
    )
    return {case: (not more, acknowledged, replied) for case, more, acknowledged, replied in rows}


def _with_events(complaints: QuerySet[Feedback]) -> Iterator[tuple[Feedback, list[CaseEvent]]]:
    """Yield complaints that are worked as cases, each with what happened to it."""
    rows = complaints.select_related("case").order_by("pk")
    happened: dict[uuid.UUID, list[CaseEvent]] = {}
    events = CaseEvent.objects.filter(case__feedback__in=complaints, withdrawn_on=None)
    for event in events.order_by("on", "created_at", "id"):
        happened.setdefault(event.case_id, []).append(event)
    for feedback in rows:
        feedback.case.feedback = feedback
        yield feedback, happened.get(feedback.case.pk, [])


def _in_parts(keys: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    keys = iter(keys)
    while part := list(islice(keys, _AT_ONCE)):
        yield part


# The names of the steps with where each stands.
_States = Iterable[tuple[str, str]]


class _Reader:
    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self._procedures: dict[tuple[Any, ...], Procedure] = {}
        self._due: dict[tuple[Any, ...], list[tuple[str, bool, datetime.date]]] = {}
        self.order: dict[str, int] = {}

    def read(self, complaints: QuerySet[Feedback]) -> Iterator[tuple[uuid.UUID, datetime.date, _States]]:
        """Yield each complaint's key and day of receipt, and where it stands at each step that counts."""
        happened = _days(complaints)
        of_case = [f"case__{name}" for name in _OF_CASE]
        others: dict[uuid.UUID, datetime.date] = {}
        for row in complaints.values_list(*_FIELDS, *of_case).iterator():
            key, council, source, received_on, responded_on, closed_on, outcome, *case = row
            name, version, complexity, state = case
            if name is None:
                # Of a register: one that gives no day of the reply gives the day on which it was closed.
                withdrawn = (outcome or "").lower() == "withdrawn"
                replied = responded_on or (None if withdrawn else closed_on)
                plain, acknowledged, complexity = True, None, ""
            else:
                plain, acknowledged, replied = happened.get(key, (True, None, None))
            if not plain:
                others[key] = received_on
                continue
            procedure = self._procedure(council, name, version, source)
            ended = closed_on is not None or state in ENDED
            yield (
                key,
                received_on,
                self._plain(procedure, complexity, received_on, acknowledged, replied, ended),
            )
        for part in _in_parts(others):
            # By key alone: they were chosen already.
            for feedback, events in _with_events(Feedback.objects.filter(pk__in=part)):
                yield feedback.pk, feedback.received_on, self._whole(feedback, events)

    def _whole(self, feedback: Feedback, events: Sequence[CaseEvent]) -> _States:
        """Yield where a case stands to which more happened: its clocks are read in full."""
        case = feedback.case
        procedure = self._procedure(
            feedback.council_id, case.procedure, case.procedure_version, feedback.source
        )
        log = log_of(case, events)
        ended = feedback.closed_on is not None or case.state in ENDED
        for clock in clock_log.read(procedure, log, self._today, case.complexity, WHERE_KNOWN).clocks:
            if clock.round != 1 or _met_by(procedure, clock.step) not in (ACKNOWLEDGED, REPLIED):
                continue
            if clock.done_on is None and (clock.ended_on is not None or ended):
                state = NOT_RECORDED
            else:
                state = LATE if clock.state == clock_log.LATE else IN_TIME if clock.done_on else RUNNING
            yield clock.name, state

    def _plain(
        self,
        procedure: Procedure,
        complexity: str,
        received_on: datetime.date,
        acknowledged: datetime.date | None,
        replied: datetime.date | None,
        ended: bool,
    ) -> _States:
        key = (procedure.slug, procedure.version, complexity, received_on, acknowledged)
        if key not in self._due:
            self._due[key] = self._last_days(procedure, complexity, received_on, acknowledged)
        for name, is_acknowledgement, due in self._due[key]:
            done = acknowledged if is_acknowledgement else replied
            if done is not None:
                state = IN_TIME if done <= due else LATE
            elif ended:
                state = NOT_RECORDED
            else:
                state = LATE if self._today > due else RUNNING
            yield name, state

    def _last_days(
        self,
        procedure: Procedure,
        complexity: str,
        received_on: datetime.date,
        acknowledged: datetime.date | None,
    ) -> list[tuple[str, bool, datetime.date]]:
        """Return each step's name, whether an acknowledgement meets it, and its last day."""
        log = [clock_log.Event(kind=clock_log.RECEIVED, on=received_on)]
        if acknowledged:
            log.append(clock_log.Event(kind=str(Happened.ACKNOWLEDGED), on=acknowledged))
        asked_on = max(received_on, acknowledged or received_on)
        clocks = clock_log.read(procedure, log, asked_on, complexity, WHERE_KNOWN).clocks
        met_by = [(clock, _met_by(procedure, clock.step)) for clock in clocks]
        return [
            (clock.name, by == ACKNOWLEDGED, clock.due)
            for clock, by in met_by
            if by in (ACKNOWLEDGED, REPLIED)
        ]

    def _procedure(
        self, council_id: uuid.UUID, name: str | None, version: int | None, source: str
    ) -> Procedure:
        key = (council_id, name, version, "" if name else source)
        if key not in self._procedures:
            procedure = (
                known(council_id, name, version or 0)
                if name
                else begins_with(council_id, SOURCES[source].procedure)
            )
            self._procedures[key] = procedure
            for at, step in enumerate(procedure.steps):
                self.order.setdefault(step.name, at)
        return self._procedures[key]


def _met_by(procedure: Procedure, slug: str) -> str:
    return next((step.met_by for step in procedure.steps if step.slug == slug), "")
