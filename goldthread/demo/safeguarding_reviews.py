"""Avonshire's reviews made and answered: referrals, what agencies did, peers, an accreditation visit, a joint review."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.reviews import commands as reviews
from goldthread.reviews.agencies import commands as agencies
from goldthread.reviews.agencies.models import AgencyAnswer
from goldthread.reviews.models import Finding, Review
from goldthread.reviews.quotes import commands as quotes
from goldthread.reviews.safeguarding import commands
from goldthread.reviews.safeguarding.models import Referral
from goldthread.standards.review_markers import markers
from goldthread.themes.coding import commands as coding_commands


def add(story: Story) -> None:
    """Add the referrals, each with its decision, what agencies answered, and the other kinds of review."""
    told = content.toml("safeguarding_reviews")
    for entry in told["referrals"]:
        referral = _refer(story, entry)
        if entry["review_under"] != "none":
            _make_review(story, referral, entry)
    for entry in told["answers"]:
        _answer(story, "ian-prettejohn", story.findings[entry["finding"]], entry)
    for entry in told["reviews"]:
        _record(story, entry)


def _refer(story: Story, entry: dict[str, Any]) -> Referral:
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
        deciding_body=entry["deciding_body"],
    )


def _make_review(story: Story, referral: Referral, entry: dict[str, Any]) -> None:
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
    review = story.findings[entry["finding"]].review
    commands.conclude_referral(by=by, referral=referral, review=review)
    commands.publish_review(
        by=by,
        referral=referral,
        published_on=max(story.day(*entry["published"]), review.decided_on),
        published_at=entry["published_at"],
    )
    answers = {marker.slug: ("yes", "") for marker in markers()}
    answers |= {slug: tuple(answer) for slug, answer in entry["markers"].items()}
    commands.answer_markers(
        by=by, referral=referral, answers=answers, markers_on=story.day(*entry["published"])
    )


def _answer(story: Story, who: str, finding: Finding, entry: dict[str, Any]) -> None:
    by, organisation = story.people[who], story.organisations[entry["organisation"]]
    due = story.today + datetime.timedelta(days=entry["due_in"]) if "due_in" in entry else None
    agencies.ask_agencies(
        by=by,
        finding=finding,
        organisations=[organisation],
        asked_on=finding.review.decided_on,
        due_on=due,
    )
    with tenant.inside(story.clock.council_id):
        answer = AgencyAnswer.objects.get(finding=finding, organisation=organisation)
    for decision, on, proof in entry["steps"]:
        agencies.record_agency_answer(
            by=by,
            answer=answer,
            decision=decision,
            on=max(story.day(*on), finding.review.decided_on),
            reason=entry.get("reason", ""),
            does=entry.get("does", ""),
            their_owner=entry["their_owner"],
            proof=proof,
        )


def _record(story: Story, entry: dict[str, Any]) -> None:
    by, on = story.people[entry["by"]], story.day(*entry["when"])
    review = reviews.record(
        by=by,
        today=story.today,
        new=reviews.NewReview(
            kind=entry["kind"],
            title=entry["title"],
            body=entry["body"],
            decided_on=on,
            summary=entry["summary"],
            source_note="Invented for the demo.",
            took_part=entry["took_part"],
            reviewed_team=story.teams.get(entry.get("reviewed_team", "")),
            findings=[
                reviews.NewFinding(text=each["text"], is_strength=each.get("strength", False))
                for each in entry["findings"]
            ],
        ),
    )
    _code(story, entry, review)
    for quotation in entry.get("quotations", ()):
        quotes.keep_quotation(by=by, review=review, said_on=on, **quotation)


def _code(story: Story, entry: dict[str, Any], review: Review) -> None:
    by = story.people[entry["by"]]
    with tenant.inside(story.clock.council_id):
        findings = list(review.findings.select_related("point", "review").order_by("point__position"))
    for told, finding in zip(entry["findings"], findings, strict=True):
        coding_commands.code(
            by=by, point=finding.point, themes=[story.theme(slug) for slug in told["themes"]]
        )
        if told.get("decision"):
            day = story.day(*told["decided"])
            finding = reviews.decide(by=by, finding=finding, decision=told["decision"], decided_on=day)
        for answer in told.get("answers", ()):
            _answer(story, entry["by"], finding, answer)
