"""Avonshire's referrals for a safeguarding adult review: one taken up, to its publication, and one that was not."""

from __future__ import annotations

from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.reviews.safeguarding import commands
from goldthread.reviews.safeguarding.models import Referral
from goldthread.standards.review_markers import markers


def add(story: Story) -> None:
    """Add the referrals, each with its decision."""
    told = content.toml("safeguarding_reviews")
    for entry in told["referrals"]:
        referral = _refer(story, entry)
        if entry["review_under"] != "none":
            _make_review(story, referral, entry)


def _refer(story: Story, entry: dict) -> Referral:
    by = story.people["ian-prettejohn"]
    referral = commands.refer_for_review(
        by=by,
        title=entry["title"],
        referred_by=entry["referred_by"],
        referred_on=story.day(*entry["referred"]),
        summary=entry["summary"],
        due_on=story.day(*entry["due"]),
    )
    return commands.decide_referral(
        by=by,
        referral=referral,
        review_under=entry["review_under"],
        reason=entry["reason"],
        decided_on=story.day(*entry["decided"]),
        decided_by=entry["decided_by"],
    )


def _make_review(story: Story, referral: Referral, entry: dict) -> None:
    by = story.people["ian-prettejohn"]
    commands.commission_review(
        by=by,
        referral=referral,
        author=entry["author"],
        commissioned_on=story.day(*entry["commissioned"]),
        parallel=entry["parallel"],
    )
    commands.record_family_part(
        by=by,
        referral=referral,
        involved=entry["involved"],
        invited_on=story.day(*entry["invited"]),
        invited_how=entry["invited_how"],
        asked_for=entry["asked_for"],
        came_of_it=entry["came_of_it"],
    )
    finding = story.findings[entry["finding"]]
    commands.conclude_referral(by=by, referral=referral, review=finding.review)
    commands.publish_review(
        by=by,
        referral=referral,
        published_on=max(story.day(*entry["published"]), finding.review.decided_on),
        published_at=entry["published_at"],
    )
    answers = {marker.slug: ("yes", "") for marker in markers()}
    answers |= {slug: tuple(answer) for slug, answer in entry["markers"].items()}
    commands.answer_markers(
        by=by, referral=referral, answers=answers, markers_on=story.day(*entry["published"])
    )
