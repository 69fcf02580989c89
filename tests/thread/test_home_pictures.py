"""Home's pictures: each role has its own, with numbers that open what they count, and none that it may not see."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from goldthread.impact.models import Measure
from goldthread.thread.home import oversees
from goldthread.thread.home_pictures import pictures_of

pytestmark = pytest.mark.django_db


def pictures(avonshire, role: str):
    person = avonshire.person(role)
    return pictures_of(person, timezone.localdate(), oversees=oversees(person))


@pytest.mark.parametrize(
    "role, has, lacks",
    [
        ("director", "unusual tiles heard waiting claims report", "results briefings matters"),
        ("quality_lead", "unusual tiles heard waiting claims report", "results briefings matters"),
        ("councillor", "tiles results report", "unusual heard waiting claims briefings matters"),
        ("board_member", "tiles results report briefings matters", "unusual heard waiting claims"),
        ("assessor", "tiles results claims report briefings", "unusual heard waiting matters"),
        ("partner", "briefings", "unusual tiles heard waiting results claims report matters"),
        ("practitioner", "", "unusual tiles heard waiting results claims report briefings matters"),
    ],
)
def test_each_role_has_its_own(avonshire, role, has, lacks):
    shown = pictures(avonshire, role)
    assert [name for name in has.split() if not getattr(shown, name)] == []
    assert [name for name in lacks.split() if getattr(shown, name)] == []


def test_whoever_reads_no_feedback_sees_no_chart_that_is_counted_from_it(avonshire):
    counted = set(
        Measure.objects.filter(data_source=Measure.DataSource.COUNTED).values_list("name", flat=True)
    )
    tiles = pictures(avonshire, "councillor").tiles
    assert any(tile.tile for tile in tiles)
    assert [tile.name for tile in tiles if tile.tile and tile.name in counted] == []


@pytest.mark.slow(reason="opens a page for each number")
def test_each_number_of_who_waits_is_that_of_its_list(avonshire):
    client = avonshire.client("complaints_manager", checked=False)
    waiting = pictures(avonshire, "complaints_manager").waiting
    assert sum(count for _, count, _ in waiting) > 0
    for words, count, href in waiting:
        page = client.get(href).content.decode()
        found = re.search(r"<strong>([\d,]+)</strong> results?", page)
        assert (int(found[1].replace(",", "")) if found else 0) == count, words


def test_what_is_unusual_is_one_card(avonshire):
    unusual = pictures(avonshire, "director").unusual
    page = avonshire.client("director", checked=False).get("/").content.decode()
    assert page.count("Unusual in ") == 1
    assert unusual.sentence in page
    for signal in (*unusual.first, *unusual.rest):
        assert page.count(f">{signal.theme.name}</a>: ") == 1
