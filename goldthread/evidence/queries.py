"""Evidence for each claim of the self-assessment, followed down to every piece of feedback in a fixed number of queries."""

from __future__ import annotations

import datetime
import textwrap
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, QuerySet

from goldthread.briefings.models import Briefing, BriefingLesson
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.evidence.models import CITED, Citation, Claim
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure, Reading
from goldthread.learning.models import LessonBasis
from goldthread.reviews.models import Figure, Finding
from goldthread.standards import framework as frameworks
from goldthread.standards.framework import Statement

# Evidence older than this says little about how things are now.
OLD_AFTER = datetime.timedelta(days=365)


@dataclass
class Evidence:
    """Evidence for a claim: its citations, the lessons below them, and the feedback and findings below those."""

    citations: list[Citation] = field(default_factory=list)
    lessons: set[uuid.UUID] = field(default_factory=set)
    feedback: set[uuid.UUID] = field(default_factory=set)
    findings: set[uuid.UUID] = field(default_factory=set)
    newest: datetime.date | None = None

    @property
    def has_gap(self) -> bool:
        """Whether no feedback supports it: a finding is what a reviewer found, not what a person told us."""
        return not self.feedback

    def is_old(self, today: datetime.date) -> bool:
        """Whether its newest evidence is more than a year old."""
        return self.newest is not None and today - self.newest > OLD_AFTER

    def add_date(self, on: datetime.date | None) -> None:
        """Take in the date of one piece of evidence."""
        if on is not None and (self.newest is None or on > self.newest):
            self.newest = on


def evidence_for(claims: Iterable[Claim]) -> dict[uuid.UUID, Evidence]:
    """Return the evidence for each claim; all are of the council that is entered.

    The way down is: a measure to its action's lesson, a briefing to its lessons, a lesson to its points,
    a point to its feedback or finding.
    """
    by_claim = {claim.pk: Evidence() for claim in claims}
    citations = (
        Citation.objects.filter(claim__in=by_claim)
        .select_related(
            "measure__action", "briefing", "finding__point", "finding__review", "figure__review", "feedback"
        )
        .order_by("created_at")
    )
    for citation in citations:
        by_claim[citation.claim_id].citations.append(citation)
    every = list(by_claim.values())
    _add_lessons(every)
    _add_basis(every)
    _add_dates(every)
    return by_claim


def _by_cited(every: list[Evidence], kind: str) -> dict[uuid.UUID, list[Evidence]]:
    """Return the keys of the records of a kind that are cited, each with the evidence that cites it."""
    by_key = defaultdict(list)
    for evidence in every:
        for citation in evidence.citations:
            if key := getattr(citation, f"{kind}_id"):
                by_key[key].append(evidence)
    return by_key


def _add_lessons(every: list[Evidence]) -> None:
    for evidence in every:
        for citation in evidence.citations:
            if citation.measure and citation.measure.action:
                evidence.lessons.add(citation.measure.action.lesson_id)
    by_briefing = _by_cited(every, "briefing")
    pairs = BriefingLesson.objects.filter(briefing__in=by_briefing).values_list("briefing_id", "lesson_id")
    for briefing, lesson in pairs:
        for evidence in by_briefing[briefing]:
            evidence.lessons.add(lesson)


def _add_basis(every: list[Evidence]) -> None:
    by_lesson = defaultdict(list)
    for evidence in every:
        for lesson in evidence.lessons:
            by_lesson[lesson].append(evidence)
        for citation in evidence.citations:
            if citation.feedback_id:
                evidence.feedback.add(citation.feedback_id)
            if citation.finding_id:
                evidence.findings.add(citation.finding_id)
    basis = LessonBasis.objects.filter(lesson__in=by_lesson).values_list(
        "lesson_id",
        "point__feedback_id",
        "point__feedback__received_on",
        "point__finding__id",
        "point__finding__review__decided_on",
    )
    for lesson, feedback, received_on, finding, decided_on in basis:
        for evidence in by_lesson[lesson]:
            if feedback:
                evidence.feedback.add(feedback)
                evidence.add_date(received_on)
            if finding:
                evidence.findings.add(finding)
                evidence.add_date(decided_on)


