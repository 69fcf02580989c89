"""Corrections of reviews, findings and published figures, each with its reason."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.records import saving
from goldthread.council.records.points import points_changed
from goldthread.feedback.models import Point
from goldthread.feedback.points import change_points
from goldthread.reviews.commands import check_figure
from goldthread.reviews.models import Decision, Figure, Finding, Review
from goldthread.reviews.redaction import FINDING_TEXT, redact_for, redact_printed, redacted_reason
from goldthread.standards.upheld import is_upheld


@command("reviews.record", trail=redacted_reason)
def edit_review(
    *, by: Person, review: Review, version: int, reason: str, today: datetime.date, **fields: Any
) -> Review:
    """Correct a review: with the reason; its findings follow a changed date or outcome."""
    saving.needs_reason(reason)
    if not fields["title"].strip():
        raise Refused("Enter a title.", field="title")
    if fields["decided_on"] > today:
        raise Refused("The date is in the future. Check the date.", field="decided_on")
    before, day = review.outcome, review.decided_on
    saving.change(review, version=version, **fields)
    for finding in review.findings.select_related("point"):
        changed: dict[str, Any] = {"heard_on": review.decided_on} if review.decided_on != day else {}
        # What was said of a finding by itself stays; what followed from the outcome follows it.
        if review.outcome != before and finding.point.is_upheld == is_upheld(before):
            changed["is_upheld"] = is_upheld(review.outcome)
        change_points(by=by, origin=finding, **changed)
    return review


@command("reviews.record", trail=redacted_reason)
def edit_finding(
    *,
    by: Person,
    finding: Finding,
    version: int,
    reason: str,
    text: str,
    heading: str = "",
    recommendation: str = "",
    team: Team | None = None,
    due_on: datetime.date | None = None,
    is_strength: bool | None = None,
) -> Finding:
    """Correct a finding: with the reason; its issue follows."""
    saving.needs_reason(reason)
    if not text.strip():
        raise Refused("Enter the finding.", field="text")
    texts = {"text": text, "heading": heading, "recommendation": recommendation}
    saving.check_version(finding, version, {**texts, "team": team, "due_on": due_on})
    decision = _as_strength(finding, is_strength)
    redacted = redact_printed(finding.review, **texts)
    point = finding.point
    if redacted["text"] != point.text:
        _rewrite(by, point, redacted["text"])
    if team != point.team:
        change_points(by=by, origin=finding, team=team)
        point.team = team
    saving.change(
        finding,
        heading=redacted["heading"],
        recommendation=redacted["recommendation"],
        due_on=due_on,
        decision=decision,
    )
    saving.index(finding.review)
    return finding


def _as_strength(finding: Finding, is_strength: bool | None) -> str:
    """Return the decision of a finding that is, or is not, a strength from now on; None leaves it as it is."""
    if is_strength is None or is_strength == finding.is_strength:
        return finding.decision
    if is_strength and finding.decision != Decision.UNDECIDED:
        raise Refused("A decision was made about it, so it is no strength.", field="is_strength")
    return Decision.STRENGTH if is_strength else Decision.UNDECIDED


def _rewrite(by: Person, point: Point, text: str) -> None:
    """Write a point's text anew; the words that suggested its themes stand elsewhere in it now, or nowhere."""
    point.text = text
    point.save(update_fields=["text"])
    point.suggestions.update(spans=[])
    points_changed(by, written=[point])


@command("reviews.record", trail=redacted_reason)
def edit_figure(
    *,
    by: Person,
    figure: Figure,
    version: int,
    reason: str,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    **fields: Any,
) -> Figure:
    """Correct a published figure: with the reason."""
    saving.needs_reason(reason)
    fields |= {"numerator": numerator, "denominator": denominator}
    check_figure(**fields)
    saving.check_version(figure, version, fields)
    if figure.review is not None:
        texts = {name: fields[name] for name in Figure.spec.redacted if name in fields}
        fields |= redact_printed(figure.review, **texts)
    return saving.change(figure, **fields)


@command("reviews.record")
def hide_names(*, by: Person, review: Review) -> Review:
    """Hid the names in a published report: in every part of it, from now on; it is not undone, as the report has them."""
    saving.lock(review)
    if not review.kept_as_printed:
        raise Refused("Names are hidden in this review already.")
    findings = list(review.findings.select_related("point", "review"))
    review.kept_as_printed = False
    texts = {name: getattr(review, name) for name in Review.spec.printed}
    finding_texts = {
        f"{name}.{n}": getattr(each, name) for n, each in enumerate(findings) for name in FINDING_TEXT
    }
    figures = list(review.figures.select_related("review"))
    printed = {
        f"{name}/{n}": getattr(each, name) for n, each in enumerate(figures) for name in Figure.spec.printed
    }
    # Title, findings and figures as one case: a name in one is hidden in all, by the same words.
    hidden = redact_for(review, **texts, **finding_texts, **printed)
    for n, finding in enumerate(findings):
        finding.review = review
        if hidden[f"text.{n}"] != finding.point.text:
            _rewrite(by, finding.point, hidden[f"text.{n}"])
        saving.change(finding, heading=hidden[f"heading.{n}"], recommendation=hidden[f"recommendation.{n}"])
    for n, figure in enumerate(figures):
        figure.review = review
        saving.change(figure, **{name: hidden[f"{name}/{n}"] for name in Figure.spec.printed})
    saving.change(review, kept_as_printed=False, **{name: hidden[name] for name in texts})
    return review
