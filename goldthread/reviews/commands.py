"""Commands on reviews: record a review and its findings, decisions, remedies and published figures."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import PeopleNamed, Person, Team
from goldthread.council.records import numbering, people_named, privacy, search
from goldthread.council.records.points import points_changed
from goldthread.feedback.models import Point
from goldthread.feedback.points import new_points
from goldthread.feedback.redaction import case_names
from goldthread.reviews.kinds import KINDS, speaker_of
from goldthread.reviews.models import Decision, Figure, Finding, Review
from goldthread.standards.upheld import is_upheld


@dataclass(frozen=True)
class NewFinding:
    """A finding before it is saved."""

    text: str
    heading: str = ""
    recommendation: str = ""
    # None where the outcome of the review decides it.
    is_upheld: bool | None = None
    tone: int | None = None
    team: Team | None = None
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class NewReview:
    """A review before it is saved, with its findings."""

    kind: str
    title: str
    body: str
    decided_on: datetime.date
    findings: Sequence[NewFinding]
    their_reference: str = ""
    outcome: str = ""
    score: int | None = None
    statement: str = ""
    summary: str = ""
    source_note: str = ""

    def fingerprint(self) -> str:
        """Return what identifies this review, so that it is saved once."""
        parts = [self.kind, self.body, self.title, self.decided_on.isoformat(), self.their_reference]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@command("reviews.record")
def record(*, by: Person, new: NewReview, today: datetime.date) -> Review:
    """Record a review with its findings."""
    if new.decided_on > today:
        raise Refused("The date is in the future. Check the date.")
    if new.kind not in KINDS:
        raise Refused("Choose the type of review.")
    if not new.title.strip():
        raise Refused("Enter a title.")
    if Review.objects.filter(council=by.council, fingerprint=new.fingerprint()).exists():
        raise Refused("This review is already saved. Nothing was added.")
    check_scope(by, *(finding.team for finding in new.findings))
    return _save(by, [new])[0]


@command("reviews.record")
def record_many(*, by: Person, reviews: Sequence[NewReview]) -> list[Review]:
    """Record many reviews at once, leaving out those that are saved already."""
    saved = set(
        Review.objects.filter(
            council=by.council, fingerprint__in=[new.fingerprint() for new in reviews]
        ).values_list("fingerprint", flat=True)
    )
    unsaved: dict[str, NewReview] = {}
    for new in reviews:
        if new.fingerprint() not in saved:
            unsaved.setdefault(new.fingerprint(), new)
    return _save(by, list(unsaved.values()))


def _save(by: Person, new_reviews: Sequence[NewReview]) -> list[Review]:
    council = by.council
    first = numbering.take(council.pk, "R", len(new_reviews)) if new_reviews else 0
    reviews, names, points, findings, entries = [], [], [], [], []
    for index, original in enumerate(new_reviews):
        names_in_review = CaseNames()
        new = _redacted(original, names_in_review)
        review = Review(
            council=council,
            number=first + index,
            kind=new.kind,
            title=new.title[:200],
            body=new.body[:160],
            their_reference=new.their_reference[:80],
            decided_on=new.decided_on,
            outcome=new.outcome[:160],
            score=new.score,
            statement=new.statement,
            summary=new.summary,
            source_note=new.source_note[:300],
            fingerprint=original.fingerprint(),
        )
        reviews.append(review)
        names.append(people_named.new_names(review, names_in_review))
        its_findings = [
            _finding(review, position, each) for position, each in enumerate(new.findings, start=1)
        ]
        points += [finding.point for finding in its_findings]
        findings += its_findings
        entries.append(_entry(review, [finding.point.text for finding in its_findings]))
    Review.objects.bulk_create(reviews, batch_size=500)
    PeopleNamed.objects.bulk_create([row for row in names if row is not None], batch_size=500)
    Point.objects.bulk_create(points, batch_size=500)
    Finding.objects.bulk_create(findings, batch_size=500)
    search.put(council.pk, entries)
    if points:
        points_changed(by)
    return reviews


_FREE_TEXT = ("title", "body", "outcome", "summary", "source_note", "their_reference")
_FINDING_TEXT = ("text", "heading", "recommendation")


def _redacted(new: NewReview, names: CaseNames) -> NewReview:
    """Return a review with redacted text: a name in one part of it is hidden in all. Refused where that fails."""
    fields = {name: getattr(new, name) for name in _FREE_TEXT}
    fields |= _finding_text(new.findings)
    hidden = privacy.hide_fields(fields, names, leave={"their_reference": case_names.REFERENCES})
    return replace(
        new,
        findings=[
            replace(finding, **{name: hidden[f"{name}.{index}"].text for name in _FINDING_TEXT})
            for index, finding in enumerate(new.findings)
        ],
        **{name: hidden[name].text for name in _FREE_TEXT},
    )


def _finding_text(findings: Sequence[NewFinding]) -> dict[str, str]:
    return {
        f"{name}.{index}": getattr(finding, name).strip()
        for index, finding in enumerate(findings)
        for name in _FINDING_TEXT
    }


def _redact_for(review: Review, **fields: str) -> dict[str, str]:
    """Return text that is written about a review later, redacted with the placeholders that it has."""
    names = people_named.named_in(review)
    hidden = privacy.hide_fields({name: text.strip() for name, text in fields.items()}, names)
    people_named.save_names(review, names)
    return {name: redacted.text for name, redacted in hidden.items()}


def _finding(review: Review, position: int, new: NewFinding) -> Finding:
    """Return a finding and its point, not saved yet, from redacted text."""
    finding = Finding(
        council_id=review.council_id,
        review=review,
        heading=new.heading[:200],
        recommendation=new.recommendation,
        due_on=new.due_on,
    )
    [finding.point] = new_points(
        origin=finding,
        texts=[new.text],
        source=review.kind,
        speaker=speaker_of(review.kind),
        team_id=new.team.pk if new.team else None,
        heard_on=review.decided_on,
        tone=new.tone,
        is_upheld=is_upheld(review.outcome) if new.is_upheld is None else new.is_upheld,
        first=position,
    )
    return finding


def _entry(review: Review, texts: Sequence[str]) -> search.Entry:
    return search.Entry(
        kind="review",
        record_id=review.pk,
        reference=review.reference,
        title=review.title,
        body=" ".join([review.summary, *texts]),
        permission="reviews.read",
        on=review.decided_on,
    )


@command("reviews.record")
def add_findings(*, by: Person, review: Review, findings: Sequence[NewFinding]) -> list[Finding]:
    """Add findings to a recorded review; a finding that it has already is left out."""
    check_scope(by, review, *(finding.team for finding in findings))
    present = list(review.findings.select_related("point"))
    texts = {finding.point.text for finding in present}
    last = max((finding.point.position for finding in present), default=0)
    findings = [finding for finding in findings if finding.text.strip()]
    redacted = _redact_for(review, **_finding_text(findings))
    added = []
    for index, original in enumerate(findings):
        new = replace(original, **{name: redacted[f"{name}.{index}"] for name in _FINDING_TEXT})
        finding = _finding(review, last + 1, new)
        if finding.point.text in texts:
            continue
        texts.add(finding.point.text)
        added.append(finding)
        last += 1
    if not added:
        raise Refused("There is no new finding. Enter a finding.")
    Point.objects.bulk_create([finding.point for finding in added])
    Finding.objects.bulk_create(added)
    search.put(by.council_id, [_entry(review, sorted(texts))])
    points_changed(by)
    return added


@command("reviews.record")
def record_remedy(
    *,
    by: Person,
    review: Review,
    remedy: str,
    due_on: datetime.date | None = None,
    done_on: datetime.date | None = None,
    signed_off_by: Person | None = None,
) -> Review:
    """Record the remedy of an ombudsman's decision: its due date, the date done and who signed it off.

    Called again, it updates the remedy. Only a remedy that is done can be signed off.
    """
    check_scope(by, review, signed_off_by)
    if not remedy.strip():
        raise Refused("Enter the remedy.")
    for day in (due_on, done_on):
        if day is not None and day < review.decided_on:
            raise Refused("A remedy cannot be due or done before the decision. Check the dates.")
    if signed_off_by is not None and done_on is None:
        raise Refused("A remedy is signed off once it is done. Enter the date done.")
    review.remedy = _redact_for(review, remedy=remedy)["remedy"]
    review.remedy_due_on, review.remedy_done_on, review.signed_off_by = due_on, done_on, signed_off_by
    review.save(update_fields=["remedy", "remedy_due_on", "remedy_done_on", "signed_off_by"])
    return review


def _redacted_reason(*, finding: Finding, **_: object) -> str:
    """Return the reason as it is saved: redacted."""
    return finding.reason


@command("reviews.decide", trail=_redacted_reason)
def decide(
    *,
    by: Person,
    finding: Finding,
    decision: str,
    decided_on: datetime.date,
    reason: str = "",
    due_on: datetime.date | None = None,
) -> Finding:
    """Record the council's decision on a finding; not implementing one needs a reason."""
    check_scope(by, finding)
    if decision not in Decision.values or decision == Decision.UNDECIDED:
        raise Refused("Choose a decision.")
    if decision == Decision.NOT_IMPLEMENTED and len(reason.strip()) < 10:
        raise Refused("Enter a reason for not implementing it. The reviewing body is owed one.")
    if decided_on < finding.review.decided_on:
        raise Refused("The date of the decision is before the date of the review. Check the date.")
    finding.decision, finding.reason = decision, _redact_for(finding.review, reason=reason)["reason"]
    finding.decided_on, finding.decided_by = decided_on, by
    if due_on is not None:
        finding.due_on = due_on
    finding.save(update_fields=["decision", "reason", "decided_on", "decided_by", "due_on"])
    return finding


