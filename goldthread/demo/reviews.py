"""Avonshire's formal reviews: their findings, what those are about, and what the council decided about each in time."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Finding, Review
from goldthread.themes.coding import commands as coding_commands


def record(story: Story) -> None:
    """Record each review and its remedy, code its findings, and record the first decision about each."""
    for entry in content.toml("reviews")["reviews"]:
        by = story.people["dilys-okafor" if entry["kind"] == OMBUDSMAN else "ian-prettejohn"]
        review = reviews.record(
            by=by,
            today=story.today,
            new=reviews.NewReview(
                kind=entry["kind"],
                title=entry["title"],
                body=entry["body"],
                decided_on=story.day(entry["received_month"], 12),
                their_reference=entry.get("reference", ""),
                outcome=entry["outcome"],
                summary=entry.get("about", ""),
                source_note="Invented for the demo.",
                findings=[reviews.NewFinding(text=finding["text"]) for finding in entry["findings"]],
            ),
        )
        if entry.get("remedy"):
            _record_remedy(story, by, review, entry)
        _code(story, by, review, entry["findings"])
    for entry in _findings():
        _decide(story, entry, _decisions(entry)[0])


def decide_later(story: Story) -> None:
    """Record what was decided about findings as their actions came along, month by month."""
    later = [(decision, entry) for entry in _findings() for decision in _decisions(entry)[1:]]
    for decision, entry in sorted(later, key=lambda pair: pair[0]["month"]):
        _decide(story, entry, decision)


def _findings() -> list[dict[str, Any]]:
    return [finding for review in content.toml("reviews")["reviews"] for finding in review["findings"]]


def _decisions(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the decisions about a finding, oldest first; the last is where it stands today."""
    latest = {
        "decision": entry["decision"],
        "month": entry["decided_month"],
        "note": entry.get("reason") or entry.get("note", ""),
    }
    return [*entry.get("earlier", ()), latest]


def _record_remedy(story: Story, by: Person, review: Review, entry: dict[str, Any]) -> None:
    done_month = entry.get("remedy_done_month")
    reviews.record_remedy(
        by=by,
        review=review,
        remedy=entry["remedy"],
        due_on=story.day(entry["remedy_due_month"], 28),
        done_on=story.day(done_month, 26) if done_month is not None else None,
    )
    if done_month is not None:
        reviews.sign_off_remedy(
            by=story.people[entry["signed_off_by"]], review=review, signed_off_on=story.day(done_month, 28)
        )


def _code(story: Story, by: Person, review: Review, entries: list[dict[str, Any]]) -> None:
    with tenant.inside(story.clock.council_id):
        findings = list(review.findings.select_related("point", "review").order_by("point__position"))
    for entry, finding in zip(entries, findings, strict=True):
        story.findings[entry["slug"]] = finding
        coding_commands.code(
            by=by, point=finding.point, themes=[story.theme(slug) for slug in entry["themes"]]
        )


def _decide(story: Story, entry: dict[str, Any], decision: dict[str, Any]) -> Finding:
    finding, due_month = story.findings[entry["slug"]], entry.get("due_month")
    return reviews.decide(
        by=story.people["helen-castledine"],
        finding=finding,
        decision=decision["decision"],
        decided_on=max(story.day(decision["month"], 25), finding.review.decided_on),
        reason=decision["note"],
        # Not `story.day`: a due date may lie ahead of today.
        due_on=None if due_month is None else story.month(due_month).replace(day=28),
        owner=story.people[entry["owner"]],
    )
