"""Every list there is, found by its page: sorted, narrowed, with columns to choose, exported, its count that of its rows."""

from __future__ import annotations

import re

import pytest

from goldthread.council.people.permissions import PERMISSIONS
from goldthread.council.records import list_export
from tests.cast import Cast
from tests.house import pages

pytestmark = pytest.mark.django_db
_RESULTS = re.compile(r"<strong>(?:More than )?([\d,]+)</strong> results?")


@pytest.fixture(scope="module")
def made(module_transaction) -> None:
    """Make, once for all these tests, what Avonshire lacks."""
    pages.make_what_a_quiet_day_lacks(Cast("avonshire").person("quality_lead"))


def _lists() -> list[pages.Door]:
    """Return the pages that `list_page` makes, each by what it shows to whoever may open it."""
    return [door for door in pages.doors() if door.permission and not door.arguments and _is_list(door)]


def _is_list(door: pages.Door) -> bool:
    names = set(door.pattern.callback.__wrapped__.__code__.co_names)
    return "list_page" in names


LISTS = _lists()


def test_they_are_found():
    assert {str(door) for door in LISTS} >= {
        "feedback:list", "feedback:imports", "reviews:list", "reviews:findings", "learning:list", "briefings:list",
        "evidence:claims", "evidence:packs",
    }  # fmt: skip


@pytest.mark.parametrize("door", LISTS, ids=str)
def test_a_list_counts_its_rows_sorts_both_ways_and_keeps_its_columns(door, made, avonshire):
    client = avonshire.client(door.right)
    page = client.get(door.route).content.decode()
    rows = page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>")
    [count] = _RESULTS.findall(page)
    assert int(count.replace(",", "")) >= rows and (rows == 25 or int(count.replace(",", "")) == rows)
    sorts = re.findall(r'class="gt-sort" href="(\?[^"]+)"', page)
    assert sorts, f"{door} is sorted by nothing"
    for query in sorts:
        listed = client.get(door.route + query.replace("&amp;", "&")).content.decode()
        [again] = [each for each in re.findall(r'aria-sort="(\w+)"', listed) if each != "none"]
        assert again in ("ascending", "descending") and _RESULTS.findall(listed) == [count]
    slug = re.search(r'name="column" value="([\w-]+)"', page)[1]
    answer = client.post(door.route, {"do": "columns", "column": [slug]})
    assert answer.status_code == 302 and f"{slug}" in answer.url
    one = client.get(door.route).content.decode()
    assert re.findall(r'name="column" value="([\w-]+)" checked', one) == [slug]


@pytest.mark.parametrize("door", LISTS, ids=str)
def test_a_list_is_exported_with_as_many_rows_as_it_counts(door, made, avonshire):
    client = avonshire.client(door.right)
    page = client.get(door.route).content.decode()
    [count] = _RESULTS.findall(page)
    if 'value="export-csv"' not in page.split("<tbody>")[0]:
        assert "Export this list" in page
        return
    file = client.post(door.route, {"do": "export-csv", "list": "1"})
    rows = b"".join(file.streaming_content).decode("utf-8-sig").strip().split("\r\n")
    assert len(rows) - 1 == int(count.replace(",", "")) <= list_export.MOST_ROWS


@pytest.mark.parametrize("door", LISTS, ids=str)
def test_who_may_not_open_a_list_does_nothing_to_it(door, avonshire):
    others = sorted(set(pages.PERMISSIONS["thread.home"]) - PERMISSIONS[door.permission])
    if others:
        client = avonshire.client(others[0])
        assert client.post(door.route, {"do": "export-csv", "list": "1"}).status_code == 403
