"""Keyset pagination: no row twice, none left out, both ways, and an altered mark."""

from __future__ import annotations

import base64
import uuid

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from goldthread.feedback.models import Feedback, Point
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


def _both_ways(queryset, order: tuple[str, ...], groups=None) -> tuple[list, list]:
    """Return the rows of all pages going on, and again coming back."""
    there, address, page = [], "/", None
    while address:
        page = paginate(RequestFactory().get(address), queryset, order, 7, groups)
        there += page.rows
        last, address = address, page.older
    back, address = [], last
    while address:
        page = paginate(RequestFactory().get(address), queryset, order, 7, groups)
        back = page.rows + back
        address = page.newer
    return there, back


@pytest.mark.parametrize("order", [("source", "-received_on", "-id"), ("-source", "received_on", "id")])
def test_fields_in_two_directions_show_each_row_once(avonshire, order):
    first = [*Feedback.objects.order_by("number").values_list("pk", flat=True)[:40]]
    some = Feedback.objects.filter(pk__in=first)
    there, back = _both_ways(some, order)
    assert there == [*some.order_by(*order)] == back


@pytest.mark.parametrize("at_once", [1, 3, 8])
def test_groups_come_in_the_order_that_is_given_with_those_of_none(avonshire, monkeypatch, at_once):
    monkeypatch.setattr("goldthread.web.paginate._GROUPS_AT_ONCE", at_once)
    first = [*Feedback.objects.order_by("number").values_list("pk", flat=True)[:40]]
    some = Feedback.objects.filter(pk__in=first)
    Feedback.objects.filter(pk__in=first[5:15]).update(team=None)
    teams = [*some.order_by("-team__name").values_list("team", flat=True)]
    groups = [*dict.fromkeys(teams), uuid.uuid4()]
    assert None in groups and len(groups) > 5
    newest = [*some.order_by("-received_on", "-id")]
    by_team = [each for team in groups for each in newest if each.team_id == team]
    assert _both_ways(some, ("team_id", "-received_on", "-id"), groups) == (by_team, by_team)
    assert _both_ways(some, ("-team_id", "received_on", "id"), groups) == (by_team[::-1], by_team[::-1])


def test_a_mark_of_no_group_gives_the_first_page(avonshire):
    mark = as_mark('["gossip", "2026-01-01", "00000000-0000-7000-8000-000000000000"]')
    groups = [*Feedback.objects.order_by("source").values_list("source", flat=True).distinct()]
    request = RequestFactory().get(f"/?after={mark}")
    page = paginate(request, Feedback.objects.all(), ("source", "-received_on", "-id"), 3, groups)
    assert page.newer == "" and page.rows == [*Feedback.objects.order_by("source", "-received_on", "-id")[:3]]
