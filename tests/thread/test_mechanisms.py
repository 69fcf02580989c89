"""Mechanisms of published assessments: each link leads to a page that shows the mechanism."""

from __future__ import annotations

import pytest

from goldthread.thread.mechanisms import address, mechanisms

pytestmark = pytest.mark.django_db

_LINKED = [mechanism for mechanism in mechanisms() if mechanism.where]


def test_all_mechanisms_are_listed():
    assert [int(mechanism.number) for mechanism in mechanisms()] == list(range(1, 185))


def test_a_link_has_a_text_to_check():
    assert all(bool(mechanism.where) == bool(mechanism.shows) for mechanism in mechanisms())


@pytest.mark.parametrize("mechanism", _LINKED, ids=lambda mechanism: mechanism.number)
def test_the_thing_is_there(avonshire, mechanism):
    url = address(avonshire.person("quality_lead"), mechanism.where)
    assert url, f"nothing in Avonshire is {mechanism.where}"
    response = avonshire.client("quality_lead").get(url)
    assert response.status_code == 200
    assert mechanism.shows in response.content.decode(), mechanism.description


def test_the_page_lists_them_by_group(avonshire):
    page = avonshire.client("quality_lead").get("/help/mechanisms/").content.decode()
    assert page.count(">View<") == len(_LINKED)
