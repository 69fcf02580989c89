"""Evidence for each claim of the self-assessment, followed down to every piece of feedback in a fixed number of queries."""

from __future__ import annotations

import datetime
import textwrap
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from goldthread.council.models import Person
from goldthread.council.records import search, walk
from goldthread.council.records.spec import type_of
from goldthread.evidence.models import CITED, Citation, Claim
from goldthread.reviews.models import Finding
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


# The dates of these say how old evidence is: when something was told, found, measured or sent to teams.
_DATED = ("feedback", "finding", "figure", "measure", "briefing")


def evidence_for(claims: Iterable[Claim]) -> dict[uuid.UUID, Evidence]:
    """Return the evidence for each claim, walked down to the feedback; all are of the council that is entered."""
    by_claim = {claim.pk: Evidence() for claim in claims}
    citations = (
        Citation.objects.counted()
        .filter(claim__in=by_claim)
        .select_related(
            "measure__action", "briefing", "finding__point", "finding__review", "figure__review", "feedback"
        )
        .order_by("created_at")
    )
    for citation in citations:
        by_claim[citation.claim_id].citations.append(citation)
    reached = walk.based_on(Claim, by_claim)
    dates = walk.newest(reached, _DATED)
    for key, evidence in by_claim.items():
        evidence.lessons = reached[key].get("lesson", set())
        evidence.feedback = reached[key].get("feedback", set())
        evidence.findings = reached[key].get("finding", set())
        evidence.newest = dates[key]
    return by_claim


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


# Findings and published figures are few, and are in the search index by their review only.
_NOT_INDEXED = {"finding": "point__text__icontains", "figure": "label__icontains"}


def citable(person: Person, kind: str) -> QuerySet:
    """Return the records of a kind that this person may see and so may cite."""
    if kind not in CITED or not person.may(type_of(kind).spec.permission):
        return Claim.objects.none()
    records = type_of(kind)._default_manager.visible_to(person)
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
