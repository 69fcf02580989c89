"""Avonshire's formal reviews: their findings, what those are about, and what the council decided about each."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review
from goldthread.themes.coding import commands as coding_commands


def record(story: Story) -> None:
    """Record each review and its remedy, code its findings, and record the decisions about them."""
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
        _decide(story, by, review, entry["findings"])


def _record_remedy(story: Story, by: Person, review: Review, entry: dict[str, Any]) -> None:
    done_month = entry.get("remedy_done_month")
    is_done = done_month is not None
    reviews.record_remedy(
        by=by,
        review=review,
        remedy=entry["remedy"],
        due_on=story.day(entry["remedy_due_month"], 28),
        done_on=story.day(done_month, 26) if is_done else None,
        signed_off_by=story.people[entry["signed_off_by"]] if is_done else None,
    )


def _decide(story: Story, by: Person, review: Review, entries: list[dict[str, Any]]) -> None:
    """Code a review's findings and record what the council decided about each."""
    with tenant.inside(story.clock.council_id):
        findings = list(review.findings.select_related("point", "review").order_by("point__position"))
    for entry, finding in zip(entries, findings, strict=True):
        story.findings[entry["slug"]] = finding
        coding_commands.code(
            by=by, point=finding.point, themes=[story.theme(slug) for slug in entry["themes"]]
        )
        reviews.decide(
            by=story.people["helen-castledine"],
            finding=finding,
            decision=entry["decision"],
            decided_on=max(story.day(entry["decided_month"], 20), review.decided_on),
            reason=entry.get("reason") or entry.get("note", ""),
        )
