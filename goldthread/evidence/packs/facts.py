"""What a pack says, as facts that can be compared: of each claim its words, gaps and evidence, of that its states and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from goldthread.evidence.packs.gathering import Entry, Gathered, Proof, Word

Facts = dict[str, Any]


def facts_of(made: Gathered) -> Facts:
    """Return what is compared of a pack; claims, evidence and words by keys that stay the same from pack to pack."""
    return {
        "claims": [_claim(entry, made.proofs) for entry in made.entries],
        "evidence": [_proof(proof, made.words) for proof in made.proofs],
    }


def _claim(entry: Entry, proofs: list[Proof]) -> Facts:
    return {
        "key": str(entry.claim.pk),
        "anchor": entry.anchor,
        "number": entry.number,
        "statement": entry.claim.statement,
        "text": entry.claim.text,
        "tags": [tag.text for tag in entry.standing.tags],
        "gaps": [gap.text for gap in entry.standing.gaps],
        "overridden": [gap.text for gap in entry.standing.overridden],
        "evidence": [proofs[at - 1].key for at, _ in entry.cites],
    }


def _proof(proof: Proof, words: Mapping[str, Word]) -> Facts:
    latest = proof.result.latest if proof.result else None
    return {
        "key": proof.key,
        "anchor": proof.anchor,
        "title": f"{proof.name}: {proof.title}",
        "states": [state.text for state in proof.states],
        "verdict": latest.get_state_display() if latest else "",
        "words": [{"who": words[anchor].who, "text": words[anchor].text} for anchor in proof.words],
    }


def by_key(facts: Iterable[Facts]) -> dict[str, Facts]:
    """Return facts by their keys."""
    return {each["key"]: each for each in facts}
