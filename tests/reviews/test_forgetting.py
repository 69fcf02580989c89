"""Retention of the names in reviews; findings stay."""

from __future__ import annotations

import datetime

import pytest

from goldthread.council.records import people_named
from goldthread.council.records.models import PeopleNamed
from goldthread.reviews import forgetting
from goldthread.reviews.models import Finding, Review

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("decided", "remedied", "is_due"),
    [
        (datetime.date(2020, 11, 21), None, True),
        (datetime.date(2020, 11, 22), None, False),
        (datetime.date(2019, 5, 1), datetime.date(2020, 11, 21), True),
        (datetime.date(2019, 5, 1), datetime.date(2021, 1, 5), False),
    ],
)
def test_six_years_after_the_remedy_or_the_decision(avonshire, decided, remedied, is_due):
    avonshire.enter()
    PeopleNamed.objects.filter(council=avonshire.council, origin="review").delete()
    review = Review.objects.filter(council=avonshire.council).first()
    Review.objects.filter(pk=review.pk).update(decided_on=decided, remedy_done_on=remedied)
    PeopleNamed.objects.create(
        council=avonshire.council, origin="review", origin_id=review.pk, names={"known": [], "met": {}}
    )
    assert forgetting.due(avonshire.council, TODAY) == ([review] if is_due else [])


def test_the_names_go_and_the_findings_stay(avonshire):
    avonshire.enter()
    count = Finding.objects.filter(council=avonshire.council).count()
    reviews = list(Review.objects.filter(council=avonshire.council))
    assert any(people_named.memory_of(review) for review in reviews)
    forgetting.forget(by=avonshire.clock, reviews=reviews)
    avonshire.enter()
    assert not any(people_named.memory_of(review) for review in reviews)
    assert Finding.objects.filter(council=avonshire.council).count() == count
