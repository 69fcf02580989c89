"""Loading an audit sheet as a round: its tool found or made, each audit saved once, its figures counted, its findings recorded."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from goldthread.cell_text import plain
from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.records import people_named, saving
from goldthread.practice.importing.reading import AuditSheet, ReadAudit
from goldthread.practice.importing.who import Known, known_to, usual_order
from goldthread.practice.rounds.commands import record_findings, set_up_round
from goldthread.practice.rounds.models import Audit, AuditRound, RoundCase, Standing
from goldthread.practice.rounds.standing import recount
from goldthread.practice.tools.commands import NewQuestion, add_tool, put_into_use
from goldthread.practice.tools.models import AuditTool, ToolVersion

LEAD = "practice.lead"


@command(LEAD)
def load_round(
    *,
    by: Person,
    sheet: AuditSheet,
    filename: str,
    title: str,
    discipline: str,
    period_from: datetime.date,
    period_until: datetime.date,
    findings: Sequence[str] = (),
    team: Team | None = None,
    tool: AuditTool | None = None,
    grades: str = "",
    re_audit_of: AuditRound | None = None,
) -> AuditRound:
    """Load round from an audit sheet, with what it found; what is here already, from this sheet or another, is left out.

    tool: whose questions the columns are; of the round that it repeats, else one that asks just these, else a new one.
    """
    new = new_in(by, sheet)
    if not new:
        raise Refused("Every audit of this sheet is here already. Nothing was added.")
    if tool is None and re_audit_of is not None:
        tool = re_audit_of.tool_version.tool
    if tool is None:
        tool = same_questions(by, sheet, grades, discipline) or _tool_of(
            by, sheet, title, discipline, grades, period_from
        )
    used = tool.in_use
    if used is None:
        raise Refused("This tool is not in use yet.", field="tool")
    keys = keys_of(sheet, used)
    if unknown := [column for column, _ in sheet.questions if column not in keys]:
        raise Refused(
            f"{tool.title} does not ask “{unknown[0]}”. Choose another tool, or say that the column is not used.",
            field="tool",
        )
    audit_round = set_up_round(
        by=by,
        title=title,
        tool=tool,
        team=team,
        period_from=period_from,
        period_until=period_until,
        re_audit_of=re_audit_of,
    )
    saving.change(audit_round, sheet=filename[:200])
    _save(by, audit_round, new, keys)
    audit_round = recount(audit_round)
    if any(text.strip() for text in findings):
        audit_round = record_findings(
            by=by, audit_round=audit_round, findings=findings, decided_on=_today_or(period_until)
        )
    return audit_round


def _today_or(day: datetime.date) -> datetime.date:
    return min(day, timezone.localdate())


def new_in(by: Person, sheet: AuditSheet) -> list[ReadAudit]:
    """Return the audits of a sheet that the council does not have yet."""
    keys = [each.key for each in sheet.audits]
    here = set(
        Audit.objects.filter(council=by.council_id, source_key__in=keys).values_list("source_key", flat=True)
    )
    return [each for each in sheet.audits if each.key not in here]


def same_questions(by: Person, sheet: AuditSheet, grades: str, discipline: str) -> AuditTool | None:
    """Return the tool of a discipline in use that asks just what a sheet asks, so that rounds are compared; None for no such."""
    questions = {(plain(column), slug) for column, slug in sheet.questions}
    tools = AuditTool.objects.visible_to(by).filter(discipline=discipline)
    for tool in tools.prefetch_related("versions__questions").order_by("number"):
        used = tool.in_use
        if used is None or used.grades != grades:
            continue
        if {(plain(each.text), each.scale) for each in used.questions.all()} == questions:
            return tool
    return None


def keys_of(sheet: AuditSheet, version: ToolVersion) -> dict[str, str]:
    """Return the key of the question that each column of a sheet is, by its words and its scale."""
    keys = {(plain(each.text), each.scale): each.key for each in version.questions.all()}
    return {
        column: keys[plain(column), slug] for column, slug in sheet.questions if (plain(column), slug) in keys
    }


def _tool_of(
    by: Person, sheet: AuditSheet, title: str, discipline: str, grades: str, used_since: datetime.date
) -> AuditTool:
    """Make the tool that a sheet was done with, and put it into use: its columns are its questions."""
    tool = add_tool(
        by=by,
        title=title[:160],
        about="As the sheet has it.",
        discipline=discipline,
        grades=grades,
        questions=[NewQuestion(text=column[:300], scale=slug) for column, slug in sheet.questions],
    )
    return put_into_use(by=by, tool=tool, used_since=_today_or(used_since))


def _save(by: Person, audit_round: AuditRound, new: Sequence[ReadAudit], keys: Mapping[str, str]) -> None:
    known, names = known_to(by), people_named.named_under(audit_round)
    cases = [_case(by, audit_round, place, each, known) for place, each in enumerate(new, 1)]
    audits = []
    for case, each in zip(cases, new, strict=True):
        auditor = known.person(each.auditor) if each.auditor else None
        audit = Audit(
            council=by.council,
            round=audit_round,
            case=case,
            auditor=auditor,
            auditor_named=usual_order(each.auditor),
            answers={keys[column]: answer for column, answer in each.answers.items()},
            first_grade=each.grade,
            agreed_grade=each.agreed_grade,
            person_asked=each.person_asked,
            finished_on=each.audited_on,
            source_key=each.key,
            **each.texts,
        )
        saving.hide(audit, [*each.texts], names)
        audits.append(audit)
    RoundCase.objects.bulk_create(cases, batch_size=500)
    Audit.objects.bulk_create(audits, batch_size=500)


def _case(by: Person, audit_round: AuditRound, place: int, each: ReadAudit, known: Known) -> RoundCase:
    team = known.team(each.team) if each.team else None
    return RoundCase(
        council=by.council,
        round=audit_round,
        place=place,
        case_reference=each.reference,
        stratum=team.name if team else each.team,
        team=team,
        worker=known.person(each.worker) if each.worker else None,
        worker_named=usual_order(each.worker),
        standing=Standing.DRAWN,
    )


def own_work(sheet: AuditSheet) -> list[str]:
    """Return what to say of rows that whoever's work it is audited themselves."""
    return [
        f"Row {each.row}: the auditor is also named as the worker. It is loaded, and counts."
        for each in sheet.audits
        if each.worker and plain(usual_order(each.worker)) == plain(usual_order(each.auditor))
    ]


def defaults(sheet: AuditSheet, filename: str) -> dict[str, Any]:
    """Return what the form begins with: the name of the file, and the days of the first and the last audit."""
    days = [each.audited_on for each in sheet.audits]
    title = filename.rpartition(".")[0] or filename
    return {
        "title": " ".join(title.split())[:160],
        **({"period_from": min(days), "period_until": max(days)} if days else {}),
    }
