"""Commands on reviews: record a review and its findings, decisions, remedies and published figures."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.people.fields import people_who_may
from goldthread.council.records import numbering, people_named, saving, search
from goldthread.council.records.models import PeopleNamed
from goldthread.council.records.points import points_changed
from goldthread.feedback.choices import Tone
from goldthread.feedback.models import Point
from goldthread.feedback.points import new_points
from goldthread.reviews.decisions import check_decision
from goldthread.reviews.kinds import KINDS, speaker_of
from goldthread.reviews.models import CheckBy, Decision, Figure, Finding, Review
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.reviews.redaction import (
    FINDING_TEXT,
    is_published,
    redact_for,
    redact_new,
    redact_printed,
    texts_of,
)
from goldthread.standards.upheld import is_upheld

# Who may own a finding: whoever decides on it, or carries out what is decided.
OWNERS = ("reviews.decide", "learning.carry_out")


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
    reviews, names, points, findings = [], [], [], []
    for index, original in enumerate(new_reviews):
        names_in_review = CaseNames()
        new = redact_new(original, names_in_review)
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
            took_part=new.took_part[:300],
            reviewed_team=new.reviewed_team,
            fingerprint=original.fingerprint(),
            kept_as_printed=is_published(original),
        )
        reviews.append(review)
        names.append(people_named.new_names(review, names_in_review))
        its_findings = [
            _finding(review, position, each) for position, each in enumerate(new.findings, start=1)
        ]
        points += [finding.point for finding in its_findings]
        findings += its_findings
    Review.objects.bulk_create(reviews, batch_size=500)
    PeopleNamed.objects.bulk_create([row for row in names if row is not None], batch_size=500)
    Point.objects.bulk_create(points, batch_size=500)
    Finding.objects.bulk_create(findings, batch_size=500)
    search.put(council.pk, [saving.entry_of(review) for review in reviews])
    if points:
        points_changed(by, written=points)
    return reviews


def _finding(review: Review, position: int, new: NewFinding) -> Finding:
    """Return a finding and its point, not saved yet, from redacted text."""
    finding = Finding(
        council_id=review.council_id,
        review=review,
        heading=new.heading[:200],
        recommendation=new.recommendation,
        due_on=None if new.is_strength else new.due_on,
        decision=Decision.STRENGTH if new.is_strength else Decision.UNDECIDED,
    )
    [finding.point] = new_points(
        origin=finding,
        texts=[new.text],
        source=review.kind,
        speaker=speaker_of(review.kind),
        team_id=new.team.pk if new.team else None,
        heard_on=review.decided_on,
        tone=Tone.POSITIVE if new.is_strength and new.tone is None else new.tone,
        is_upheld=is_upheld(review.outcome) if new.is_upheld is None else new.is_upheld,
        first=position,
    )
    return finding


@command("reviews.record")
def add_findings(*, by: Person, review: Review, findings: Sequence[NewFinding]) -> list[Finding]:
    """Add findings to a recorded review; a finding that it has already is left out."""
    check_scope(by, *(finding.team for finding in findings))
    present = list(review.findings.select_related("point"))
    texts = {finding.point.text for finding in present}
    last = max((finding.point.position for finding in present), default=0)
    findings = [finding for finding in findings if finding.text.strip()]
    redacted = redact_printed(review, **texts_of(findings))
    added = []
    for index, original in enumerate(findings):
        new = replace(original, **{name: redacted[f"{name}.{index}"] for name in FINDING_TEXT})
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
    saving.index(review)
    points_changed(by, written=[finding.point for finding in added])
    return added


@command("reviews.record")
def record_remedy(
    *,
    by: Person,
    review: Review,
    remedy: str,
    due_on: datetime.date | None = None,
    done_on: datetime.date | None = None,
    version: int | None = None,
) -> Review:
    """Record the remedy of an ombudsman's decision: its due date and the date done.

    Called again, it updates the remedy; what was signed off is to be signed off again where it changed.
    """
    if not remedy.strip():
        raise Refused("Enter the remedy.", field="remedy")
    for name, day in (("due_on", due_on), ("done_on", done_on)):
        if day is not None and day < review.decided_on:
            raise Refused("A remedy cannot be due or done before the decision. Check the dates.", field=name)
    fields = {"remedy": remedy.strip(), "remedy_due_on": due_on, "remedy_done_on": done_on}
    current = saving.check_version(review, version, fields)
    if current.signed_off_by_id and any(getattr(current, name) != value for name, value in fields.items()):
        fields |= {"signed_off_by": None, "signed_off_on": None}
    return saving.change(review, **fields)


@command("reviews.decide")
def sign_off_remedy(
    *, by: Person, review: Review, signed_off_on: datetime.date, version: int | None = None
) -> Review:
    """Sign off the remedy of an ombudsman's decision: as the person who signs, once it is done."""
    saving.check_version(review, version, {"signed_off_on": signed_off_on})
    saving.lock(review)
    if review.remedy_done_on is None:
        raise Refused("A remedy is signed off once it is done. Record the date done first.")
    if review.signed_off_by_id is not None:
        raise Refused(f"{review.signed_off_by.name} has signed off this remedy already.")
    if signed_off_on < review.remedy_done_on:
        raise Refused("The remedy was done after that date. Check the date.", field="signed_off_on")
    return saving.change(review, signed_off_by=by, signed_off_on=signed_off_on)


