"""Reading rounds: their figures by domain, how many of the sample are done, what was swapped and why, and the round before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from goldthread.council.models import Person
from goldthread.practice.marking.blind import without_blind
from goldthread.practice.rounds.figures import GRADE, Difference, QuestionFigure, difference, figure
from goldthread.practice.rounds.models import Audit, AuditRound, RoundCase, Standing
from goldthread.practice.tools.models import ToolVersion


def figures_of(audit_round: AuditRound, version: ToolVersion) -> list[QuestionFigure]:
    """Return the figure of each question of a round in the order of its tool, and of the overall grade last."""
    figures = [
        figure(
            each.key,
            each.domain,
            each.text,
            version.answers_of(each.scale),
            audit_round.figures.get(each.key, {}),
        )
        for each in version.questions.all()
    ]
    if version.grades:
        grade = audit_round.figures.get(GRADE, {})
        figures.append(figure(GRADE, "", "Overall grade", version.answers_of(version.grades), grade))
    return figures


def round_before(audit_round: AuditRound) -> AuditRound | None:
    """Return the round to compare one with: that which it repeats, else the last of its tool, discipline and team before it."""
    rounds = AuditRound.objects.filter(council=audit_round.council_id).counted()
    rounds = rounds.select_related("tool_version__tool").prefetch_related("tool_version__questions")
    if audit_round.re_audit_of_id is not None:
        return rounds.filter(pk=audit_round.re_audit_of_id).first()
    earlier = rounds.filter(
        tool_version__tool=audit_round.tool_version.tool_id,
        team=audit_round.team_id,
        period_from__lt=audit_round.period_from,
    )
    return earlier.order_by("-period_from", "-pk").first()


def differences(now: list[QuestionFigure], before: list[QuestionFigure]) -> dict[str, Difference]:
    """Return by the key of each question how it differs from the round before; of those that are asked in the same words' key."""
    earlier = {each.key: each for each in before}
    return {each.key: difference(each, earlier.get(each.key)) for each in now if each.of}


@dataclass(frozen=True)
class Sample:
    """How far the sample of a round is."""

    listed: int
    drawn: int
    given: int
    finished: int
    told: int
    swapped: int


def sample_of(audit_round: AuditRound) -> Sample:
    """Return how many references are listed, drawn, given to an auditor, audited, told to their worker, and swapped out."""
    drawn = Q(standing=Standing.DRAWN)
    counted = RoundCase.objects.filter(round=audit_round).aggregate(
        listed=Count("pk"),
        drawn=Count("pk", filter=drawn),
        given=Count("pk", filter=drawn & Q(audit__isnull=False)),
        finished=Count("pk", filter=drawn & Q(audit__finished_on__isnull=False)),
        told=Count("pk", filter=drawn & Q(audit__told_on__isnull=False)),
        swapped=Count("pk", filter=Q(standing=Standing.SWAPPED)),
    )
    return Sample(**counted)


def by_domain(figures: list[QuestionFigure]) -> list[tuple[str, list[QuestionFigure]]]:
    """Return figures under their domains, in the order in which these first come."""
    domains: dict[str, list[QuestionFigure]] = {}
    for each in figures:
        domains.setdefault(each.domain, []).append(each)
    return list(domains.items())


def audits_for(person: Person) -> Any:
    """Return the audits that somebody may open: all for whoever leads; else those they do, and those of their own work."""
    audits = without_blind(Audit.objects.filter(council=person.council_id, round__withdrawn_on=None), person)
    if person.may("practice.lead"):
        return audits
    own = Q(case__worker=person, finished_on__isnull=False)
    return audits.filter(Q(auditor=person) | own)
