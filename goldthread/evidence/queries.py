"""Queries for the self-assessment: its claims by statement, and the records that may be cited as evidence."""

from __future__ import annotations

import datetime
import textwrap
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.council.records.counting import kept_counts
from goldthread.council.records.spec import type_of
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import CITED, COUNT, Citation, Claim, statement_name
from goldthread.evidence.standing import Standing
from goldthread.learning.documents import queries as documents
from goldthread.learning.documents.models import Document
from goldthread.reviews.models import Finding
from goldthread.standards.framework import Framework, Statement
from goldthread.themes.coding.quotes import readable_points


def date_of(citation: Citation) -> datetime.date | None:
    """Return the date of the record that is cited, where it has one of its own."""
    if citation.kind == COUNT:
        return None
    if citation.document:
        return citation.document.edition_on
    if citation.feedback:
        return citation.feedback.received_on
    if citation.pilot:
        return citation.pilot.decided_on or citation.pilot.started_on or citation.pilot.noted_on
    if citation.briefing:
        return citation.briefing.sent_on
    if citation.quotation:
        return citation.quotation.said_on
    review = citation.finding.review if citation.finding else citation.figure and citation.figure.review
    return review.decided_on if review else None


def current_claims(person: Person, statement: str = "") -> QuerySet:
    """Return the claims that are not archived, in order, of one statement or all, in the framework in force.

    Whichever version they were written under: a statement that the one in force still has keeps its claims.
    """
    claims = Claim.objects.visible_to(person).filter(archived_on__isnull=True).select_related("overridden_by")
    if statement:
        return claims.filter(statement=statement)
    return claims.filter(statement__in=slugs_in_force(person))


def slugs_in_force(person: Person) -> list[str]:
    """Return the short names of the statements of the framework in force."""
    return [statement.slug for statement in in_force(person.council_id).statements]


def statement_names(council_id: uuid.UUID) -> Callable[[str], str]:
    """Return what names a statement by its slug: as the council's framework in force does, else as the one that is shipped."""
    names = {statement.slug: statement.name for statement in in_force(council_id).statements}
    return lambda slug: names.get(slug) or statement_name(slug)


@dataclass(frozen=True)
class Tally:
    """A statement with the number of its claims, and how many of them stand in each way."""

    statement: Statement
    claims: int = 0
    with_feedback: int = 0
    gaps: int = 0
    old: int = 0
    ready: int = 0
    overridden: int = 0
    no_change: int = 0
    weakness: int = 0


_TALLY = {"feedback": "with_feedback"}
COUNTED: dict[str, Callable[[Standing, datetime.date], bool]] = {
    "ready": lambda standing, today: standing.is_ready,
    "gaps": lambda standing, today: bool(standing.gaps),
    "feedback": lambda standing, today: not standing.evidence.has_gap,
    "overridden": lambda standing, today: bool(standing.overridden),
    "no_change": lambda standing, today: standing.denies_change,
    "old": lambda standing, today: standing.evidence.is_old(today),
    "weakness": lambda standing, today: standing.strength.has_plan,
}
"""What is counted of claims, each by a word that stands in the address of the list of just those."""


def tallies(
    framework: Framework, standings: Sequence[Standing], today: datetime.date
) -> list[tuple[str, list[Tally]]]:
    """Return a framework's themes, each with the tallies of its statements, of claims as they stand."""
    by_statement = defaultdict(list)
    for each in standings:
        by_statement[each.claim.statement].append(each)

    def tally(statement: Statement) -> Tally:
        standing = by_statement[statement.slug]
        return Tally(
            statement,
            claims=len(standing),
            **{
                _TALLY.get(name, name): sum(is_so(each, today) for each in standing)
                for name, is_so in COUNTED.items()
            },
        )

    return [
        (theme.name, [tally(s) for s in framework.statements if s.theme == theme.slug])
        for theme in framework.themes
    ]


def totals(standings: Sequence[Standing], today: datetime.date) -> dict[str, int]:
    """Return how many claims there are, and how many stand in each way."""
    counted = {name: sum(is_so(each, today) for each in standings) for name, is_so in COUNTED.items()}
    return {"claims": len(standings), **counted}


# Findings, published figures and quotations are few, and are in the search index by their review only.
_NOT_INDEXED = {
    "finding": "point__text__icontains",
    "figure": "label__icontains",
    "quotation": "words__icontains",
}


def citable(person: Person, kind: str) -> QuerySet:
    """Return the records of a kind that this person may see and so may cite."""
    if kind not in CITED or not person.may(type_of(kind).spec.permission):
        return Claim.objects.none()
    records = type_of(kind)._default_manager.visible_to(person)
    if kind == "quotation":
        # Whoever said the rest is asked first.
        return records.quotable().select_related("review")
    if kind == "briefing":
        return records.filter(sent_on__isnull=False)
    return records.select_related("point", "review") if kind == "finding" else records


def offered(person: Person, kind: str, words: str, most: int) -> Sequence[Any]:
    """Return records of a kind to choose from: the best matches for some words, or the newest; or kept counts."""
    if kind == COUNT:
        terms = words.lower().split()
        return [
            count for count in kept_counts().values() if all(word in str(count).lower() for word in terms)
        ]
    records = citable(person, kind)
    if words and kind not in _NOT_INDEXED:
        keys = [entry.record_id for entry in search.find(person, words, kind=kind, most=most).entries]
        by_key = records.in_bulk(keys)
        return [by_key[key] for key in keys if key in by_key]
    if words:
        records = records.filter(**{_NOT_INDEXED[kind]: words})
    return list(records.order_by("-id")[:most])


def first_words(person: Person, feedback: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the first words of pieces of feedback, redacted, to tell those of one theme apart; none that is locked."""
    points = readable_points(person).filter(origin="feedback", origin_id__in=feedback)
    rows = points.order_by("origin_id", "-position").values_list("origin_id", "text")
    # The first issue of each is the last to be kept.
    return {key: f": “{textwrap.shorten(text, 120, placeholder='…')}”" for key, text in rows if text}


def kind_name(kind: str) -> str:
    """Return what a kind of evidence is called on pages."""
    return "Count kept by Goldthread" if kind == COUNT else type_of(kind).spec.name


def cited_title(citation: Citation) -> str:
    """Return the title of what is cited, in one line: of a document, also the section."""
    if citation.document:
        return documents.called(citation.document, citation.section)
    return title_of(citation.cited)


def title_of(record: Any) -> str:
    """Return the title of a record that is cited, in one line."""
    if isinstance(record, Finding):
        return record.heading or textwrap.shorten(record.point.text, 120, placeholder="…")
    if isinstance(record, Document):
        return documents.called(record)
    reference = getattr(record, "reference", "")
    name = getattr(record, "title", "") or str(record)
    return f"{reference} {name}".strip()
