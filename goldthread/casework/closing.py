"""Closing a case: what is open is listed first, and nothing is ended in silence."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from goldthread.casework.choices import ENDED, Found, Happened, State
from goldthread.casework.commands import has_findings, said, without_finding
from goldthread.casework.events import happen, lock_case, settle
from goldthread.casework.findings import outcome_of, record_finding, undecided
from goldthread.casework.models import ComplaintCase
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.council.records.pages import address
from goldthread.feedback.models import Feedback, Point


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """Something of a case that is open when it is closed: what it is, and its page.

    end: ends it, given who does, the reason and the day; None for what goes on by itself after the case is closed.
    """

    text: str
    href: str = ""
    end: Callable[[Person, str, datetime.date], object] | None = None


Finds = Callable[[ComplaintCase], list[OpenItem]]
_FINDS: list[Finds] = []


def open_when_closing(function: Finds) -> Finds:
    """Have a function list what is open of a case when it is about to be closed, such as questions without an answer."""
    _FINDS.append(function)
    return function


@open_when_closing
def _points(case: ComplaintCase) -> list[OpenItem]:
    points = case.feedback.points.filter(withdrawn_on=None, position__in=without_finding(case))
    return [
        OpenItem(
            text=f"Issue {point.position}: nothing is recorded of what was found. It gets “No finding”.",
            end=lambda by, why, on, point=point: record_finding(
                by=by, point=point, found=Found.NO_FINDING, explanation=why, found_on=on
            ),
        )
        for point in points.order_by("position")
    ]


@open_when_closing
def _remedies(case: ComplaintCase) -> list[OpenItem]:
    remedies = case.feedback.remedies.counted().open().select_related("owner").order_by("due_on", "pk")
    return [
        OpenItem(
            text=f"Remedy: {remedy.title}. It stays open"
            + (f" and {remedy.owner.name}'s work." if remedy.owner else ", and nobody has it yet."),
            href=address(remedy),
        )
        for remedy in remedies
    ]


def open_items(case: ComplaintCase) -> list[OpenItem]:
    """Return all that is open of a case, in the order in which the rooms list it."""
    return [item for find in _FINDS for item in find(case)]


def without_learning(feedback: Feedback) -> list[Point]:
    """Return the upheld issues of a case that keep it from being closed: nobody decided what was learned."""
    return list(undecided(Point.objects.filter(feedback=feedback)).order_by("position"))


@command("casework.handle", trail=said)
def close(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str = "", version: int | None = None
) -> Feedback:
    """Close case: what it would end needs a reason, and what was upheld a decision on what was learned."""
    case = lock_case(feedback, version)
    if case.state in ENDED:
        raise Refused(f"{feedback.reference} is {State(case.state).label.lower()} already.")
    missing = without_learning(feedback)
    if missing:
        numbers = " and ".join(str(point.position) for point in missing)
        raise Refused(
            f"Upheld, and no decision on what was learned: issue {numbers}. Record a lesson, or why there is none."
        )
    ends = [item for item in open_items(case) if item.end is not None]
    if ends:
        saving.needs_reason(reason, "It is kept with each that is ended.")
    for item in ends:
        assert item.end is not None
        item.end(by, reason, on)
    happen(by, case, Happened.CLOSED, on, text=reason)
    return settle(case, closed_on=on, outcome=outcome_of(case) if has_findings(feedback) else "")
