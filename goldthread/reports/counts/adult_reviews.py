"""What the safeguarding adults board's annual report says of reviews: findings, what was done, and why not (Schedule 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.dates import day_in_words
from goldthread.documents.model import Run, Text
from goldthread.reports.counts.counted import Counted, Group
from goldthread.reports.periods import Period
from goldthread.reviews.agencies.lag import lags
from goldthread.reviews.agencies.models import AgencyAnswer, AgencyDecision
from goldthread.reviews.kinds import SAFEGUARDING
from goldthread.reviews.models import ACTIONS, Decision, Finding, Review
from goldthread.reviews.safeguarding.models import Referral, ReviewUnder

_MOST_LISTED = 60
_OPEN = (Decision.UNDECIDED, Decision.ACCEPTED, Decision.IN_PROGRESS)


def reviews_of(person: Person, period: Period) -> QuerySet[Review]:
    """Return the safeguarding adult reviews that were concluded in a period."""
    reviews = Review.objects.visible_to(person).filter(kind=SAFEGUARDING)
    return reviews.filter(decided_on__gte=period.since, decided_on__lte=period.until)


def findings_of(person: Person, period: Period) -> QuerySet[Finding]:
    """Return the findings of the reviews that were concluded in a period."""
    findings = Finding.objects.visible_to(person).filter(review__kind=SAFEGUARDING, review__withdrawn_on=None)
    return findings.filter(review__decided_on__gte=period.since, review__decided_on__lte=period.until)


def referrals_of(person: Person, period: Period) -> QuerySet[Referral]:
    """Return the referrals that came in a period."""
    referrals = Referral.objects.visible_to(person)
    return referrals.filter(referred_on__gte=period.since, referred_on__lte=period.until)


def _rows(page: str, period: Period, **query: str) -> str:
    days = {"since": f"{period.since:%-d/%-m/%Y}", "until": f"{period.until:%-d/%-m/%Y}"}
    return f"{reverse(page)}?{urlencode({**query, **days})}"


def referrals(person: Person, period: Period) -> Group:
    """Return how many referrals came in a period, and what was decided about them."""
    counts = Counter(referrals_of(person, period).values_list("review_under", flat=True))
    names = {**dict(ReviewUnder.choices), "": "Not decided yet"}
    rows = [
        Counted("Referrals received", sum(counts.values()), href=_rows("reviews:referrals", period)),
        *(
            Counted(name, counts[under], href=_rows("reviews:referrals", period, under=under or "undecided"))
            for under, name in names.items()
        ),
    ]
    return Group(
        "Referrals for a safeguarding adult review",
        "Referrals",
        rows,
        note="Mandatory and discretionary reviews are both statutory, under section 44 of the Care Act 2014.",
    )


def concluded(person: Person, period: Period) -> tuple[Counted, list[Text]]:
    """Return how many reviews were concluded in a period, and each with its kind and where it is published."""
    reviews = list(reviews_of(person, period).select_related("referral").order_by("decided_on", "pk"))
    listed: list[Text] = []
    for review in reviews:
        referral = getattr(review, "referral", None)
        words = f", {day_in_words(review.decided_on)}. {review.outcome}".rstrip(". ") + "."
        if referral is not None and referral.published_on:
            words += f" Published {day_in_words(referral.published_on)}: {referral.published_at}."
        elif referral is not None and referral.not_published:
            words += f" Not published: {referral.not_published}"
        listed.append([Run(review.title, href=address(review)), words])
    href = _rows("reviews:list", period, kind=SAFEGUARDING)
    return Counted("Reviews concluded", len(reviews), href=href), listed


def under_way(person: Person, period: Period) -> list[Text]:
    """Return the reviews that were under way at the end of a period, or are still."""
    referrals = Referral.objects.visible_to(person).taken_up().filter(decided_on__lte=period.until)
    ongoing = referrals.filter(review=None) | referrals.filter(review__decided_on__gt=period.until)
    return [
        [
            Run(referral.title, href=address(referral)),
            f": {referral.get_review_under_display().lower()}, decided {day_in_words(referral.decided_on)}.",
        ]
        for referral in ongoing.order_by("decided_on", "pk")
    ]


def decisions(person: Person, period: Period) -> Group:
    """Return the findings of a period by what the council decided about each."""
    counts = Counter(findings_of(person, period).values_list("decision", flat=True))
    rows = [
        Counted(
            decision.label,
            counts[decision.value],
            href=_rows("reviews:findings", period, kind=SAFEGUARDING, decision=decision.value),
        )
        for decision in Decision
    ]
    return Group("Findings of these reviews, by the council’s decision", "Decision", rows)


def agencies(person: Person, period: Period) -> Group:
    """Return what agencies answered to the findings of a period."""
    counts = Counter(_answers(person, period).values_list("decision", flat=True))
    rows = [
        Counted(
            decision.label,
            counts[decision.value],
            href=_rows("reviews:agency_answers", period, kind=SAFEGUARDING, decision=decision.value),
        )
        for decision in AgencyDecision
    ]
    return Group(
        "What agencies answered to these findings",
        "Answer",
        rows,
        note=". ".join(f"{lag.name}: {lag.in_words}" for lag in lags(_timed(person, period)))
        + ". Counted from publication.",
    )


def _answers(person: Person, period: Period) -> QuerySet[AgencyAnswer]:
    findings = findings_of(person, period).values("pk")
    return AgencyAnswer.objects.visible_to(person).filter(finding__in=findings)


def _timed(person: Person, period: Period) -> QuerySet[AgencyAnswer]:
    return _answers(person, period).select_related("finding__review__referral").order_by("pk")


def what_was_done(person: Person, period: Period) -> list[Text]:
    """Return each finding of a period with its decision and the actions that came of it, and what agencies answered."""
    findings = findings_of(person, period).exclude(decision=Decision.STRENGTH)
    findings = findings.select_related("point", "review").prefetch_related(
        ACTIONS, "agency_answers__organisation"
    )
    listed: list[Text] = []
    for finding in findings.order_by("review__decided_on", "review__number", "point__position", "pk"):
        words: list[str | Run] = [
            Run(finding.text, href=address(finding)),
            f" {finding.get_decision_display()}.",
        ]
        for action in finding.actions():
            words += [" Action: ", Run(action.title, href=address(action)), "."]
        for answer in _shown(finding.agency_answers.all()):
            words += [
                " ",
                Run(answer.organisation.name, href=address(answer)),
                f": {answer.get_decision_display().lower()}.",
            ]
        listed.append(words)
    return _first(listed)


def _shown(answers: Iterable[AgencyAnswer]) -> list[AgencyAnswer]:
    counted = [answer for answer in answers if answer.withdrawn_on is None]
    return sorted(counted, key=lambda answer: (answer.organisation.name, answer.pk))


def not_implemented(person: Person, period: Period) -> list[Text]:
    """Return the reason of each finding that the council or an agency decided, in a period, not to implement."""
    own = Finding.objects.visible_to(person).filter(
        review__kind=SAFEGUARDING, decision=Decision.NOT_IMPLEMENTED
    )
    own = own.filter(decided_on__gte=period.since, decided_on__lte=period.until)
    theirs = AgencyAnswer.objects.visible_to(person).filter(
        finding__review__kind=SAFEGUARDING, decision=AgencyDecision.NOT_IMPLEMENTED
    )
    theirs = theirs.filter(answered_on__gte=period.since, answered_on__lte=period.until)
    along = ("finding__point", "organisation")
    return _first(
        [
            *(
                [Run(finding.text, href=address(finding)), f" The council: {finding.reason}"]
                for finding in own.select_related("point").order_by("decided_on", "pk")
            ),
            *(
                [
                    Run(answer.finding.text, href=address(answer)),
                    f" {answer.organisation.name}: {answer.reason}",
                ]
                for answer in theirs.select_related(*along).order_by("answered_on", "pk")
            ),
        ]
    )


def still_open(person: Person, period: Period) -> list[Text]:
    """Return the findings of earlier reviews that are neither implemented nor declined."""
    findings = Finding.objects.visible_to(person).filter(
        review__kind=SAFEGUARDING, review__decided_on__lt=period.since, decision__in=_OPEN
    )
    return _first(
        [
            [Run(finding.text, href=address(finding)), f" {finding.get_decision_display()}."]
            for finding in findings.select_related("point").order_by("review__decided_on", "pk")
        ]
    )


def _first(found: list[Text]) -> list[Text]:
    rest = len(found) - _MOST_LISTED
    return [*found[:_MOST_LISTED], *([f"And {rest:,} more."] if rest > 0 else [])]
