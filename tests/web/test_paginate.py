"""Keyset pagination: no row twice, none left out, both ways, and an altered mark."""

from __future__ import annotations

import base64

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from goldthread.feedback.models import Point
from goldthread.web.paginate import paginate

ORDER = ("-month", "-id")


def listed(address: str = "/", per_page: int = 7):
    return paginate(RequestFactory().get(address), Point.objects.filter(month__isnull=False), ORDER, per_page)


def everything() -> list:
    return [p.pk for p in Point.objects.filter(month__isnull=False).order_by(*ORDER)[:40]]


def test_older_and_newer_again_show_each_row_once(avonshire):
    wanted = everything()
    there, address, addresses = [], "/?team=sensory", []
    while len(there) < 35:
        page = listed(address)
        there += [p.pk for p in page]
        addresses.append(address)
        address = page.older
    assert there == wanted[: len(there)]
    page = listed(addresses[-1])
    back = [p.pk for p in page]
    while page.newer:
        page = listed(page.newer)
        back = [p.pk for p in page] + back
    assert back == there
    assert "team=sensory" in page.older


def test_the_ends_have_no_way_on(avonshire):
    assert listed().newer == "" and listed().older != ""
    count = Point.objects.filter(month__isnull=False).count()
    whole = listed(per_page=count)
    assert (len(whole), whole.newer, whole.older) == (count, "", "")


def test_a_page_is_one_query_that_counts_nothing(avonshire):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        listed(listed().older)
    assert len(queries) == 2
    assert not [
        q for q in queries.captured_queries if "COUNT(" in q["sql"].upper() or "OFFSET" in q["sql"].upper()
    ]


def as_mark(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "mark",
    [
        as_mark("[" * 2000),
        as_mark('["\\u0000", "\\ud800"]'),
        "x",
        "",
        "W10",
        "WzEsMl0",
        "eyJhIjoxfQ",
        "bnVsbA",
        "%FF",
        "W251bGwsbnVsbF0",
    ],
)
def test_an_altered_mark_gives_the_first_page(avonshire, mark):
    assert [p.pk for p in listed(f"/?after={mark}")] == everything()[:7]
    assert [p.pk for p in listed(f"/?before={mark}")] == everything()[:7]


def test_fields_in_two_directions_are_refused():
    with pytest.raises(ValueError, match="one direction"):
        paginate(RequestFactory().get("/"), Point.objects.all(), ("-month", "id"))
