"""Each mechanism that has a link is found at work behind it, and nothing is linked that is not there."""

from __future__ import annotations

import pytest

from goldthread.thread.mechanisms import address, listed

pytestmark = pytest.mark.django_db

_LINKED = [mechanism for mechanism in listed() if mechanism.where]


def test_all_that_five_assessments_describe_is_listed():
    assert [int(mechanism.number) for mechanism in listed()] == list(range(1, 185))


def test_a_link_says_what_will_be_seen():
    assert all(bool(mechanism.where) == bool(mechanism.sees) for mechanism in listed())


@pytest.mark.parametrize("mechanism", _LINKED, ids=lambda mechanism: mechanism.number)
def test_the_thing_is_there(avonshire, mechanism):
    where = address(avonshire.person("quality_lead"), mechanism.where)
    assert where, f"nothing in Avonshire is {mechanism.where}"
    response = avonshire.client("quality_lead").get(where)
    assert response.status_code == 200
    assert mechanism.sees in response.content.decode(), mechanism.says


def test_the_page_lists_them_by_group(avonshire):
    page = avonshire.client("quality_lead").get("/mechanisms/").content.decode()
    assert page.count("See it") == len(_LINKED)
