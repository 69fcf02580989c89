"""The list of reviews: sorted, narrowed by date, and with what awaits a decision in each."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldthread.reviews.kinds import name_of
from goldthread.reviews.models import Decision, Finding, Review
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db


def _page(avonshire, **query: str) -> str:
    page = avonshire.client("quality_lead").get(reverse("reviews:list"), query).content.decode()
    avonshire.enter()
    return page


def _references(page: str) -> list[str]:
    return re.findall(r">(R-\d+)</td>", page)


def test_it_is_sorted_both_ways_by_date_and_by_the_name_of_the_type(avonshire):
    newest = [review.reference for review in Review.objects.counted().order_by("-decided_on", "-id")]
    assert _references(_page(avonshire, rows="100")) == newest[:100]
    assert _references(_page(avonshire, rows="100", sort="decided_on")) == newest[::-1][:100]
    reviews = Review.objects.counted().order_by("-decided_on", "-id")
    by_type = [review.reference for review in sorted(reviews, key=lambda review: name_of(review.kind))]
    assert len({review.kind for review in reviews}) > 2
    assert _references(_page(avonshire, rows="100", sort="kind")) == by_type[:100]


def test_it_is_narrowed_from_one_day_to_another(avonshire):
    review = Review.objects.counted().order_by("decided_on", "id").first()
    day = datetime.timedelta(days=1)

    def between(first: datetime.date, last: datetime.date) -> list[str]:
        return _references(_page(avonshire, since=f"{first:%d/%m/%Y}", until=f"{last:%d/%m/%Y}"))

    assert review.reference in between(review.decided_on, review.decided_on)
    assert review.reference not in between(review.decided_on + day, review.decided_on + 2 * day)
    assert review.reference not in between(review.decided_on - 2 * day, review.decided_on - day)


def test_the_findings_that_home_counts_stand_in_the_rows_it_opens(avonshire):
    findings = Finding.objects.counted().filter(review__withdrawn_on=None).order_by("pk")
    Finding.objects.update(decision=Decision.ACCEPTED)
    waiting = [findings[0].pk, findings[1].pk, findings.last().pk]
    Finding.objects.filter(pk__in=waiting).update(decision=Decision.UNDECIDED)
    item = next(
        each
        for each in work_items(avonshire.person("quality_lead"), datetime.date.today())
        if "awaiting decision" in each.title
    )
    assert item.title == "3 findings awaiting decision"
    page = avonshire.client("quality_lead").get(item.url).content.decode()
    avonshire.enter()
    addresses = {each.pk: reverse("reviews:finding", args=[each.pk]) for each in Finding.objects.all()}
    assert {pk for pk, url in addresses.items() if f'href="{url}' in page} == set(waiting)


def test_queries_do_not_grow_with_the_rows(avonshire):
    client = avonshire.client("quality_lead", checked=False)

    def queries(**query: str) -> int:
        client.get(reverse("reviews:list"), query)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("reviews:list"), query)
        return len(captured)

    avonshire.enter()
    one = Review.objects.counted().order_by("decided_on").first().decided_on
    assert queries(rows="100", since="1/1/2000") <= queries(until=f"{one:%d/%m/%Y}")
