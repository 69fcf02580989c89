"""Commands on one audit: saving it as far as it is done, finishing it, telling the worker, and the worker's own reflection."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.practice.rounds.drawing import AUDIT, LEAD, is_own_work
from goldthread.practice.rounds.models import AskedHow, Audit, Standing
from goldthread.practice.rounds.standing import recount
from goldthread.practice.tools.models import ToolVersion

OWN = "practice.own"


@command(AUDIT)
def save_audit(
    *,
    by: Person,
    audit: Audit,
    answers: Mapping[str, Any],
    notes: Mapping[str, str] | None = None,
    strengths: str = "",
    learning: str = "",
    why: str = "",
    person_asked: str = "",
    person_view: str = "",
    grade: str = "",
    finished_on: datetime.date | None = None,
) -> Audit:
    """Save audit: each answer and word, by whoever it was given to; finished_on: it is done, and the worker is told.

    Finished, it needs what went well, each compulsory question, the grade where the tool has one, and whether the person was asked.
    """
    check_audits(by, audit)
    audit_round = audit.round
    saving.lock(audit_round, audit)
    if not audit_round.is_open:
        raise Refused(f"{audit_round.reference} is ended. Nothing of it changes any more.")
    if audit.finished_on and finished_on is None:
        raise Refused("This audit is finished. Send it as finished again to correct it.")
    version = audit_round.tool_version
    given = checked(version, answers)
    if grade and grade not in {words for words, _ in version.answers_of(version.grades)}:
        raise Refused("Choose a grade of the tool.", field="grade")
    if finished_on is not None:
        _check_whole(version, given, strengths=strengths, grade=grade, person_asked=person_asked)
        if person_asked == AskedHow.ASKED and not person_view.strip():
            raise Refused("Enter what the person says about the work.", field="person_view")
    saving.change_part(
        audit,
        audit_round,
        answers=given,
        notes={key: text for key, text in (notes or {}).items() if text.strip()},
        strengths=strengths,
        learning=learning,
        why=why,
        person_asked=person_asked,
        person_view=person_view,
        first_grade=grade,
        finished_on=finished_on,
        # Whoever has an account can open it from now on; a worker without one is told on paper.
        told_on=audit.told_on or (finished_on if audit.case.worker_id else None),
    )
    recount(audit_round)
    return audit


def check_audits(by: Person, audit: Audit) -> None:
    """Refuse whoever the audit was not given to, and anybody's own work."""
    if audit.auditor_id != by.pk:
        raise PermissionDenied("this audit was given to somebody else")
    if is_own_work(audit.case, by):
        raise Refused("This is your own work. Somebody else audits it.")
    if audit.case.standing != Standing.DRAWN:
        raise Refused("This reference was swapped out.")


def checked(version: ToolVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to the questions of a version; raises Refused for one that its scale does not have."""
    given: dict[str, Any] = {}
    for question in version.questions.all():
        answer = answers.get(question.key)
        if not answer:
            continue
        words = {each for each, _ in version.answers_of(question.scale)}
        if words and not set(answer if isinstance(answer, list) else [answer]) <= words:
            raise Refused(f"“{question.text}”: choose one of its answers.", field=f"answer_{question.key}")
        given[question.key] = answer
    return given


def _check_whole(
    version: ToolVersion, given: Mapping[str, Any], *, strengths: str, grade: str, person_asked: str
) -> None:
    if not strengths.strip():
        raise Refused("Enter what went well. It comes first.", field="strengths")
    for question in version.questions.all():
        if question.is_compulsory and question.key not in given:
            raise Refused(f"Answer “{question.text}”", field=f"answer_{question.key}")
    if version.grades and not grade:
        raise Refused("Choose the grade.", field="grade")
    if not person_asked:
        raise Refused("Say whether the person was asked about the work.", field="person_asked")


@command(LEAD)
def record_told(*, by: Person, audit: Audit, told_on: datetime.date) -> Audit:
    """Record that the worker was told: with the printed page, or in a talk."""
    if audit.finished_on is None:
        raise Refused("The audit is not finished yet.")
    return saving.change_part(audit, audit.round, told_on=told_on)


@command(OWN)
def reflect(*, by: Person, audit: Audit, reflection: str, reflected_on: datetime.date) -> Audit:
    """Save reflection of the worker on an audit of their own work."""
    if audit.case.worker_id != by.pk:
        raise PermissionDenied("this is the work of somebody else")
    if audit.finished_on is None:
        raise Refused("The audit is not finished yet.")
    saving.needs_explanation(reflection, "Enter what you take from it", field="reflection")
    return saving.change_part(audit, audit.round, reflection=reflection, reflected_on=reflected_on)
