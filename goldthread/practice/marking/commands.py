"""Commands on second marks: choosing files by lot, giving them to markers, marking blind, and agreeing a grade."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.analysis.sampling import draw, shared_out
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.people.fields import people_who_may
from goldthread.council.people.permissions import WITH_A_ROUND
from goldthread.council.records import saving
from goldthread.practice.marking.blind import marks_for
from goldthread.practice.marking.models import ExternalAuditor, SecondDraw, SecondMark
from goldthread.practice.rounds.auditing import checked
from goldthread.practice.rounds.drawing import is_own_work
from goldthread.practice.rounds.models import Audit, AuditRound, Standing
from goldthread.practice.rounds.standing import recount

LEAD, MARK = "practice.lead", "practice.mark"
_SEEDS = 2**31


@command(LEAD)
def draw_second_marks(
    *,
    by: Person,
    audit_round: AuditRound,
    share: int,
    drawn_on: datetime.date,
    because: str = "",
    seed: int | None = None,
) -> AuditRound:
    """Draw files of a round to be marked twice, by lot within each stratum; seed: drawn itself where none is given.

    Drawn again, with the reason, only before the first second mark is begun; both seeds are kept.
    """
    _check_open(audit_round)
    saving.lock(audit_round)
    audits = list(_of_sample(audit_round))
    if not audits:
        raise Refused("Give the sample to auditors first: what is marked twice is chosen from it.")
    if not audit_round.tool_version.grades:
        raise Refused("This tool has no overall grade, so there is nothing to compare.")
    if not 1 <= share <= 100:
        raise Refused("Enter a percentage between 1 and 100.", field="share")
    begun = SecondMark.objects.filter(audit__round=audit_round)
    again = audit_round.second_draws.exists()
    if again:
        saving.needs_explanation(because, "Enter why it is drawn again", field="because")
        if begun.exclude(grade="", answers={}).exists():
            raise Refused("A second mark is begun. What is marked twice stays as it was drawn.")
        begun.delete()
    size = -(-len(audits) * share // 100)
    strata: dict[str, list[str]] = {}
    by_reference = {each.case.case_reference: each for each in audits}
    for each in audits:
        strata.setdefault(each.case.stratum, []).append(each.case.case_reference)
    sizes = shared_out(size, {name: len(references) for name, references in strata.items()})
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    chosen = [by_reference[reference] for reference in draw(strata, sizes, seed)]
    SecondMark.objects.bulk_create([SecondMark(council=by.council, audit=audit) for audit in chosen])
    saving.add_part(
        SecondDraw(
            council=by.council,
            round=audit_round,
            drawn_on=drawn_on,
            seed=seed,
            share=share,
            size=size,
            of=len(audits),
            because=because,
            by=by,
        ),
        audit_round,
    )
    return audit_round


@command(LEAD)
def give_second_marks(*, by: Person, audit_round: AuditRound, markers: Sequence[Person]) -> AuditRound:
    """Give second marks to markers in turn: never the first auditor's own file, and never anybody's own work."""
    _check_open(audit_round)
    if not markers:
        raise Refused("Select at least one second marker.", field="markers")
    may = {each.pk for each in possible_markers(by, audit_round)}
    if wrong := next((each for each in markers if each.pk not in may), None):
        raise Refused(f"{wrong.name} may not mark in this round.", field="markers")
    waiting = SecondMark.objects.filter(audit__round=audit_round, marker=None, finished_on=None)
    load: dict[Person, int] = dict.fromkeys(markers, 0)
    given = 0
    for mark in waiting.select_related("audit__case").order_by("audit__case__place", "pk"):
        able = [each for each in markers if _may_mark(each, mark.audit)]
        if able:
            mark.marker = min(able, key=load.__getitem__)
            load[mark.marker] += 1
            mark.save(update_fields=["marker"])
            given += 1
    if not given:
        raise Refused(
            "Nothing was given: every second mark has its marker, or it is their own file or work.",
            field="markers",
        )
    return audit_round


@command(MARK)
def save_second_mark(
    *,
    by: Person,
    mark: SecondMark,
    answers: Mapping[str, Any],
    notes: Mapping[str, str] | None = None,
    grade: str = "",
    why: str = "",
    finished_on: datetime.date | None = None,
) -> SecondMark:
    """Save second mark of a file, by whoever it was given to; finished_on: it is done and does not change any more."""
    if mark.marker_id != by.pk:
        raise PermissionDenied("this second mark was given to somebody else")
    saving.lock(mark)
    mine = marks_for(by, timezone.localdate()).filter(pk=mark.pk).select_related("audit__case")
    current = mine.select_related("audit__round__tool_version", "audit__case").first()
    if current is None:
        raise PermissionDenied("this round is not open to you any more")
    audit_round, case = current.audit.round, current.audit.case
    _check_open(audit_round)
    if is_own_work(case, by):
        raise Refused("This is your own work. Somebody else marks it.")
    if case.standing != Standing.DRAWN:
        raise Refused("This reference was swapped out.")
    if mark.finished_on:
        raise Refused("This second mark is finished, so that neither mark follows the other.")
    version = audit_round.tool_version
    given = checked(version, answers)
    if grade and grade not in {words for words, _ in version.answers_of(version.grades)}:
        raise Refused("Choose a grade of the tool.", field="grade")
    if finished_on is not None:
        for question in version.questions.all():
            if question.is_compulsory and question.key not in given:
                raise Refused(f"Answer “{question.text}”", field=f"answer_{question.key}")
        if not grade:
            raise Refused("Choose the grade.", field="grade")
    return saving.change_part(
        mark,
        audit_round,
        answers=given,
        notes={key: text for key, text in (notes or {}).items() if text.strip()},
        grade=grade,
        why=why,
        finished_on=finished_on,
    )


@command(LEAD)
def agree_grade(
    *, by: Person, mark: SecondMark, grade: str, because: str, agreed_on: datetime.date
) -> SecondMark:
    """Agree grade of a file that was marked twice, with the reason; the first grade stays beside it."""
    audit = mark.audit
    saving.lock(mark, audit)
    _check_open(audit.round)
    if not mark.are_both_in:
        raise Refused("Both marks are needed before a grade is agreed.")
    if grade not in audit.round.tool_version.grade_words:
        raise Refused("Choose a grade of the tool.", field="grade")
    saving.needs_explanation(because, "Enter why this grade was agreed", field="because")
    saving.change_part(audit, audit.round, agreed_grade=grade)
    saving.change_part(mark, audit.round, agreed_on=agreed_on, agreed_by=by, agreed_because=because)
    recount(audit.round)
    return mark


def possible_markers(by: Person, audit_round: AuditRound) -> list[Person]:
    """Return who can be given second marks of a round: whoever audits here, and its external auditors of today."""
    here = list(people_who_may(by, MARK).exclude(memberships__role=WITH_A_ROUND).order_by("name", "pk"))
    today = timezone.localdate()
    given = ExternalAuditor.objects.filter(round=audit_round, ended_on=None, until__gte=today)
    return here + [each.person for each in given.select_related("person").order_by("person__name", "pk")]


def _may_mark(marker: Person, audit: Audit) -> bool:
    return audit.auditor_id != marker.pk and not is_own_work(audit.case, marker)


def _of_sample(audit_round: AuditRound) -> Any:
    audits = audit_round.audits.filter(case__standing=Standing.DRAWN, auditor__isnull=False)
    return audits.select_related("case").order_by("case__place", "pk")


def _check_open(audit_round: AuditRound) -> None:
    if not audit_round.is_open:
        raise Refused(f"{audit_round.reference} is ended. Nothing of it changes any more.")
