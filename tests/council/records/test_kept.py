"""What a process keeps of a council's records: until the next change, never of another's, and never of what was taken back."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import transaction

from goldthread.council.command import command
from goldthread.council.records import kept
from goldthread.council.records.kept import Kept, rights_of
from goldthread.council.records.list_settings import save_settings

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)


def _change(by) -> None:
    save_settings(by=by, listing="made:up", shows_filters=True)


def test_it_is_kept_until_somebody_changes_something(avonshire):
    by, values = avonshire.person("quality_lead"), Kept(most=4)
    values.of(by.council_id, DAY)["counted"] = 7
    assert values.of(by.council_id, DAY) == {"counted": 7}
    assert values.of(by.council_id, DAY + datetime.timedelta(days=1)) == {}
    _change(by)
    assert values.of(by.council_id, DAY) == {}


def test_what_was_computed_of_a_change_that_is_taken_back_is_never_found_again(avonshire):
    by, values = avonshire.person("quality_lead"), Kept(most=4)
    for _ in range(2):
        # The second change has the number of the first, which was taken back, in the audit log.
        with transaction.atomic():
            _change(by)
            assert values.of(by.council_id, DAY) == {}
            values.of(by.council_id, DAY)["counted"] = 8
            transaction.set_rollback(True)
        avonshire.enter()
        assert values.of(by.council_id, DAY) == {}


def test_within_a_command_nothing_is_kept(avonshire):
    by, values = avonshire.person("quality_lead"), Kept(most=4)
    values.of(by.council_id, DAY)["counted"] = 7
    found = []

    @command("thread.home")
    def look(*, by) -> None:
        """Look at what is kept."""
        found.append(values.of(by.council_id, DAY))

    look(by=by)
    assert found == [{}]


def test_of_more_councils_than_are_kept_the_oldest_are_forgotten(avonshire):
    values = Kept(most=2)
    for rights in ("one", "two", "three"):
        values.of(avonshire.council.pk, DAY, rights)["counted"] = rights
    assert values.of(avonshire.council.pk, DAY, "three") and values.of(avonshire.council.pk, DAY, "two")
    assert not values.of(avonshire.council.pk, DAY, "one")


def test_rights_differ_by_role_and_by_team(avonshire):
    people = [avonshire.person(who) for who in ("quality_lead", "director", "councillor", "team_manager")]
    assert len({rights_of(person) for person in people}) == len(people)


# What a page says, without what is new on each.
_ONCE = re.compile(r'value="[\w-]{20,}"|name="csrfmiddlewaretoken"[^>]*')


def test_by_turns_nobody_is_shown_what_was_kept_for_another(avonshire, brackenmoor):
    addresses = [
        "/gaps/",
        "/evidence/",
        "/evidence/claims/",
        "/evidence/learning-improvement-and-innovation/",
    ]
    cast = [(avonshire, who) for who in ("quality_lead", "director", "team_manager", "assessor")]
    cast.append((brackenmoor, "quality_lead"))
    clients = [council.client(who, checked=False) for council, who in cast]

    def shown(client, address: str) -> str:
        answer = client.get(address)
        return f"{answer.status_code} {_ONCE.sub('', answer.content.decode())}"

    alone = {}
    for number, client in enumerate(clients):
        for address in addresses:
            kept.forget_all()
            alone[number, address] = shown(client, address)
    kept.forget_all()
    for address in addresses * 2:
        for number, client in enumerate(clients):
            assert shown(client, address) == alone[number, address]
    assert len({alone[number, "/gaps/"] for number in range(len(clients))}) > 2
