"""Commands on self-assessments: starting one, writing its sections, resolving comments, and the director's signature."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.notes.models import Note
from goldthread.council.records import people_named, saving
from goldthread.council.records.spec import kind_of
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import Claim
from goldthread.evidence.self_assessment.document import checksum_of, live_document, standings_of
from goldthread.evidence.self_assessment.models import (
    SIGN,
    WRITE,
    ResolvedComment,
    SelfAssessment,
    SelfAssessmentSection,
    SelfAssessmentSource,
    Stage,
    versions_of,
)
from goldthread.evidence.self_assessment.scores import framework_of
from goldthread.standards.self_assessment import tips
from goldthread.web.stored import packed


@command(WRITE)
def start_self_assessment(
    *, by: Person, title: str, started_on: datetime.date, keep_texts: bool = False
) -> SelfAssessment:
    """Start a self-assessment: a section for each statement of the framework in force, beside the last signed one.

    keep_texts: begin with the texts of that one; its scores are never taken over.
    """
    if not title.strip():
        raise Refused("Enter a title.", field="title")
    framework = in_force(by.council_id, started_on)
    before = (
        SelfAssessment.objects.filter(council=by.council, stage=Stage.SIGNED, withdrawn_on=None)
        .order_by("-signed_on", "-number")
        .first()
    )
    started = saving.add(
        SelfAssessment(
            council=by.council,
            title=title,
            framework=framework.slug,
            started_on=started_on,
            most_words=tips()["short"].most_words,
            follows=before,
            by=by,
        )
    )
    texts: Mapping[str, str] = {}
    if before is not None and keep_texts:
        texts = dict(before.sections.values_list("statement", "text"))
    for statement in framework.statements:
        section = SelfAssessmentSection(
            council=by.council,
            assessment=started,
            statement=statement.slug,
            name=statement.name,
            position=statement.number,
            text=texts.get(statement.slug, ""),
        )
        saving.add(section)
    _link_claims(started, Claim.objects.visible_to(by))
    return started


@command(WRITE, trail=people_named.reason_about("assessment"))
def change_details(
    *, by: Person, assessment: SelfAssessment, version: int, reason: str, title: str, most_words: int
) -> SelfAssessment:
    """Change the details of a self-assessment that is not signed: its title, and the most words a section may have."""
    saving.needs_reason(reason)
    _check_draft(assessment)
    return saving.change(assessment, version=version, title=title, most_words=most_words)


@command(WRITE)
def write_section(
    *,
    by: Person,
    section: SelfAssessmentSection,
    version: int | None = None,
    text: str,
    score: int | None = None,
    reasons: str = "",
) -> SelfAssessmentSection:
    """Write a section: its text, and the proposed score with its reasons; what stood before is kept as a version."""
    given: dict[str, Any] = {"text": text, "score": score, "reasons": reasons}
    saving.check_version(section, version, given)
    assessment = SelfAssessment.objects.get(pk=section.assessment_id)
    _check_draft(assessment)
    if score is not None:
        scores = [each.score for each in framework_of(assessment).scores]
        if score not in scores:
            raise Refused("Choose a score from the list.", field="score")
        if not reasons.strip():
            raise Refused("Give the reasons for the score. They stand beside it.", field="reasons")
    _link_claims(assessment, Claim.objects.visible_to(by).filter(statement=section.statement))
    return saving.change(section, version=version, written_by=by, **given)


@command(WRITE)
def resolve_comment(
    *, by: Person, section: SelfAssessmentSection, note: Note, on: datetime.date
) -> SelfAssessmentSection:
    """Resolve a comment on a section: it was seen to."""
    _check_draft(SelfAssessment.objects.get(pk=section.assessment_id))
    if (note.origin, note.origin_id) != (kind_of(section), section.pk) or note.withdrawn_on is not None:
        raise Refused("That is no comment on this section.")
    if not ResolvedComment.objects.filter(note=note).exists():
        resolved = ResolvedComment(council=by.council, section=section, note=note, on=on, by=by)
        saving.add_part(resolved, section)
    return section


@command(SIGN)
def sign(*, by: Person, assessment: SelfAssessment, on: datetime.date, as_read: str = "") -> SelfAssessment:
    """Sign a self-assessment: every statement has a text, a score and its reasons; from then on it stays as it is.

    as_read: the versions of the sections that the director had before them (`versions_of`); what is not as they read it
    is not signed.
    """
    _check_draft(assessment)
    sections = list(assessment.sections.select_for_update().order_by("position"))
    if as_read and as_read != versions_of(sections):
        raise Refused(
            "A section was written since you read this self-assessment. Go back to it, read it as it is now, and sign then."
        )
    missing = [each.name for each in sections if not (each.text and each.score and each.reasons)]
    if missing:
        raise Refused(f"A text, a score or its reasons are missing under: {'; '.join(missing)}.")
    claims = standings_of(by, on)
    document = live_document(assessment, sections, by, on, claims)
    parts, codes = packed(document.parts)
    content = {"title": document.title, "author": document.author, "parts": parts}
    for section in sections:
        saving.change(section, is_signed=True)
    _link_claims(assessment, [each.claim for standings in claims.values() for each in standings])
    return saving.change(
        assessment,
        content=content,
        kept=codes,
        checksum=checksum_of(content, codes),
        stage=Stage.SIGNED,
        signed_by=by,
        signed_on=on,
    )


def _link_claims(assessment: SelfAssessment, claims: Iterable[Claim]) -> None:
    """Keep of which claims a self-assessment speaks, so that a name hidden in their evidence later is hidden in it too."""
    SelfAssessmentSource.objects.bulk_create(
        [
            SelfAssessmentSource(council_id=assessment.council_id, assessment=assessment, claim=claim)
            for claim in claims
        ],
        ignore_conflicts=True,
    )


def _check_draft(assessment: SelfAssessment) -> None:
    saving.lock(assessment)
    if assessment.is_signed:
        raise Refused(
            f"{assessment.reference} is signed and stays as it is. Start a new one, which is compared with it."
        )
