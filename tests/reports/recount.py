"""A second count of what reports say, slow and plain: each record is read by itself, and nothing of the reports is used."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from goldthread.casework.choices import ENDED, State
from goldthread.casework.events import case_of, events_of, read
from goldthread.casework.models import Remedy
from goldthread.council.models import Council
from goldthread.feedback.models import Feedback
from goldthread.standards.clock_log import LATE
from goldthread.standards.clocks import ACKNOWLEDGED, REPLIED


def feedback(council: Council, since: datetime.date, until: datetime.date) -> list[Feedback]:
    """Return all feedback of a period that was not withdrawn."""
    return [
        each
        for each in Feedback.objects.filter(council=council).select_related("team", "case")
        if since <= each.received_on <= until and each.withdrawn_on is None
    ]


def state_of(piece: Feedback) -> str:
    case = getattr(piece, "case", None)
    return case.state if case is not None else ""


def complaints(pieces: list[Feedback]) -> list[Feedback]:
    return [each for each in pieces if each.source == "complaint" and state_of(each) != State.SERVICE_REQUEST]


def ended(piece: Feedback) -> str:
    """Return how a complaint ended, read from its issues one by one."""
    issues = [point.is_upheld for point in piece.points.all() if point.withdrawn_on is None]
    if state_of(piece) == State.NOT_ACCEPTED:
        return "Not accepted as a complaint"
    if True in issues:
        return "Well founded: upheld, or upheld in part"
    if False in issues:
        return "Not upheld"
    if state_of(piece) == State.WITHDRAWN or piece.outcome == "Withdrawn":
        return "Withdrawn by the person"
    return "Closed without a finding" if piece.closed_on else "Not decided yet"


def service(piece: Feedback) -> str:
    team = piece.team.service if piece.team else ""
    return piece.service or team or "Service not recorded"


def themes(piece: Feedback) -> set[tuple[str, str]]:
    """Return the group and name of each theme that a person gave an issue of a piece."""
    return {
        (coding.theme.group, coding.theme.name)
        for point in piece.points.all()
        if point.withdrawn_on is None
        for coding in point.codings.select_related("theme")
        if coding.applies
    }


def clocks(pieces: list[Feedback], today: datetime.date) -> Counter[tuple[str, str]]:
    """Return how many stand where at each step: every case's clocks are read whole."""
    counts: Counter[tuple[str, str]] = Counter()
    for piece in pieces:
        for step, state in _steps(piece, today):
            counts[step, state] += 1
    return counts


def _steps(piece: Feedback, today: datetime.date) -> Iterator[tuple[str, str]]:
    from goldthread.casework.events import procedure_of

    case = case_of(piece)
    met_by = {step.slug: step.met_by for step in procedure_of(case).steps}
    is_over = piece.closed_on is not None or case.state in ENDED
    for clock in read(case, events_of(case), today).clocks:
        if clock.round > 1 or met_by[clock.step] not in (ACKNOWLEDGED, REPLIED):
            continue
        register = getattr(piece, "case", None) is None or case._state.adding
        closed_on = piece.closed_on if register and piece.outcome != "Withdrawn" else None
        if clock.done_on is None and met_by[clock.step] == REPLIED and closed_on:
            yield clock.name, "In time" if closed_on <= clock.due else "Late"
        elif clock.done_on is None and (clock.ended_on is not None or is_over):
            yield clock.name, "Closed or withdrawn, and no day is recorded"
        elif clock.state == LATE:
            yield clock.name, "Late"
        else:
            yield clock.name, "In time" if clock.done_on else "Not due yet"


def remedies(pieces: list[Feedback]) -> Counter[str]:
    keys = {piece.pk for piece in pieces}
    return Counter(
        each.get_kind_display()
        for each in Remedy.objects.all()
        if each.feedback_id in keys and each.stopped_on is None and each.withdrawn_on is None
    )
