"""Mechanisms of published assessments: each that is live can be seen and done as its role, and not without data."""

from __future__ import annotations

import re
from html import escape

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.people import commands
from goldthread.council.people.permissions import ROLES, TEAM_ROLES
from goldthread.council.records.spec import record_types
from goldthread.thread.mechanisms import address, mechanisms
from tests.cast import sign_in
from tests.thread.mechanism_acts import act_of
from tests.thread.mechanism_pages import missing, read, who_does_it, words

pytestmark = pytest.mark.django_db

LIVE = [mechanism for mechanism in mechanisms() if mechanism.is_live]
_IDS = {"ids": lambda mechanism: mechanism.number}


def test_all_mechanisms_are_listed():
    assert [int(mechanism.number) for mechanism in mechanisms()] == list(range(1, 199))
    # Those that are live are the cases of the tests below; without any, these would pass.
    assert LIVE


def test_a_live_mechanism_says_all_of_itself_and_another_nothing():
    for mechanism in mechanisms():
        parts = [
            mechanism.where, mechanism.role, mechanism.record, mechanism.state, mechanism.figure, mechanism.shows
        ]  # fmt: skip
        assert all(parts) or not any(parts), f"{mechanism.number} says some of it only"


@pytest.mark.parametrize("mechanism", LIVE, **_IDS)
def test_its_role_record_and_number_can_be_read(mechanism):
    assert mechanism.role in ROLES
    assert mechanism.record.partition(":")[0] in record_types()
    assert "#" in mechanism.figure
    assert re.fullmatch(r"record( \?\S+)?|page: \S+( \S+)?", mechanism.where)


def test_two_share_a_record_only_where_their_words_are_the_same():
    records: dict[str, set[str]] = {}
    for mechanism in LIVE:
        records.setdefault(mechanism.record, set()).add(mechanism.description)
    assert {record: each for record, each in records.items() if len(each) > 1} == {}


def test_a_page_without_state_or_number_is_told_from_one_with_them():
    [row] = [mechanism for mechanism in LIVE if mechanism.number == "67"]
    title, done = row.record.partition(": ")[2], f"Done. {row.shows} fell"
    assert missing(f"{title} Improved {done}, 68% lower", row) == set()
    assert missing(f"{title} Improved? Not improved {done}, lower", row) == {"state", "number"}
    assert missing("", row) == {"record", "state", "number", "text"}
    [listed] = [mechanism for mechanism in LIVE if mechanism.number == "158"]
    elsewhere = f"Upheld only {listed.record.partition(': ')[2]} before {'.' * 600} Upheld"
    assert "state" in missing(elsewhere, listed)


@pytest.mark.parametrize("mechanism", LIVE, **_IDS)
def test_whoever_does_it_sees_record_state_and_number(mechanism, avonshire):
    client, person, _ = who_does_it(avonshire, mechanism)
    url = address(person, mechanism)
    assert url, f"nothing that {person} may open is {mechanism.record}"
    assert missing(read(client, url), mechanism) == set()


@pytest.mark.parametrize("mechanism", LIVE, **_IDS)
def test_whoever_does_it_does_it_and_sees_that_it_is_done(mechanism, avonshire):
    client, person, record = who_does_it(avonshire, mechanism)
    act_of(mechanism)(client, person, mechanism, record)


def _somebody(brackenmoor, role: str) -> tuple[Client, Person]:
    """Return somebody of a role in the council without data, signed in."""
    person = commands.add_person(
        by=brackenmoor.clock,
        name="Una Maddox",
        email="una.maddox@brackenmoor.example",
        role=role,
        team=brackenmoor.team("adult-care") if role in TEAM_ROLES else None,
    )
    client = Client()
    sign_in(client, person.account)
    return client, brackenmoor.person("una-maddox")


@pytest.mark.parametrize("mechanism", LIVE, **_IDS)
def test_it_is_not_live_where_there_is_no_data(mechanism, brackenmoor):
    client, person = _somebody(brackenmoor, mechanism.role)
    url = address(person, mechanism)
    # Every council has themes, so that it has the record of a theme; what was counted of it, it has not.
    assert bool(url) == mechanism.record.startswith("theme:")
    if mechanism.where.startswith("page:"):
        url = reverse(mechanism.where.removeprefix("page:").strip())
        assert "record" in missing(read(client, url), mechanism) or mechanism.record.startswith("theme:")
    if url:
        assert {"state", "number"} <= missing(read(client, url), mechanism)


@pytest.mark.parametrize("role", ["quality_lead", "councillor"])
def test_a_link_is_offered_to_whoever_may_open_it(role, avonshire):
    client, person = avonshire.client(role), avonshire.person(role)
    page = client.get(reverse("mechanisms")).content.decode()
    offered = {mechanism: url for mechanism in LIVE if (url := address(person, mechanism))}
    assert page.count(">View<") == len(offered)
    assert all(f'href="{escape(url)}"' in page for url in offered.values())
    if role == "quality_lead":
        assert len(offered) == len(LIVE)
    else:
        # A councillor sees totals, also those of published reports, and never a case.
        assert {m.record.partition(":")[0] for m in offered} == {"theme", "measure", "boardreport"}
        assert {client.get(url).status_code for url in offered.values()} == {200}


def test_the_page_says_who_does_it(avonshire):
    text = words(avonshire.client("councillor").get(reverse("mechanisms")).content.decode())
    assert f"{len(mechanisms())} things that five councils do" in text
    assert f"{len(LIVE)} can be seen and done" in text
    assert text.count("Who does it:") == len(LIVE)
    for mechanism in LIVE:
        assert f"{mechanism.description} Who does it: {ROLES[mechanism.role]}." in text