def _add_dates(every: list[Evidence]) -> None:
    by_measure = _by_cited(every, "measure")
    latest = Reading.objects.filter(measure__in=by_measure).order_by().values_list("measure_id")
    for measure, month in latest.annotate(last=Max("month")):
        for evidence in by_measure[measure]:
            evidence.add_date(month)
    for evidence in every:
        for citation in evidence.citations:
            evidence.add_date(date_of(citation))


def date_of(citation: Citation) -> datetime.date | None:
    """Return the date of the record that is cited, where it has one of its own."""
    if citation.feedback:
        return citation.feedback.received_on
    if citation.briefing:
        return citation.briefing.sent_on
    review = citation.finding.review if citation.finding else citation.figure and citation.figure.review
    return review.decided_on if review else None


def feedback_counts(claims: Iterable[Claim]) -> dict[uuid.UUID, int]:
    """Return how many pieces of feedback support each claim; nought where there is a gap."""
    return {key: len(evidence.feedback) for key, evidence in evidence_for(claims).items()}


def current_claims(person: Person, statement: str = "") -> QuerySet:
    """Return the claims that are not archived, in order, of one statement or all, in the framework in force."""
    claims = Claim.objects.visible_to(person).filter(
        framework=frameworks.current().slug, archived_on__isnull=True
    )
    return claims.filter(statement=statement) if statement else claims


@dataclass(frozen=True)
class Tally:
    """A statement with the number of its claims, and of those with feedback, with a gap, and with old evidence."""

    statement: Statement
    claims: int = 0
    with_feedback: int = 0
    gaps: int = 0
    old: int = 0


def tallies(person: Person, today: datetime.date) -> list[tuple[str, list[Tally]]]:
    """Return the framework's themes, each with the tallies of its statements."""
    framework = frameworks.current()
    claims = list(current_claims(person))
    evidence = evidence_for(claims)
    by_statement = defaultdict(list)
    for claim in claims:
        by_statement[claim.statement].append(evidence[claim.pk])

    def tally(statement: Statement) -> Tally:
        every = by_statement[statement.slug]
        gaps = sum(each.has_gap for each in every)
        old = sum(each.is_old(today) for each in every)
        return Tally(statement, len(every), len(every) - gaps, gaps, old)

    return [
        (theme.name, [tally(s) for s in framework.statements if s.theme == theme.slug])
        for theme in framework.themes
    ]


# What can be cited: its name, its page, and the permission that opens that page.
KINDS: dict[str, tuple[str, str, str]] = {
    "measure": ("Measure", "impact:measure", "impact.read"),
    "briefing": ("Briefing", "briefings:detail", "briefings.read"),
    "finding": ("Finding", "reviews:finding", "reviews.read"),
    "figure": ("Published figure", "reviews:figure", "reviews.read"),
    "feedback": ("Feedback", "feedback:detail", "feedback.read"),
}
_MODELS: dict[str, Any] = {
    "measure": Measure, "briefing": Briefing, "finding": Finding, "figure": Figure, "feedback": Feedback,
}  # fmt: skip
# Findings and published figures are few, and are in the search index by their review only.
_NOT_INDEXED = {"finding": "point__text__icontains", "figure": "label__icontains"}


def citable(person: Person, kind: str) -> QuerySet:
    """Return the records of a kind that this person may see and so may cite."""
    if kind not in CITED or not person.may(KINDS[kind][2]):
        return Measure.objects.none()
    records = _MODELS[kind].objects.visible_to(person)
    if kind == "briefing":
        return records.filter(sent_on__isnull=False)
    return records.select_related("point", "review") if kind == "finding" else records


def offered(person: Person, kind: str, words: str, most: int) -> Sequence[Any]:
    """Return records of a kind to choose from: the best matches for some words, or the newest."""
    records = citable(person, kind)
    if words and kind not in _NOT_INDEXED:
        keys = [entry.record_id for entry in search.find(person, words, kind=kind, most=most).entries]
        by_key = records.in_bulk(keys)
        return [by_key[key] for key in keys if key in by_key]
    if words:
        records = records.filter(**{_NOT_INDEXED[kind]: words})
    return list(records.order_by("-id")[:most])


def title_of(record: Any) -> str:
    """Return the title of a record that is cited, in one line."""
    if isinstance(record, Finding):
        return record.heading or textwrap.shorten(record.point.text, 120, placeholder="…")
    reference = getattr(record, "reference", "")
    name = getattr(record, "title", "") or str(record)
    return f"{reference} {name}".strip()
