"""Reading second marks: how far they are, how far both marks agree, how sure a grade is, and one auditor's own drift."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from goldthread.analysis.agreement.agreement_report import AgreementReport
from goldthread.analysis.agreement.double_marks import (
    GradeUncertainty,
    Pair,
    agreement_rows,
    marks_agreement,
    too_few,
    uncertainty,
)
from goldthread.analysis.agreement.drift import Drift, RoundMarks, drift
from goldthread.council.models import Person
from goldthread.practice.marking.blind import BOTH_IN, seen_by_leads
from goldthread.practice.marking.models import ExternalAuditor, SecondMark
from goldthread.practice.rounds.models import Audit, AuditRound

ALONG = ("audit__case", "audit__auditor", "audit__round__tool_version", "marker", "agreed_by")


@dataclass(frozen=True)
class Progress:
    """How far the second marks of a round are: drawn, given to a marker, both marks in, and agreed."""

    drawn: int
    given: int
    both_in: int
    agreed: int
    differ: int


def progress_of(audit_round: AuditRound) -> Progress:
    """Return how far the second marks of a round are; differ: of those with both in, whose grades are not the same."""
    marks = SecondMark.objects.filter(audit__round=audit_round)
    counted = marks.aggregate(
        drawn=Count("pk"),
        given=Count("pk", filter=Q(marker__isnull=False)),
        both_in=Count("pk", filter=BOTH_IN),
        agreed=Count("pk", filter=Q(agreed_on__isnull=False)),
    )
    grades = marks.filter(BOTH_IN).values_list("audit__first_grade", "grade")
    return Progress(**counted, differ=sum(first != second for first, second in grades))


def both_in(audit_round: AuditRound) -> QuerySet[SecondMark]:
    """Return the second marks of a round of which both marks are in, in the order of the list."""
    marks = seen_by_leads(SecondMark.objects.filter(audit__round=audit_round))
    return marks.select_related(*ALONG).order_by("audit__case__place", "pk")


@dataclass(frozen=True)
class Agreement:
    """How far the marks of the files that were marked twice agree, and how sure a single grade is by them."""

    report: AgreementReport | None
    uncertainty: GradeUncertainty

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Return the figures with their ranges and how to read them."""
        return [] if self.report is None else agreement_rows(self.report)

    @property
    def too_few(self) -> str:
        """Return why the agreement cannot be judged, "" where it can."""
        return too_few(self.report)


def agreement_of(audit_round: AuditRound) -> Agreement:
    """Return how far the two marks of a round's files agree: both as given, before anything was agreed."""
    grades = audit_round.tool_version.grade_words
    pairs = _pairs(
        SecondMark.objects.filter(BOTH_IN, audit__round=audit_round).values_list(
            "audit__first_grade", "grade"
        ),
        grades,
    )
    return Agreement(marks_agreement(pairs, grades), uncertainty(pairs, grades))


@dataclass(frozen=True)
class MarkedTwice:
    """What the page of a round says of its second marks to somebody; is_blind: they still have one to give."""

    drawn: int
    both_in: int
    is_blind: bool
    agreement: Agreement | None
    externals: list[ExternalAuditor]


def marked_twice(audit_round: AuditRound, person: Person) -> MarkedTwice:
    """Return what the page of a round says of its second marks; to whoever has one to give, nothing of the grades."""
    marks = SecondMark.objects.filter(audit__round=audit_round)
    own = Q(marker=person) & ~BOTH_IN
    counted = marks.aggregate(
        drawn=Count("pk"), both_in=Count("pk", filter=BOTH_IN), own=Count("pk", filter=own)
    )
    externals = audit_round.external_auditors.select_related("person").order_by("created_at", "pk")
    shows = counted["both_in"] and not counted["own"]
    return MarkedTwice(
        drawn=counted["drawn"],
        both_in=counted["both_in"],
        is_blind=bool(counted["own"]),
        agreement=agreement_of(audit_round) if shows else None,
        externals=list(externals),
    )


def sure_of(audit: Audit) -> str:
    """Return how far the grade of an audit may be off, in words, from the files of its round that were marked twice."""
    grades = audit.round.tool_version.grade_words
    if audit.first_grade not in grades:
        return ""
    pairs = _pairs(
        SecondMark.objects.filter(BOTH_IN, audit__round=audit.round_id).values_list(
            "audit__first_grade", "grade"
        ),
        grades,
    )
    sure = uncertainty(pairs, grades)
    around = sure.around(audit.first_grade)
    if not sure.is_few and len(around) > 1:
        return f"{sure.sentence()} This one could be {around[0]} to {around[-1]}."
    return sure.sentence()


def _pairs(marks: Sequence[tuple[str, str]] | QuerySet, grades: Sequence[str]) -> list[Pair]:
    # One left out of the count, such as "not graded", is no grade to agree on.
    return [(first, second) for first, second in marks if first in grades and second in grades]


@dataclass(frozen=True)
class OwnGrades:
    """One auditor's grades beside the other marks of the same files and beside those agreed.

    agreement: with the other marker, of the scale they used most; grades: that scale. drift: own grade less the agreed.
    """

    agreement: Agreement
    grades: tuple[str, ...]
    drift: Drift
    rounds: list[tuple[AuditRound, int]]


def grades_of(person: Person) -> OwnGrades:
    """Return somebody's own grades, as first and as second marker, beside the other's and those agreed."""
    marks = SecondMark.objects.filter(
        Q(audit__auditor=person) | Q(marker=person),
        BOTH_IN,
        council=person.council_id,
        audit__round__withdrawn_on=None,
    )
    marks = marks.select_related("audit__round__tool_version__tool").order_by(
        "audit__round__period_until", "audit__round_id", "pk"
    )
    pairs: dict[tuple[str, ...], list[Pair]] = {}
    rounds: dict[AuditRound, list[int]] = {}
    for mark in marks:
        audit = mark.audit
        own, other = (
            (audit.first_grade, mark.grade)
            if audit.auditor_id == person.pk
            else (mark.grade, audit.first_grade)
        )
        grades = tuple(audit.round.tool_version.grade_words)
        if own in grades and other in grades:
            pairs.setdefault(grades, []).append((own, other))
        if own in grades and audit.agreed_grade in grades:
            apart = grades.index(own) - grades.index(audit.agreed_grade)
            rounds.setdefault(audit.round, []).append(apart)
    used = Counter({grades: len(graded) for grades, graded in pairs.items()}).most_common(1)
    scale = used[0][0] if used else ()
    graded = pairs.get(scale, [])
    return OwnGrades(
        agreement=Agreement(marks_agreement(graded, scale), uncertainty(graded, scale)),
        grades=scale,
        drift=drift(RoundMarks(each.period_until, tuple(apart)) for each, apart in rounds.items()),
        rounds=[(each, len(apart)) for each, apart in rounds.items()],
    )


def auditors_of(audit_round: AuditRound) -> list[Person]:
    """Return who audits in a round, by name: each can be shown their own grades, and nobody is set beside another."""
    audits = Audit.objects.filter(round=audit_round, auditor__isnull=False)
    return list(Person.objects.filter(pk__in=audits.values("auditor")).order_by("name", "pk"))


def is_over(until: datetime.date, today: datetime.date) -> bool:
    """Return whether the last day of an external auditor is past."""
    return until < today
