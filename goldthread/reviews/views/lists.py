"""The list of reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.lists import Cell, Column, View, list_page
from goldthread.council.records.work_columns import work_columns
from goldthread.reviews.forms import ReviewFilter
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


def _narrow(reviews: QuerySet[Review], filters: Mapping[str, Any]) -> QuerySet[Review]:
    return (
        reviews.filter(Exists(_undecided().filter(review=OuterRef("pk"))))
        if filters.get("undecided")
        else reviews
    )


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


def sorts(person: Person) -> list[str]:
    """Return the words by which an address sorts the list."""
    return [column.key for column in COLUMNS if column.sort]


def listed(request: HttpRequest) -> HttpResponse:
    """List reviews, newest first."""
    # Beside all reviews or the ombudsman's, and above no shorter list.
    narrowed = any(request.GET.get(name) for name in ("undecided", "period", "since", "until"))
    is_of_ombudsman = request.GET.get("kind", "") in ("", OMBUDSMAN) and not narrowed
    return list_page(
        request,
        Review,
        filter_form=ReviewFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("-decided_on", "-id"),
        along=("owner",),
        attach=_attach,
        buttons=[("Record a review", "reviews:record", "reviews.record")],
        views=VIEWS,
        saves_views=True,
        template="reviews/list.html",
        upheld=upheld_by_year(request.person, today=timezone.localdate()) if is_of_ombudsman else [],
    )
