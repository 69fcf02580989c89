"""A self-assessment as a document: of each statement its text, the claims with how they stand, and the proposed score."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.documents.model import Document, Heading, Listing, Paragraph, Part, Run
from goldthread.evidence import queries
from goldthread.evidence.revision_words import revision_in_words
from goldthread.evidence.self_assessment.models import SelfAssessment, SelfAssessmentSection
from goldthread.evidence.self_assessment.scores import framework_of, last_scores, overall
from goldthread.evidence.standing import Standing, standing_today
from goldthread.standards.framework import Framework
from goldthread.web.stored import unpacked

CHANGES_HERE = (
    "Changes are made in Goldthread. This file is a copy: what is changed in it does not come back by itself."
)


def document_of(assessment: SelfAssessment, person: Person, today: datetime.date) -> Document:
    """Return a self-assessment as it stands, or as it was signed."""
    if assessment.is_signed:
        content = assessment.content
        subtitle = f"Signed on {day_in_words(assessment.signed_on)} by the director of adult social services."
        subtitle += f"{revision_in_words(assessment)} {CHANGES_HERE}"
        parts = unpacked(content["parts"], assessment.kept)
        return Document(content["title"], parts, subtitle=subtitle, author=content["author"])
    sections = list(assessment.sections.order_by("position"))
    return live_document(assessment, sections, person, today, standings_of(person, today))


def live_document(
    assessment: SelfAssessment,
    sections: Sequence[SelfAssessmentSection],
    person: Person,
    today: datetime.date,
    standings: Mapping[str, Sequence[Standing]],
) -> Document:
    """Return a self-assessment as it stands today. standings: of the claims, by statement."""
    framework = framework_of(assessment)
    before = last_scores(assessment)
    parts: list[Part] = [
        Heading("Scores proposed"),
        Paragraph(f"Overall: {overall(sections, framework).in_words}"),
        Paragraph(f"Framework: {framework.name}.", note=True),
    ]
    for section in sections:
        parts += _section(section, standings.get(section.statement, []), before, framework)
    subtitle = f"Draft as at {day_in_words(today)}. {CHANGES_HERE}"
    return Document(assessment.title, parts, subtitle=subtitle, author=person.council.name)


def checksum_of(content: Mapping[str, Any], kept: Mapping[str, Any]) -> str:
    """Return the checksum of a document that was signed."""
    written = json.dumps([content, kept], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def standings_of(person: Person, today: datetime.date) -> dict[str, list[Standing]]:
    """Return how the council's claims stand, without small numbers, by statement and in order."""
    found: dict[str, list[Standing]] = {}
    for standing in standing_today(person, queries.current_claims(person), today, withheld=True).values():
        found.setdefault(standing.claim.statement, []).append(standing)
    return found


def _section(
    section: SelfAssessmentSection,
    standings: Sequence[Standing],
    before: dict[str, SelfAssessmentSection],
    framework: Framework,
) -> Iterator[Part]:
    yield Heading(f"{section.position}. {section.name}")
    paragraphs = [each for each in section.text.replace("\r", "").split("\n\n") if each.strip()]
    if not paragraphs:
        yield Paragraph("Nothing is written here yet.", note=True)
    for each in paragraphs:
        yield Paragraph(" ".join(each.split()))
    if standings:
        yield Heading("Claims and their evidence", 3)
        yield Listing([claim_in_words(each) for each in standings])
    yield Heading("Score proposed", 3)
    last = before.get(section.statement)
    beside = f" Last time: {last.score}." if last is not None and last.score else ""
    if section.score:
        label = framework.label(section.score)
        yield Paragraph([Run(f"{section.score}: {label}.", bold=True), f"{beside} {section.reasons}"])
    else:
        yield Paragraph(f"Not scored yet.{beside}")


def claim_in_words(standing: Standing) -> str:
    """Return a claim with its strength and what is missing."""
    chips = "; ".join(chip.text for chip in standing.strength.chips)
    tags = "; ".join(tag.text for tag in standing.tags)
    return f"{standing.claim.text} ({chips}{f'. {tags}' if tags else ''})"
