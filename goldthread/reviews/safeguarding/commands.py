"""Commands on referrals for a safeguarding adult review: each step from the referral to the publication."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.reviews.kinds import SAFEGUARDING
from goldthread.reviews.models import Review
from goldthread.reviews.safeguarding.models import MarkerAnswer, Met, Referral, ReviewUnder
from goldthread.standards.review_markers import markers

_WRITE, _DECIDE = "reviews.record", "reviews.decide"


@command(_WRITE)
def refer_for_review(
    *,
    by: Person,
    title: str,
    referred_by: str,
    referred_on: datetime.date,
    summary: str,
    due_on: datetime.date | None = None,
    owner: Person | None = None,
) -> Referral:
    """Record a referral for a safeguarding adult review: from whom, when, and why."""
    referral = Referral(
        council=by.council,
        title=title,
        referred_by=referred_by,
        referred_on=referred_on,
        summary=summary,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(referral)
    assign(by=by, record=referral, owner=owner or by)
    return referral


@command(_WRITE, trail=people_named.reason_about("referral"))
def edit_referral(*, by: Person, referral: Referral, version: int, reason: str, **fields: Any) -> Referral:
    """Correct a referral, with the reason."""
    saving.needs_reason(reason)
    return saving.change(referral, version=version, **fields)


@command(_DECIDE)
def decide_referral(
    *,
    by: Person,
    referral: Referral,
    review_under: str,
    reason: str,
    decided_on: datetime.date,
    deciding_body: str,
    version: int | None = None,
) -> Referral:
    """Record what was decided about a referral: which kind of review is made, or none, by whom and why."""
    if review_under not in ReviewUnder.values:
        raise Refused("Choose what was decided.", field="review_under")
    saving.needs_explanation(reason, "Enter the reason for the decision", field="reason")
    if referral.review_id and review_under == ReviewUnder.NONE:
        raise Refused("The review of this referral is concluded already.", field="review_under")
    return saving.change(
        referral,
        version=version,
        review_under=review_under,
        reason=reason,
        decided_on=decided_on,
        deciding_body=deciding_body,
    )


def _check_taken_up(referral: Referral) -> None:
    if not referral.is_taken_up:
        raise Refused("No review is made of this referral. Record the decision first.")


@command(_WRITE)
def commission_review(
    *,
    by: Person,
    referral: Referral,
    author: str,
    commissioned_on: datetime.date,
    parallel: str = "",
    version: int | None = None,
) -> Referral:
    """Record who makes a review, since when, and which other processes run beside it."""
    _check_taken_up(referral)
    fields = {"author": author, "commissioned_on": commissioned_on, "parallel": parallel}
    return saving.change(referral, version=version, **fields)


@command(_WRITE)
def record_family_part(
    *,
    by: Person,
    referral: Referral,
    involved: str,
    invited_on: datetime.date | None = None,
    invited_how: str = "",
    asked_for: str = "",
    came_of_it: str = "",
    version: int | None = None,
) -> Referral:
    """Record the part of the person and the family: how they were invited, what they asked for, and what came of it."""
    _check_taken_up(referral)
    if invited_on is None:
        saving.needs_explanation(came_of_it, "Enter why nobody was invited", field="came_of_it")
    return saving.change(
        referral,
        version=version,
        involved=involved,
        invited_on=invited_on,
        invited_how=invited_how,
        asked_for=asked_for,
        came_of_it=came_of_it,
    )


@command(_WRITE)
def conclude_referral(
    *, by: Person, referral: Referral, review: Review, version: int | None = None
) -> Referral:
    """Link the concluded review with its findings to the referral that it came from."""
    _check_taken_up(referral)
    check_scope(by, review)
    if review.kind != SAFEGUARDING:
        raise Refused("This is no safeguarding adult review.", field="review")
    if review.decided_on < referral.referred_on:
        raise Refused("That review was concluded before this referral came.", field="review")
    if Referral.objects.filter(council=by.council, review=review).exclude(pk=referral.pk).exists():
        raise Refused("That review came from another referral already.", field="review")
    return saving.change(referral, version=version, review=review)


@command(_WRITE)
def publish_review(
    *,
    by: Person,
    referral: Referral,
    published_on: datetime.date | None = None,
    published_at: str = "",
    not_published: str = "",
    version: int | None = None,
) -> Referral:
    """Record publication of a review: when and where, or why it is not published."""
    if referral.review_id is None:
        raise Refused("Link the concluded review first.")
    if published_on is None:
        saving.needs_explanation(not_published, "Enter why it is not published", field="not_published")
        published_at = ""
    else:
        not_published = ""
        if published_on < referral.review.decided_on:
            raise Refused("It cannot be published before it was concluded.", field="published_on")
        if not published_at.strip():
            raise Refused("Enter where it was published.", field="published_at")
    fields = {
        "published_on": published_on,
        "published_at": published_at.strip(),
        "not_published": not_published,
    }
    return saving.change(referral, version=version, **fields)


@command(_WRITE)
def answer_markers(
    *,
    by: Person,
    referral: Referral,
    answers: Mapping[str, tuple[str, str]],
    markers_on: datetime.date,
    version: int | None = None,
) -> Referral:
    """Answer the quality markers of a review: each met, partly met or not, with a note.

    answers: the slug of a marker -> answer and note; what is not among them stays as it stands.
    """
    saving.check_version(referral, version, {})
    known = {marker.slug for marker in markers()}
    rows = {row.marker: row for row in referral.markers.all()}
    for slug, (answer, note) in answers.items():
        if slug not in known or answer not in ("", *Met.values):
            raise Refused("Choose an answer from the list.")
        row = rows.get(slug)
        if row is None and (answer or note.strip()):
            row = MarkerAnswer(council=by.council, referral=referral, marker=slug, answer=answer, note=note)
            saving.add_part(row, referral)
        elif row is not None and (row.answer, row.note) != (answer, note):
            saving.change_part(row, referral, answer=answer, note=note)
    return saving.change(referral, markers_on=markers_on)
