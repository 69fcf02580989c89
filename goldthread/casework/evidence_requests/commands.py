"""Commands on requests for evidence: asking, recording what came, and giving one up."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.casework.closing import OpenItem, open_when_closing
from goldthread.casework.events import lock_case
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.casework.models import ComplaintCase
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.pages import address
from goldthread.feedback.models import Feedback


@command("casework.handle")
def ask_for_evidence(
    *,
    by: Person,
    feedback: Feedback,
    title: str,
    asked_of: str,
    asked_on: datetime.date,
    due_on: datetime.date,
    owner: Person | None = None,
) -> EvidenceRequest:
    """Ask for evidence: what is needed, of whom, and by when."""
    lock_case(feedback)
    request = EvidenceRequest(
        council=by.council,
        feedback=feedback,
        title=title,
        asked_of=asked_of,
        asked_on=asked_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(request, based_on=[feedback])
    if owner is not None:
        assign(by=by, record=request, owner=owner)
    return request


@command("casework.handle", trail=people_named.reason_about("evidence_request"))
def edit_evidence_request(
    *, by: Person, evidence_request: EvidenceRequest, version: int, reason: str, **fields: Any
) -> EvidenceRequest:
    """Correct a request for evidence."""
    saving.needs_reason(reason)
    return saving.change(evidence_request, version=version, **fields)


@command("learning.carry_out")
def receive_evidence(
    *,
    by: Person,
    evidence_request: EvidenceRequest,
    received_on: datetime.date,
    received: str,
    version: int | None = None,
) -> EvidenceRequest:
    """Record evidence: what came, and when; files are added to the complaint's page."""
    if evidence_request.ended_on:
        raise Refused("This request was given up. Ask again.")
    return saving.change(evidence_request, version=version, received_on=received_on, received=received)


@command("casework.handle", trail=people_named.reason_about("evidence_request"))
def give_up_evidence(
    *,
    by: Person,
    evidence_request: EvidenceRequest,
    ended_on: datetime.date,
    reason: str,
    version: int | None = None,
) -> EvidenceRequest:
    """End a request for evidence: nothing came, or it is not needed any more, with the reason."""
    saving.needs_reason(reason)
    if evidence_request.received_on:
        raise Refused("It was received already.")
    return saving.change(evidence_request, version=version, ended_on=ended_on, ended_because=reason)


@open_when_closing
def _waiting(case: ComplaintCase) -> list[OpenItem]:
    waiting = case.feedback.evidence_requests.counted().open().order_by("due_on", "pk")
    return [
        OpenItem(
            text=f"Evidence asked for: {request.title}. The request is given up.",
            href=address(request),
            end=lambda by, why, on, request=request: give_up_evidence(
                by=by, evidence_request=request, ended_on=on, reason=why
            ),
        )
        for request in waiting
    ]
