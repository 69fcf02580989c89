"""The list of reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address
from goldthread.council.records.work_columns import work_columns
from goldthread.reviews.forms import FindingFilter, ReviewFilter
from goldthread.reviews.kinds import KINDS, OMBUDSMAN, name_of
from goldthread.reviews.models import Decision, Finding, Review
from goldthread.reviews.upheld import upheld_by_year

VIEWS = (
    View("All reviews", ""),
    View("Findings awaiting decision", "undecided=1"),
    View("This financial year", "period=year"),
)


def _undecided() -> QuerySet[Finding]:
    return Finding.objects.counted().filter(decision=Decision.UNDECIDED)


def _narrow(person: Person, reviews: QuerySet[Review], filters: Mapping[str, Any]) -> QuerySet[Review]:
    if filters.get("decided"):
        reviews = reviews.decided_as(filters["decided"])
    if filters.get("undecided"):
        reviews = reviews.filter(Exists(_undecided().filter(review=OuterRef("pk"))))
    return by_words(person, reviews, filters.get("words") or "")


def _attach(reviews: Sequence[Review]) -> None:
    waiting = Counter(_undecided().filter(review__in=reviews).values_list("review_id", flat=True))
    for review in reviews:
        review.undecided = waiting[review.pk]


def _remedy(review: Review) -> Cell:
    """Return how a remedy stands, "" where there is none."""
    if review.remedy_done_on:
        return "Signed off" if review.signed_off_on else "Done, not signed off"
    if review.remedy_days_late(timezone.localdate()):
        return {"text": "Remedy overdue", "state": "late"}
    return "Agreed" if review.remedy else ""


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Review", "title", main=True),
    Column(
        "Type",
        lambda review: name_of(review.kind),
        sort=("kind", "-decided_on", "-id"),
        groups=lambda person: sorted(KINDS, key=name_of),
    ),
    Column("Reviewing body", "body"),
    Column("Decided on", "decided_on", sort=("-decided_on", "-id")),
    Column("Outcome", "outcome"),
    Column("Findings awaiting decision", lambda review: review.undecided or "", numeric=True),
    Column("Remedy", _remedy),
    *work_columns(Review, ("-decided_on", "-id")),
)


def listed(request: HttpRequest) -> HttpResponse:
    """List reviews, newest first."""
    # Beside all reviews or the ombudsman's, and above no shorter list.
    narrowed = any(
        request.GET.get(name) for name in ("words", "decided", "undecided", "period", "since", "until")
    )
    is_of_ombudsman = request.GET.get("kind", "") in ("", OMBUDSMAN) and not narrowed
    return list_page(
        request,
        Review,
        filter_form=ReviewFilter,
        columns=COLUMNS,
        narrow=partial(_narrow, request.person),
        order=("-decided_on", "-id"),
        along=("owner",),
        attach=_attach,
        buttons=[
            ("Record a review", "reviews:record", "reviews.record"),
            ("Safeguarding adult reviews", "reviews:referrals", "reviews.decide"),
        ],
        bulk=(assigning(Review),),
        views=VIEWS,
        saves_views=True,
        template="reviews/list.html",
        upheld=upheld_by_year(request.person, today=timezone.localdate()) if is_of_ombudsman else [],
    )


FINDING_VIEWS = (
    View("All findings", ""),
    View("Awaiting decision", f"decision={Decision.UNDECIDED.value}"),
)
FINDING_COLUMNS = (
    Column("Review", lambda finding: {"text": finding.review.reference, "href": address(finding.review)}),
    Column("Finding", "title", main=True),
    Column("Type", lambda finding: name_of(finding.review.kind)),
    Column("Decided on", lambda finding: finding.review.decided_on),
    Column("Decision", "decision"),
    *work_columns(Finding, ("id",)),
    Column("Team", lambda finding: finding.team.name if finding.team else "", optional=True),
    Column("Reviewing body", lambda finding: finding.review.body, optional=True),
)


def _narrow_findings(
    person: Person, findings: QuerySet[Finding], filters: Mapping[str, Any]
) -> QuerySet[Finding]:
    if filters.get("kind"):
        findings = findings.filter(review__kind=filters["kind"])
    if filters.get("is_upheld"):
        findings = findings.filter(point__is_upheld=filters["is_upheld"] == "yes")
    for word in (filters.get("words") or "").split()[:6]:
        has = Q(heading__icontains=word) | Q(point__text__icontains=word) | Q(recommendation__icontains=word)
        findings = findings.filter(has)
    return findings


def findings(request: HttpRequest) -> HttpResponse:
    """List the findings of all reviews, the newest first."""
    return list_page(
        request,
        Finding,
        filter_form=FindingFilter,
        columns=FINDING_COLUMNS,
        narrow=partial(_narrow_findings, request.person),
        order=("-id",),
        along=("review", "point__team", "owner"),
        bulk=(assigning(Finding),),
        views=FINDING_VIEWS,
        template="reviews/findings.html",
    )
