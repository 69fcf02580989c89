"""The claims of Avonshire's self-assessment, and the evidence for each."""

from __future__ import annotations

from typing import Any

from goldthread.council.models import Person
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.evidence import commands as evidence
from goldthread.evidence.models import Claim


def write(story: Story) -> None:
    """Write the claims, and add the evidence that each is based on."""
    for entry in content.toml("evidence")["claims"]:
        # A team manager's claim is written for them by whoever maintains the self-assessment.
        author = story.people[entry["author"]]
        by = author if author.may("evidence.write") else story.people["grace-adeyinka"]
        claim = evidence.add_claim(
            by=by,
            statement=entry["statement"],
            text=entry["text"],
            claims_change=entry.get("change", ""),
            no_change_because=entry.get("no_change_because", ""),
        )
        cited: list[dict[str, Any]] = []
        for citation in entry["cites"]:
            kind, _, slug = citation.partition(":")
            source = _evidence(story, kind, slug)
            if source and source not in cited:
                cited.append(source)
                evidence.add_evidence(by=by, claim=claim, **source)
        _sign(story, by, claim, entry)


def _sign(story: Story, by: Person, claim: Claim, entry: dict[str, Any]) -> None:
    """Override in writing what is missing of a claim, or mark it ready, where its author did."""
    if "override" in entry:
        claim = evidence.override_gaps(
            by=story.people[entry["overridden_by"]],
            claim=claim,
            version=claim.version,
            reason=entry["override"],
            on=story.today,
        )
    if entry.get("ready"):
        evidence.mark_ready(by=by, claim=claim, version=claim.version, on=story.today)


def _evidence(story: Story, kind: str, slug: str) -> dict[str, Any]:
    """Return what a claim cites; an action is shown by its measure, a lesson by its briefing."""
    if kind == "count":
        return {"count": slug}
    if kind == "voice":
        return {"feedback": story.voices[slug]} if slug in story.voices else {}
    if kind == "action":
        measures = {action["slug"]: action["measure"] for action in content.toml("actions")["actions"]}
        kind, slug = "measure", measures.get(slug, "")
    if kind == "lesson":
        briefings = {entry["lesson"]: entry["slug"] for entry in content.toml("briefings")["briefings"]}
        kind, slug = "briefing", briefings.get(slug, "")
    records = {"measure": story.measures, "briefing": story.briefings, "finding": story.findings}.get(
        kind, {}
    )
    return {kind: records[slug]} if slug in records else {}
