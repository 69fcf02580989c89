"""Recording a formal look and its findings, and what the council decided about each."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from goldthread.analysis.privacy import CaseNames
from goldthread.council import jobs
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import numbering, privacy, search
from goldthread.feedback.models import Point, Speaker
from goldthread.feedback.redaction import case_names
from goldthread.reviews.kinds import KINDS
from goldthread.reviews.models import Decision, Figure, Finding, Review, ReviewNames


@dataclass(frozen=True)
class Found:
    """One finding before it is kept."""

    text: str
    heading: str = ""
    recommendation: str = ""
    is_upheld: bool | None = None
    tone: int | None = None
    team: Team | None = None
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class Look:
    """A formal look before it is kept."""

    kind: str
    title: str
    body: str
    decided_on: datetime.date
    findings: Sequence[Found]
    their_reference: str = ""
    outcome: str = ""
    score: int | None = None
    statement: str = ""
    summary: str = ""
    source_note: str = ""

    def fingerprint(self) -> str:
        """Return what makes this look itself, so that it comes once."""
        said = [self.kind, self.body, self.title, self.decided_on.isoformat(), self.their_reference]
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


@command("reviews.record")
def record(*, by: Person, look: Look, today: datetime.date) -> Review:
    """Record one formal look with its findings."""
    if look.decided_on > today:
        raise Refused("It cannot have been decided in the future. Check the date.")
    if look.kind not in KINDS:
        raise Refused("Choose what kind of review it is.")
    if not look.title.strip():
        raise Refused("Give it a title.")
    if Review.objects.filter(council=by.council, fingerprint=look.fingerprint()).exists():
        raise Refused("This review is here already. Nothing was added.")
    for found in look.findings:
        check_scope(by, found.team)
    return _keep(by, [look])[0]


@command("reviews.record")
def record_many(*, by: Person, looks: Sequence[Look]) -> list[Review]:
    """Record many formal looks at once, leaving out those that came before."""
    known = set(
        Review.objects.filter(
            council=by.council, fingerprint__in=[look.fingerprint() for look in looks]
        ).values_list("fingerprint", flat=True)
    )
    fresh: dict[str, Look] = {}
    for look in looks:
        if look.fingerprint() not in known:
            fresh.setdefault(look.fingerprint(), look)
    return _keep(by, list(fresh.values()))


def _keep(by: Person, looks: Sequence[Look]) -> list[Review]:
    council = by.council
    first = numbering.take(council.pk, "R", len(looks)) if looks else 0
    reviews, names, points, findings, entries = [], [], [], [], []
    for place, received in enumerate(looks):
        memory = CaseNames()
        look = _working(received, memory)
        review = Review(
            council=council,
            number=first + place,
            kind=look.kind,
            title=look.title[:200],
            body=look.body[:160],
            their_reference=look.their_reference[:80],
            decided_on=look.decided_on,
            outcome=look.outcome[:160],
            score=look.score,
            statement=look.statement,
            summary=look.summary,
            source_note=look.source_note[:300],
            fingerprint=received.fingerprint(),
        )
        reviews.append(review)
        names.append(ReviewNames(council=council, review=review, names=memory.to_dict()))
        made = [_made(review, position, found) for position, found in enumerate(look.findings, start=1)]
        points += [finding.point for finding in made]
        findings += made
        entries.append(_entry(review, [finding.point.text for finding in made]))
    Review.objects.bulk_create(reviews, batch_size=500)
    ReviewNames.objects.bulk_create(names, batch_size=500)
    Point.objects.bulk_create(points, batch_size=500)
    Finding.objects.bulk_create(findings, batch_size=500)
    search.put(council.pk, entries)
    if points:
        jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{council.pk}")
    return reviews


_WRITTEN = ("title", "body", "outcome", "summary", "source_note", "their_reference")
_FOUND = ("text", "heading", "recommendation")


def _working(look: Look, names: CaseNames) -> Look:
    """Return a look in working text: whom one part of it names is hidden in all. Refused where that fails."""
    fields = {name: getattr(look, name) for name in _WRITTEN}
    fields |= _fields_of(look.findings)
    hidden = privacy.hide_fields(fields, names, leave={"their_reference": case_names.REFERENCES})
    return replace(
        look,
        findings=[
            replace(found, **{name: hidden[f"{name}.{place}"].text for name in _FOUND})
            for place, found in enumerate(look.findings)
        ],
        **{name: hidden[name].text for name in _WRITTEN},
    )


def _fields_of(findings: Sequence[Found]) -> dict[str, str]:
    return {
        f"{name}.{place}": getattr(found, name).strip()
        for place, found in enumerate(findings)
        for name in _FOUND
    }


def _hide(review: Review, **written: str) -> dict[str, str]:
    """Return what is written about a review later in working text, under the stand-ins that it has."""
    kept = ReviewNames.objects.filter(review=review).first()
    kept = kept or ReviewNames(council_id=review.council_id, review=review)
    names = CaseNames.from_dict(kept.names) if kept.names else CaseNames()
    hidden = privacy.hide_fields({name: said.strip() for name, said in written.items()}, names)
    kept.names = names.to_dict()
    kept.save()
    return {name: each.text for name, each in hidden.items()}


def _made(review: Review, position: int, found: Found) -> Finding:
    """Return a finding and its point, not kept yet, of working text."""
    point = Point(
        council_id=review.council_id,
        position=position,
        text=found.text,
        source=review.kind,
        speaker=Speaker.PARTNER,
        team=found.team,
        month=review.decided_on.replace(day=1),
        tone=found.tone,
        is_upheld=found.is_upheld,
    )
    return Finding(
        council_id=review.council_id,
        review=review,
        point=point,
        heading=found.heading[:200],
        recommendation=found.recommendation,
        due_on=found.due_on,
    )


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
def add_findings(*, by: Person, review: Review, found: Sequence[Found]) -> list[Finding]:
    """Add findings to a review that is recorded already; a finding that stands there is left out."""
    check_scope(by, review, *(one.team for one in found))
    here = list(review.findings.select_related("point"))
    texts = {finding.point.text for finding in here}
    last = max((finding.point.position for finding in here), default=0)
    found = [one for one in found if one.text.strip()]
    working = _hide(review, **_fields_of(found))
    made = []
    for place, received in enumerate(found):
        one = replace(received, **{name: working[f"{name}.{place}"] for name in _FOUND})
        finding = _made(review, last + 1, one)
        if finding.point.text in texts:
            continue
        texts.add(finding.point.text)
        made.append(finding)
        last += 1
    if not made:
        raise Refused("There is no new finding. Write down what was found.")
    Point.objects.bulk_create([finding.point for finding in made])
    Finding.objects.bulk_create(made)
    search.put(by.council_id, [_entry(review, sorted(texts))])
    jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{by.council_id}")
    return made


@command("reviews.record")
def note_remedy(
    *,
    by: Person,
    review: Review,
    remedy: str,
    due_on: datetime.date | None = None,
    done_on: datetime.date | None = None,
    signed_off_by: Person | None = None,
) -> Review:
    """Write down what puts right what an ombudsman found: by when, when it was done, and who signed it off.

    Called again, it says how the remedy stands now. Only a remedy that is done can be signed off.
    """
    check_scope(by, review, signed_off_by)
    if not remedy.strip():
        raise Refused("Say what the remedy is.")
    for day in (due_on, done_on):
        if day is not None and day < review.decided_on:
            raise Refused("A remedy cannot be due or done before the decision. Check the dates.")
    if signed_off_by is not None and done_on is None:
        raise Refused("A remedy is signed off once it is done. Give the date on which it was done.")
    review.remedy = _hide(review, remedy=remedy)["remedy"]
    review.remedy_due_on, review.remedy_done_on, review.signed_off_by = due_on, done_on, signed_off_by
    review.save(update_fields=["remedy", "remedy_due_on", "remedy_done_on", "signed_off_by"])
    return review


def _decided_because(*, finding: Finding, **_: object) -> str:
    """Return the reason as it is kept: in working text."""
    return finding.reason


@command("reviews.decide", trail=_decided_because)
def decide(
    *,
    by: Person,
    finding: Finding,
    decision: str,
    decided_on: datetime.date,
    reason: str = "",
    due_on: datetime.date | None = None,
) -> Finding:
    """Write down what the council decided about a finding; a finding not implemented owes its reason."""
    check_scope(by, finding)
    if decision not in Decision.values or decision == Decision.UNDECIDED:
        raise Refused("Choose what was decided.")
    if decision == Decision.NOT_IMPLEMENTED and len(reason.strip()) < 10:
        raise Refused("Say why it is not implemented. The reason is owed to those who made the finding.")
    if decided_on < finding.review.decided_on:
        raise Refused("It cannot have been decided before the review was. Check the date.")
    finding.decision, finding.reason = decision, _hide(finding.review, reason=reason)["reason"]
    finding.decided_on, finding.decided_by = decided_on, by
    if due_on is not None:
        finding.due_on = due_on
    finding.save(update_fields=["decision", "reason", "decided_on", "decided_by", "due_on"])
    return finding


@command("reviews.record")
def print_figure(
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
    """Keep a printed number with all its parts; it may be compared only where its base and period are known."""
    check_scope(by, review)
    if may_be_compared and (denominator is None or not denominator_means or period_kind == Figure.Year.NONE):
        raise Refused(
            "A figure may be compared only if what it is out of, what that counts and the period are given."
        )
    if numerator is not None and denominator is not None and numerator > denominator:
        raise Refused("A part cannot be more than the whole. Check both numbers.")
    written = {
        "label": label,
        "unit": unit,
        "denominator_means": denominator_means,
        "period": period,
        "source": source,
        "as_printed": as_printed,
        "caution": caution,
    }
    hidden = _hide(review, **written) if review else {n: privacy.hide(t).text for n, t in written.items()}
    return Figure.objects.create(
        council=by.council,
        review=review,
        value=value,
        numerator=numerator,
        denominator=denominator,
        period_kind=period_kind,
        may_be_compared=may_be_compared,
        **{name: said[: Figure._meta.get_field(name).max_length] for name, said in hidden.items()},
    )
