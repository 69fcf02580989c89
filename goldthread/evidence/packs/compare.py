"""What changed between two packs, or since one: claims, their words, evidence, states, results, gaps and the words under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.evidence.packs.facts import Facts, by_key


@dataclass(frozen=True)
class Change:
    """One change: of what, which kind, and how it was and is; "" where there was or is nothing."""

    about: str
    what: str
    was: str = ""
    now: str = ""


def changes(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> list[Change]:
    """Return what changed between the facts of two packs, claims first, then the evidence that both hold."""
    return [*_claims(earlier, later), *_evidence(earlier, later)]


def _claims(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[Change]:
    before, after = by_key(earlier["claims"]), by_key(later["claims"])
    titles = {
        key: each["title"] for facts in (earlier, later) for key, each in by_key(facts["evidence"]).items()
    }
    for key, claim in after.items():
        about = claim["text"]
        if key not in before:
            yield Change(about, "Claim added", now=about)
            continue
        old = before[key]
        if old["text"] != about:
            yield Change(about, "Claim reworded", old["text"], about)
        if old["statement"] != claim["statement"]:
            yield Change(about, "Claim moved", old["statement"], claim["statement"])
        for name, added, gone in (
            ("gaps", "Gap opened", "Gap closed"),
            ("overridden", "Gap overridden", "Override ended"),
        ):
            yield from _lists(about, old[name], claim[name], added, gone)
        yield from _lists(
            about,
            [titles[each] for each in old["evidence"]],
            [titles[each] for each in claim["evidence"]],
            "Evidence added",
            "Evidence removed",
        )
        ready = ["Ready" in each["tags"] for each in (old, claim)]
        if ready[0] != ready[1]:
            yield Change(about, "Marked ready" if ready[1] else "No longer ready")
    for key, claim in before.items():
        if key not in after:
            yield Change(claim["text"], "Claim gone", was=claim["text"])


def _evidence(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Iterator[Change]:
    before, after = by_key(earlier["evidence"]), by_key(later["evidence"])
    for key, proof in after.items():
        old = before.get(key)
        if old is None:
            continue
        about = proof["title"]
        if old["verdict"] != proof["verdict"]:
            yield Change(
                about, "Result changed", old["verdict"] or "No result", proof["verdict"] or "No result"
            )
        if old["states"] != proof["states"]:
            yield Change(about, "State changed", "; ".join(old["states"]), "; ".join(proof["states"]))
        yield from _words(about, old, proof)


def _words(about: str, old: Facts, new: Facts) -> Iterator[Change]:
    """Yield which passages are under a piece of evidence that were not, and which are no more."""
    before, after = ([f"{each['who']}: {each['text']}" for each in facts["words"]] for facts in (old, new))
    yield from _lists(about, before, after, "Words added", "Words gone")


def _lists(about: str, before: list[str], after: list[str], added: str, gone: str) -> Iterator[Change]:
    yield from (Change(about, added, now=each) for each in after if each not in before)
    yield from (Change(about, gone, was=each) for each in before if each not in after)