def _check_owner(by: Person, owner: Person) -> None:
    if not people_who_may(by, *OWNERS).filter(pk=owner.pk).exists():
        raise Refused(
            f"{owner.name} cannot own a finding. Choose somebody who decides on findings or carries out actions.",
            field="owner",
        )


def _decision_reason(*, finding: Finding, **_: object) -> str:
    """Return the reason as it is saved: redacted."""
    return finding.reason


@command("reviews.decide", trail=_decision_reason)
def decide(
    *,
    by: Person,
    finding: Finding,
    decision: str,
    decided_on: datetime.date,
    reason: str = "",
    due_on: datetime.date | None = None,
    owner: Person | None = None,
    check_on: datetime.date | None = None,
    check_by: str = "",
    check_what: str = "",
    version: int | None = None,
) -> Finding:
    """Record the council's decision on a finding: as whoever decides it.

    Not implementing one needs a reason; implemented and embedded need actions that are (`reviews.decisions`). Without
    `owner` it stays whose it was, and so does the embedding check without `check_on`.
    """
    if finding.is_strength:
        raise Refused("This is a strength. It is kept and spread, and nobody implements it.")
    if decision not in Decision.values or decision in (Decision.UNDECIDED, Decision.STRENGTH):
        raise Refused("Choose a decision.", field="decision")
    if decision == Decision.NOT_IMPLEMENTED:
        saving.needs_explanation(reason, "Enter a reason for not implementing it", field="reason")
    if decided_on < finding.review.decided_on:
        raise Refused(
            "The date of the decision is before the date of the review. Check the date.", field="decided_on"
        )
    if owner is not None and owner.pk != finding.owner_id:
        _check_owner(by, owner)
    fields = {
        "decision": decision,
        "reason": reason,
        "decided_on": decided_on,
        "due_on": due_on or finding.due_on,
        "owner": owner or finding.owner,
    }
    if check_on is not None:
        if check_by not in CheckBy.values:
            raise Refused("Choose what is to show that it is embedded.", field="check_by")
        fields |= {"check_on": check_on, "check_by": check_by, "check_what": check_what}
    saving.check_version(finding, version, fields)
    check_decision(finding, decision, decided_on, reason)
    fields |= redact_for(
        finding.review, **{name: fields[name] for name in ("reason", "check_what") if name in fields}
    )
    return saving.change(finding, decided_by=by, **fields)


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
    numbers = {
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "period_kind": period_kind,
        "may_be_compared": may_be_compared,
    }
    check_figure(denominator_means=denominator_means, **numbers)
    texts = {
        "label": label,
        "unit": unit,
        "denominator_means": denominator_means,
        "period": period,
        "source": source,
        "as_printed": as_printed,
        "caution": caution,
    }
    if review is not None:
        texts = redact_printed(review, **texts)
    figure = Figure(council=by.council, review=review, **texts, **numbers)
    return saving.add(figure, based_on=[review] if review is not None else ())


def check_figure(
    *,
    numerator: Decimal | None,
    denominator: Decimal | None,
    denominator_means: str,
    period_kind: str,
    may_be_compared: bool,
    **_: object,
) -> None:
    """Refuse a figure that may not be compared, or whose numbers cannot be right."""
    if may_be_compared and (denominator is None or not denominator_means or period_kind == Figure.Year.NONE):
        raise Refused(
            "A figure may be compared only if its denominator, what that counts and the period are entered."
        )
    if numerator is not None and denominator is not None and numerator > denominator:
        raise Refused("The numerator is more than the denominator. Check both numbers.", field="numerator")
