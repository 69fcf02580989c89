"""Commands on what agencies answer to findings: asking several at once, recording an answer, correcting one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.reviews.agencies.models import AgencyAnswer, AgencyDecision
from goldthread.reviews.models import Decision, Finding

_DONE = (AgencyDecision.IMPLEMENTED, AgencyDecision.EMBEDDED)


@command("reviews.record")
def ask_agencies(
    *,
    by: Person,
    finding: Finding,
    organisations: Sequence[Organisation],
    asked_on: datetime.date,
    owner: Person | None = None,
    due_on: datetime.date | None = None,
) -> Finding:
    """Ask agencies about a finding: each answers for itself."""
    if finding.decision == Decision.STRENGTH:
        raise Refused("This is a strength. It is kept and spread, and nobody implements it.")
    if not organisations:
        raise Refused("Choose the agencies that this finding is for.", field="organisations")
    already = set(finding.agency_answers.counted().values_list("organisation_id", flat=True))
    new = [each for each in organisations if each.pk not in already]
    if not new:
        raise Refused("These agencies are asked about this finding already.", field="organisations")
    for organisation in new:
        answer = AgencyAnswer(
            council=by.council,
            finding=finding,
            organisation=organisation,
            asked_on=asked_on,
            due_on=due_on,
            recorded_by=by,
        )
        saving.add(answer, based_on=[finding])
        assign(by=by, record=answer, owner=owner or by)
    return finding


@command("reviews.record")
def record_agency_answer(
    *,
    by: Person,
    answer: AgencyAnswer,
    decision: str,
    on: datetime.date,
    reason: str = "",
    does: str = "",
    their_owner: str = "",
    due_on: datetime.date | None = None,
    proof: str = "",
    version: int | None = None,
) -> AgencyAnswer:
    """Record an agency's answer: its decision, with the reason where it does not implement the finding.

    Implemented and embedded need what shows it; the first day of each step is kept.
    """
    if decision not in AgencyDecision.values or decision == AgencyDecision.UNDECIDED:
        raise Refused("Choose what the agency answers.", field="decision")
    if decision == AgencyDecision.NOT_IMPLEMENTED:
        saving.needs_explanation(reason, "Enter the agency's reason for not implementing it", field="reason")
    if decision in _DONE:
        saving.needs_explanation(proof, "Enter what shows it", field="proof")
    if decision == AgencyDecision.EMBEDDED and (answer.implemented_on is None or on <= answer.implemented_on):
        raise Refused(
            "Embedded means that practice stayed changed. Record implemented first, and embedding on a later day.",
            field="decision",
        )
    fields: dict[str, Any] = {
        "decision": decision,
        "reason": reason if decision == AgencyDecision.NOT_IMPLEMENTED else "",
        "does": does,
        "their_owner": their_owner,
        "due_on": due_on or answer.due_on,
        "proof": proof,
        "answered_on": answer.answered_on or on,
    }
    if decision in _DONE:
        fields["implemented_on"] = answer.implemented_on or on
        fields["embedded_on"] = on if decision == AgencyDecision.EMBEDDED else None
    else:
        fields |= {"implemented_on": None, "embedded_on": None}
    return saving.change(answer, version=version, **fields)


@command("reviews.record", trail=people_named.reason_about("answer"))
def edit_agency_answer(
    *, by: Person, answer: AgencyAnswer, version: int, reason: str, **fields: Any
) -> AgencyAnswer:
    """Correct which day an agency was asked, who sees to it there, and what it does."""
    saving.needs_reason(reason)
    return saving.change(answer, version=version, **fields)
