"""Every link on home, gaps, search results, menu, help and mechanisms opens for the person who sees it.

No other page offers one, or a part to fetch, whose door is shut for them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from goldthread.council.models import Membership, Person
from goldthread.council.people.permissions import ROLES, TEAM_ROLES
from goldthread.council.records.spec import record_types
from goldthread.web.doors import may_open
from tests.cast import sign_in
from tests.house.pages import doors

pytestmark = pytest.mark.django_db

PAGES = ("home", "gaps", "search", "help", "mechanisms")
# Words that find feedback, lessons, actions, measures, briefings, reviews and claims of Avonshire.
SEARCHES = ("waiting for an assessment", "direct payments", "discharge from hospital", "kept informed")


def _member(avonshire, role: str) -> Person:
    """Return a person of Avonshire who holds a role, and no other where there is such a person."""
    avonshire.enter()
    held = Membership.objects.filter(person__council=avonshire.council, person__is_active=True, role=role)
    people = sorted(
        (membership.person for membership in held.select_related("person")),
        key=lambda person: (person.memberships.values("role").distinct().count(), str(person.pk)),
    )
    assert people, f"nobody in Avonshire is {role}"
    return people[0]


def _client(person: Person) -> Client:
    client = Client()
    sign_in(client, person.account)
    return client


def _links(page: str) -> set[str]:
    """Return the addresses of this service that a page links to, without what stands after a #."""
    links = {html.unescape(href).partition("#")[0] for href in re.findall(r'<a[^>]*\shref="([^"]+)"', page)}
    return {href for href in links if href.startswith("/") and not href.startswith("//")}


def _pages(client: Client, person: Person) -> Iterator[tuple[str, str]]:
    """Yield the pages of this room that a person may open, as (address, HTML)."""
    addresses = [reverse(name) for name in PAGES]
    addresses += [f"{reverse('search')}?q={words.replace(' ', '+')}" for words in SEARCHES]
    for address in addresses:
        if may_open(person, address):
            # Whoever has one room alone is led on to it from home.
            response = client.get(address, follow=True)
            assert response.status_code == 200, address
            yield address, response.content.decode()


def _to_open(person: Person, links: set[str]) -> list[str]:
    """Return the links to open: all for somebody with one team's records, and else one for each door.

    For somebody who sees the whole council's records, only the door can be shut.
    """
    if any(membership.role in TEAM_ROLES for membership in person.memberships.all()):
        return sorted(links)
    return list({resolve(urlsplit(link).path).view_name: link for link in sorted(links)}.values())


@pytest.mark.slow(reason="opens the links that each of thirteen roles sees")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_link_opens(avonshire, role):
    person = _member(avonshire, role)
    client = _client(person)
    pages = dict(_pages(client, person))
    assert reverse("home") in pages
    answers: dict[str, int] = {}
    shut = []
    for address, page in pages.items():
        links = _links(page)
        shut += [(address, link) for link in links if not _door_opens(person, link)]
        for link in _to_open(person, links):
            if link not in answers:
                answers[link] = client.get(link).status_code
            if answers[link] in (403, 404):
                shut.append((address, link))
    assert len(answers) > 5, "the pages have a menu and links"
    assert not shut


def _lists_and_records(person: Person) -> Iterator[str]:
    """Yield every address without arguments that a person may open, and the page of a record of each type they see."""
    for door in doors():
        if not door.arguments and door.permission and may_open(person, door.route):
            yield door.route
    for kind in record_types().values():
        record = kind.objects.visible_to(person).order_by("created_at").first()
        if record is not None and may_open(person, address := reverse(kind.spec.page, args=[record.pk])):
            yield address


# Who may do least: what the leads and managers see is open to them almost everywhere.
_GUESTS = ("administrator", "assessor", "board_member", "councillor", "director", "partner", "practitioner")


@pytest.mark.slow(reason="opens the lists, forms and records that each of seven roles may open")
@pytest.mark.parametrize("role", _GUESTS)
def test_no_page_offers_a_door_that_is_shut(avonshire, role):
    person = _member(avonshire, role)
    client = _client(person)
    shut, opened = [], 0
    for address in _lists_and_records(person):
        response = client.get(address)
        if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
            continue
        page = response.content.decode()
        opened += 1
        offered = _links(page) | set(re.findall(r'hx-get="(/[^"]*)"', page))
        shut += [(address, link) for link in offered if not _door_opens(person, html.unescape(link))]
    assert opened > 5
    assert not shut


def _door_opens(person: Person, link: str) -> bool:
    # The pages of the account belong to a library, and are anybody's who has signed in.
    return may_open(person, link) or not hasattr(resolve(urlsplit(link).path).func, "permission")


def test_a_link_that_its_reader_may_not_open_is_left_out(avonshire):
    manager, lead = avonshire.person("team_manager"), avonshire.person("quality_lead")
    practitioner = avonshire.person("practitioner")
    assert may_open(lead, reverse("gaps")) and not may_open(practitioner, reverse("gaps"))
    # Theirs to mend is what their own team's gaps are.
    assert may_open(manager, reverse("gaps"))
    assert may_open(manager, reverse("learning:list") + "?show=idle")
    assert may_open(manager, reverse("privacy"))
    assert not may_open(lead, "/no-such-page/")
