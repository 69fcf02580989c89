"""Claims of the self-assessment: adding, editing and archiving them, their evidence, and evidence packs."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.db.models import Max

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.evidence.models import CITED, Citation, Claim, EvidencePack
from goldthread.standards import framework as frameworks


@command("evidence.write")
def add_claim(*, by: Person, statement: str, text: str, category: str = "") -> Claim:
    """Add a claim: under a quality statement of the framework in force."""
    slug = _statement(statement)
    if not text.strip():
        raise Refused("Enter the claim.", field="text")
    claim = Claim(
        council=by.council,
        framework=frameworks.current().slug,
        statement=slug,
        category=category,
        position=_next_position(by, slug),
        text=text,
        by=by,
    )
    return saving.add(claim)


def _statement(slug: str) -> str:
    """Return the slug of a statement of the framework in force; raises Refused where it has none such."""
    try:
        return frameworks.current().statement(slug).slug
    except KeyError as error:
        raise Refused(f"The framework has no statement called {slug}.", field="statement") from error


def _next_position(by: Person, statement: str) -> int:
    claims = Claim.objects.filter(
        council=by.council, framework=frameworks.current().slug, statement=statement
    )
    return (claims.aggregate(last=Max("position"))["last"] or 0) + 1


@command("evidence.write", trail=people_named.reason_about("claim"))
def edit_claim(
    *,
    by: Person,
    claim: Claim,
    version: int,
    reason: str,
    text: str,
    statement: str = "",
    category: str | None = None,
) -> Claim:
    """Correct a claim: with the reason; the earlier wording is kept in its history."""
    if claim.archived_on:
        raise Refused("This claim is archived.")
    if not text.strip():
        raise Refused("Enter the claim, or archive it.", field="text")
    saving.needs_reason(reason)
    fields: dict[str, Any] = {"text": text}
    if statement and statement != claim.statement:
        fields |= {
            "framework": frameworks.current().slug,
            "statement": _statement(statement),
            "position": _next_position(by, statement),
        }
    if category is not None:
        fields["category"] = category
    return saving.change(claim, version=version, **fields)


@command("evidence.write")
def archive_claim(*, by: Person, claim: Claim, on: datetime.date) -> Claim:
    """Archive a claim; it can still be read."""
    return saving.change(claim, archived_on=on)


@command("evidence.write")
def add_evidence(*, by: Person, claim: Claim, note: str = "", **cited: Any) -> Citation:
    """Add evidence to a claim: exactly one `measure=`, `briefing=`, `finding=`, `figure=` or `feedback=`."""
    if len(cited) != 1 or not set(cited) <= set(CITED):
        raise Refused("Choose one record as evidence.")
    if Citation.objects.filter(claim=claim, **cited).exists():
        raise Refused("That is already evidence for this claim.")
    citation = Citation(council=by.council, claim=claim, by=by, note=note, **cited)
    saving.add_part(citation, claim, based_on=cited.values())
    # As it stands now: where a name is hidden in it, it is written anew, and somebody may be correcting it.
    saving.lock(claim)
    before = claim.text
    saving.hide(claim, ["text"], people_named.named_under(claim))
    if claim.text != before:
        # Somebody named in the feedback may be in the claim by a form of the name that only that case knows.
        saving.change(claim, text=claim.text)
    return citation


@command("evidence.write")
def remove_evidence(*, by: Person, citation: Citation) -> Claim:
    """Remove evidence from a claim."""
    claim = citation.claim
    citation.delete()
    return claim


@command("evidence.create_pack")
def save_pack(*, by: Person, html: str, statement: str, claim_count: int) -> EvidencePack:
    """Create an evidence pack: one file with its checksum."""
    pack = EvidencePack(
        council=by.council,
        framework=frameworks.current().slug,
        statement=statement,
        html=html,
        checksum=hashlib.sha256(html.encode()).hexdigest(),
        claim_count=claim_count,
        by=by,
    )
    return saving.add(pack)
