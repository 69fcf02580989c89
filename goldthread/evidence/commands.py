"""Claims of the self-assessment: adding, editing and archiving them, their evidence, and evidence packs."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Max

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy, search
from goldthread.evidence.models import CITED, Citation, Claim, EvidencePack
from goldthread.feedback.models import Point
from goldthread.reviews.people_named import named_under
from goldthread.standards import framework as frameworks


@command("evidence.write")
def add_claim(*, by: Person, statement: str, text: str, category: str = "") -> Claim:
    """Add a claim under a quality statement of the framework in force."""
    framework = frameworks.current()
    try:
        slug = framework.statement(statement).slug
    except KeyError as error:
        raise Refused(f"The framework has no statement called {statement}.") from error
    if not text.strip():
        raise Refused("Enter the claim.")
    position = (
        Claim.objects.filter(council=by.council, framework=framework.slug, statement=slug).aggregate(
            last=Max("position")
        )["last"]
        or 0
    ) + 1
    claim = Claim.objects.create(
        council=by.council,
        framework=framework.slug,
        statement=slug,
        category=category,
        position=position,
        text=privacy.hide(text.strip()).text,
        by=by,
    )
    _index(claim)
    return claim


@command("evidence.write")
def edit_claim(*, by: Person, claim: Claim, text: str) -> Claim:
    """Edit a claim; the earlier wording is kept in its history."""
    check_scope(by, claim)
    if not text.strip():
        raise Refused("Enter the claim, or archive it.")
    claim.text = privacy.hide(text.strip(), _people_named(claim)).text
    claim.save(update_fields=["text"])
    _index(claim)
    return claim


def _people_named(claim: Claim) -> CaseNames:
    """Return the people named in the feedback and findings that a claim cites."""
    cited = claim.citations.all()
    in_feedback = Point.objects.filter(feedback__citations__in=cited).distinct()
    in_findings = Point.objects.filter(finding__citations__in=cited).distinct()
    return named_under([*in_feedback, *in_findings])


def _index(claim: Claim) -> None:
    search.put(
        claim.council_id,
        [
            search.Entry(
                kind="claim",
                record_id=claim.pk,
                title=claim.text,
                body="",
                permission="evidence.read",
                on=claim.created_at.date(),
            )
        ],
    )


@command("evidence.write")
def archive_claim(*, by: Person, claim: Claim, on: Any) -> Claim:
    """Archive a claim; it can still be read."""
    check_scope(by, claim)
    claim.archived_on = on
    claim.save(update_fields=["archived_on"])
    search.remove(by.council_id, [claim.pk])
    return claim


@command("evidence.write")
def add_evidence(*, by: Person, claim: Claim, note: str = "", **cited: Any) -> Citation:
    """Add evidence to a claim: exactly one `measure=`, `briefing=`, `finding=`, `figure=` or `feedback=`."""
    check_scope(by, claim, *cited.values())
    if len(cited) != 1 or not set(cited) <= set(CITED):
        raise Refused("Choose one record as evidence.")
    if Citation.objects.filter(claim=claim, **cited).exists():
        raise Refused("That is already evidence for this claim.")
    citation = Citation(council=by.council, claim=claim, by=by, **cited)
    citation.save()
    names = _people_named(claim)
    citation.note, text = (
        privacy.hide(note.strip(), names).text[:300],
        privacy.hide(claim.text, names).text,
    )
    citation.save(update_fields=["note"])
    if text != claim.text:
        # Somebody named in the feedback may be in the claim by a form of the name that only that case knows.
        claim.text = text
        claim.save(update_fields=["text"])
        _index(claim)
    return citation


@command("evidence.write")
def remove_evidence(*, by: Person, citation: Citation) -> Claim:
    """Remove evidence from a claim."""
    check_scope(by, citation)
    claim = citation.claim
    citation.delete()
    return claim


@command("evidence.create_pack")
def save_pack(*, by: Person, html: str, statement: str, claim_count: int) -> EvidencePack:
    """Save an evidence pack with its checksum."""
    return EvidencePack.objects.create(
        council=by.council,
        framework=frameworks.current().slug,
        statement=statement,
        html=html,
        checksum=hashlib.sha256(html.encode()).hexdigest(),
        claim_count=claim_count,
        by=by,
    )
