"""A number opens exactly what it counts: each that is a link on home, themes and lists is opened, and the counts compared.

A page that says how many it lists is read in one way (`_SAYS`); a number that leads to a page which does not say how
many it lists fails here, so that whoever adds one gives it a count.
"""

from __future__ import annotations

import html
import re

import pytest

from tests.house import pages

pytestmark = pytest.mark.django_db

ROLES = (
    "quality_lead",
    "complaints_manager",
    "psw",
    "team_manager",
    "practitioner",
    "director",
    "councillor",
    "board_member",
    "assessor",
    "administrator",
)
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>(.*?)</a>', re.S)
# A number of things: the first in the text or the last, and no part of a title or a date.
_COUNT = re.compile(r"^(?:Show all |All )?(\d[\d,]*)(?: (?!to )[a-z]|$)|^(?:\S+ ){1,6}(\d[\d,]*)$")
# How a page says how many it lists: above a list, in its text, or beside the only heading of what was asked for.
_SAYS = (
    re.compile(r"<strong>([\d,]+)</strong> results?"),
    re.compile(r">([\d,]+) to code\."),
    re.compile(r'<h2[^>]*>[^<]*<span class="gt-reference">([\d,]+)</span></h2>'),
    re.compile(r'<span class="gt-count">([\d,]+)</span>'),
    re.compile(r"<p[^>]*>([\d,]+) (?:issues?|concerns?|possible safeguarding concerns?)\b"),
)
# Rows a page, which of the pages is looked at, and a record's own page, whose title may end in a number: they count nothing.
_NOT_COUNTED = re.compile(r"[?&](?:amp;)?rows=|^#|/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/$")


def _words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def _numbers(page: str) -> list[tuple[str, int, str]]:
    """Return (address, number, words) of each number in a page that is a link."""
    found = []
    for href, inner in _LINK.findall(page):
        if _NOT_COUNTED.search(href):
            continue
        words = _words(re.sub(r'<span class="govuk-visually-hidden">.*?</span>', " ", inner))
        if said := _COUNT.match(words):
            found.append((html.unescape(href), int((said[1] or said[2]).replace(",", "")), _words(inner)))
    return found


def _counted(page: str, address: str) -> int | None:
    for says in _SAYS:
        counts = says.findall(page.split("<main")[1])
        if counts and (says is not _SAYS[3] or len(counts) == 1):
            return int(counts[0].replace(",", ""))
    # All that is listed stands on one page.
    rows = re.findall(r"<tbody>(.*?)</tbody>", page, re.S)
    if len(rows) == 1 and "gt-pages" not in page:
        return rows[0].count("<tr")
    return 0 if "gt-empty" in page else None


def _sources() -> list[str]:
    """Return the addresses of the pages whose numbers are opened: home, and every list and overview without arguments."""
    return [door.route for door in pages.doors() if door.permission and not door.arguments and _shows(door)]


def _shows(door: pages.Door) -> bool:
    return door.name in {"home", "gaps", "boards", "my_work", "more"} or door.name.endswith(":list")


@pytest.mark.slow(reason="it opens every number that several people see on a dozen pages")
@pytest.mark.parametrize("role", ROLES)
def test_each_number_that_is_a_link_opens_as_many(avonshire, role):
    client = avonshire.client(role, checked=False)
    opened: dict[str, int | None] = {}
    wrong, compared = [], 0
    for source in _sources():
        response = client.get(source)
        if response.status_code != 200:
            continue
        for href, number, words in _numbers(response.content.decode()):
            address = href if href.startswith("/") else f"{source}{href}"
            if address not in opened:
                answer = client.get(address)
                assert answer.status_code == 200, (
                    f"{source}: {words!r} leads to {address}: {answer.status_code}"
                )
                opened[address] = _counted(answer.content.decode(), address)
            compared += 1
            if opened[address] != number:
                wrong.append(f"{source}: {words!r} opens {opened[address]} ({address})")
    assert wrong == [], "\n".join(wrong)
    assert compared or role in {"councillor", "board_member", "assessor", "administrator", "practitioner"}
