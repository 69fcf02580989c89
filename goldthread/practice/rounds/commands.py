"""Commands on audit rounds: setting one up, correcting it, moderation ended, what it found, and ending it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.practice.rounds import embedding
from goldthread.practice.rounds.models import AuditRound
from goldthread.practice.rounds.standing import recount
from goldthread.practice.tools.models import AuditTool
from goldthread.reviews import commands as reviews
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.themes.coding import commands as coding

LEAD = "practice.lead"
KIND = "practice_audit"


@command(LEAD)
def set_up_round(
    *,
    by: Person,
    title: str,
    tool: AuditTool,
    period_from: datetime.date,
    period_until: datetime.date,
    team: Team | None = None,
    due_on: datetime.date | None = None,
    owner: Person | None = None,
    re_audit_of: AuditRound | None = None,
) -> AuditRound:
    """Set up round of audits with the version of a tool that is in use; re_audit_of: the earlier round that it repeats."""
    used = tool.in_use
    if used is None:
        raise Refused(f"{tool.title} is not in use yet. Put its version into use first.", field="tool")
    if re_audit_of is not None and re_audit_of.tool_version.tool_id != tool.pk:
        raise Refused("A re-audit uses the tool of the round that it repeats.", field="tool")
    audit_round: AuditRound = saving.add(
        AuditRound(
            council=by.council,
            title=title,
            tool_version=used,
            discipline=tool.discipline,
            team=team,
            period_from=period_from,
            period_until=period_until,
            due_on=due_on,
            re_audit_of=re_audit_of,
        )
    )
    assign(by=by, record=audit_round, owner=owner or by)
    if re_audit_of is not None:
        recount(re_audit_of)
    return audit_round


@command(LEAD, trail=people_named.reason_about("audit_round"))
def edit_round(
    *,
    by: Person,
    audit_round: AuditRound,
    reason: str,
    version: int | None = None,
    **fields: Any,
) -> AuditRound:
    """Correct round: what it is called, its team, its period and its date."""
    saving.needs_reason(reason)
    return saving.change(audit_round, version=version, **fields)


@command(LEAD)
def end_moderation(
    *, by: Person, audit_round: AuditRound, moderated_on: datetime.date, version: int | None = None
) -> AuditRound:
    """Record that the grades of a round were moderated."""
    _check_open(audit_round)
    saving.change(audit_round, version=version, moderated_on=moderated_on)
    return recount(audit_round)


@command(LEAD)
def record_findings(
    *,
    by: Person,
    audit_round: AuditRound,
    findings: Sequence[str],
    decided_on: datetime.date,
    question_key: str = "",
) -> AuditRound:
    """Record what a round found: as findings of a practice audit, which are decided on and coded like any other.

    question_key: of the question that shows it, whose theme the findings get.
    """
    texts = [text.strip() for text in findings if text.strip()]
    if not texts:
        raise Refused("Enter at least one finding.", field="findings")
    new = [NewFinding(text=text, team=audit_round.team) for text in texts]
    saving.lock(audit_round)
    if audit_round.review is not None and audit_round.review.withdrawn_on is None:
        added = reviews.add_findings(by=by, review=audit_round.review, findings=new)
    else:
        review = reviews.record(
            by=by,
            new=NewReview(
                kind=KIND,
                title=f"{audit_round.title} ({audit_round.reference})",
                body=by.council.name,
                decided_on=decided_on,
                findings=new,
                their_reference=audit_round.reference,
            ),
            today=decided_on,
        )
        saving.change(audit_round, review=review)
        added = list(review.findings.select_related("point").order_by("point__position", "pk"))
    question = audit_round.tool_version.questions.filter(key=question_key).first() if question_key else None
    if question is not None and question.theme is not None and question.theme.state == "active":
        for finding in added:
            coding.code(by=by, point=finding.point, themes=[question.theme])
    return audit_round


@command(LEAD)
def end_round(
    *, by: Person, audit_round: AuditRound, told_on: datetime.date, version: int | None = None
) -> AuditRound:
    """End round: the organisation is told what it found, and it answers what it was named for as a test of embedding."""
    _check_open(audit_round)
    saving.check_version(audit_round, version, {"told_on": told_on})
    saving.lock(audit_round)
    if told_on < audit_round.period_from:
        raise Refused("The period that is audited begins after that date.", field="told_on")
    finished = audit_round.audits.filter(finished_on__isnull=False)
    if not finished.exists():
        raise Refused("No audit of this round is finished.")
    waiting = audit_round.audits.filter(finished_on=None).count()
    if waiting:
        raise Refused(
            f"{waiting} {'audit is' if waiting == 1 else 'audits are'} not finished. Finish or swap each first."
        )
    saving.change(audit_round, told_on=told_on)
    ended = recount(audit_round)
    embedding.answer_tests(by=by, audit_round=ended, on=told_on)
    return ended


def _check_open(audit_round: AuditRound) -> None:
    if not audit_round.is_open:
        raise Refused(f"{audit_round.reference} is ended. Nothing of it changes any more.")