@command("reviews.record")
def record_figure(
    *,
    by: Person,
    label: str,
    as_printed: str,
    source: str,
    review: Review | None = None,
    value: Decimal | None = None,
    unit: str = "",
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    denominator_means: str = "",
    period: str = "",
    period_kind: str = Figure.Year.NONE,
    may_be_compared: bool = False,
    caution: str = "",
) -> Figure:
    """Record a published figure with all its parts; it may be compared only where its base and period are known."""
    check_scope(by, review)
    if may_be_compared and (denominator is None or not denominator_means or period_kind == Figure.Year.NONE):
        raise Refused(
            "A figure may be compared only if its denominator, what that counts and the period are entered."
        )
    if numerator is not None and denominator is not None and numerator > denominator:
        raise Refused("The numerator is more than the denominator. Check both numbers.")
    fields = {
        "label": label,
        "unit": unit,
        "denominator_means": denominator_means,
        "period": period,
        "source": source,
        "as_printed": as_printed,
        "caution": caution,
    }
    hidden = _redact_for(review, **fields) if review else {n: privacy.hide(t).text for n, t in fields.items()}
    return Figure.objects.create(
        council=by.council,
        review=review,
        value=value,
        numerator=numerator,
        denominator=denominator,
        period_kind=period_kind,
        may_be_compared=may_be_compared,
        **{name: text[: Figure._meta.get_field(name).max_length] for name, text in hidden.items()},
    )
