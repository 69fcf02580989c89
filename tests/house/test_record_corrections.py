"""Corrections of every type of record: saved once, refused where stale, withdrawn and merged and given back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from goldthread.council.models import Account, Membership, Person, SearchEntry, Team
from goldthread.council.people.permissions import COUNCIL_WIDE, PERMISSIONS, TEAM_ROLES
from goldthread.council.records.withdrawal import cannot_merge
from tests.house import examples
from tests.house.pages import doors
from tests.house.test_record_types import CHANGED, TYPES, client_with

pytestmark = pytest.mark.django_db


class _Form(HTMLParser):
    """The last form of a page that is sent: what a browser would send of it."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._inside = False
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        a = dict(attrs)
        if tag == "form" and (a.get("method") or "").lower() == "post" and not a.get("action"):
            self._inside, self.values = True, {}
        if not self._inside:
            return
        if tag == "input" and a.get("name"):
            kind = a.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in a:
                    self.values.setdefault(a["name"], []).append(a.get("value") or "on")
            elif kind != "file":
                self.values.setdefault(a["name"], []).append(a.get("value") or "")
        elif tag == "textarea":
            self._text = a["name"]
            self.values[self._text] = [""]
        elif tag == "select":
            self._select = a["name"]
        elif tag == "option" and "selected" in a:
            self.values.setdefault(self._select, []).append(a.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "form":
            self._inside = False


def _edit_page(record: Any, avonshire) -> tuple[Client, str, dict[str, list[str]]]:
    """Return somebody who may correct a record, the address of the form that does so, and what the form holds."""
    client = client_with(avonshire, record.spec.permission, record.spec.change)
    page = client.get(reverse(record.spec.page, args=[record.pk])).content.decode()
    before = page.split(">Correct details</a>")[0]
    assert before != page, f"{record.spec.name}: its page has no link Correct details"
    address = before.rsplit('href="', 1)[1].split('"')[0]
    return client, address, _form(client.get(address).content.decode())


def _form(page: str) -> dict[str, list[str]]:
    parser = _Form()
    parser.feed(page)
    return parser.values


@pytest.mark.parametrize("record", CHANGED, indirect=True)
def test_correcting_it_saves_once_however_often_the_form_is_sent(record, avonshire):
    client, address, values = _edit_page(record, avonshire)
    missing = {"form_token", "version", "reason"} - set(values)
    assert missing == set(), (
        f"its correction lacks {missing}: give form_page record=, and the form CorrectionForm"
    )
    typed = [name for name in values if name not in ("csrfmiddlewaretoken", "form_token", "version")]
    assert typed[-1] == "reason", (
        "the reason is asked for last: put CorrectionForm first among the form's parents"
    )
    values |= {"reason": ["A mistake in typing."]}
    sent = [client.post(address, values) for _ in range(3)]
    assert [response.status_code for response in sent] == [302, 302, 302], sent[0].content.decode()[:3000]
    before = record.version
    record.refresh_from_db()
    assert record.version == before + 1
    assert {response.url for response in sent} == {sent[0].url}


@pytest.mark.parametrize("record", CHANGED, indirect=True)
def test_a_correction_of_what_somebody_else_changed_is_refused(record, avonshire):
    client, address, values = _edit_page(record, avonshire)
    values |= {"reason": ["A mistake in typing."]}
    type(record)._default_manager.filter(pk=record.pk).update(version=record.version + 1)
    response = client.post(address, values)
    assert response.status_code == 200
    assert "Somebody else changed this record" in response.content.decode()
    record.refresh_from_db()
    # Sent again from the page that shows both, it is saved.
    again = client.post(address, {**_form(response.content.decode()), "reason": ["A mistake in typing."]})
    assert again.status_code == 302


@pytest.mark.parametrize("record", [k for k in CHANGED if TYPES[k].spec.withdraws], indirect=True)
def test_it_can_be_withdrawn_with_a_reason_and_given_back(record, avonshire):
    spec, kind = record.spec, record._meta.model_name
    room = spec.page.split(":")[0]
    client = client_with(avonshire, spec.permission, spec.change)
    person = avonshire.person("quality_lead")
    page = reverse(spec.page, args=[record.pk])
    done = client.post(
        reverse(f"{room}:withdraw_{kind}", args=[record.pk]), {"reason": "Entered by mistake."}
    )
    assert done.status_code == 302
    model = type(record)
    assert record not in model._default_manager.visible_to(person)
    assert not SearchEntry.objects.filter(record_id=record.pk).exists()
    assert "Entered by mistake." in client.get(page).content.decode()
    assert client.post(reverse(f"{room}:restore_{kind}", args=[record.pk])).status_code == 302
    assert record in model._default_manager.visible_to(person, withdrawn=True).counted()


@pytest.mark.parametrize("kind", [k for k in CHANGED if TYPES[k].spec.merges])
def test_two_of_the_same_thing_can_be_merged_and_parted(kind, avonshire):
    model = TYPES[kind]
    # All that hangs on the one is to hang on the other, which was entered by somebody who did not know of it.
    one = examples.example(model, avonshire.council)
    other = examples.twin(one)
    if cannot_merge(one, other):
        # What was agreed stays with it: then the new one goes into the old.
        one, other = other, one
    room = one.spec.page.split(":")[0]
    client = client_with(avonshire, one.spec.permission, one.spec.change)
    before = _hanging(one), _hanging(other)
    merged = client.post(
        reverse(f"{room}:merge_{kind}", args=[one.pk]),
        {"into": str(other.pk), "reason": "The same thing twice."},
    )
    assert merged.status_code == 302, merged.content.decode()
    one.refresh_from_db()
    assert one.withdrawn_on is not None
    assert sum(_hanging(other).values()) == sum(before[0].values()) + sum(before[1].values())
    client.post(reverse(f"{room}:restore_{kind}", args=[one.pk]))
    one.refresh_from_db()
    assert one.withdrawn_on is None and (_hanging(one), _hanging(other)) == before


def _hanging(record: Any) -> dict[str, int]:
    """Return how many rows hang on a record, by relation."""
    counts = {}
    for relation in record._meta.related_objects:
        if not hasattr(relation.related_model, "pgh_tracked_model") and not relation.many_to_many:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: record})
            counts[f"{relation.related_model.__name__}.{relation.field.name}"] = rows.count()
    return counts


def test_the_pages_of_withdrawing_and_merging_are_there_for_each():
    for kind in CHANGED:
        spec = TYPES[kind].spec
        room = spec.page.split(":")[0]
        for verb, wanted in (
            ("withdraw", spec.withdraws),
            ("restore", spec.withdraws),
            ("merge", spec.merges),
        ):
            if wanted:
                names = {door.name for door in doors()}
                assert f"{room}:{verb}_{kind}" in names, (
                    f"add *record_pages(route, {TYPES[kind].__name__}) to urls.py"
                )
                assert reverse(f"{room}:{verb}_{kind}", args=["00000000-0000-7000-8000-000000000000"])


@pytest.mark.parametrize("kind", [k for k in CHANGED if any(f.name == "team" for f in TYPES[k]._meta.fields)])
def test_somebody_of_one_team_cannot_make_a_record_nobodys(kind, avonshire):
    """What is no team's is the council's: whoever acts for one team only must not move a record there."""
    spec = TYPES[kind].spec
    roles = sorted(PERMISSIONS[spec.change] & PERMISSIONS[spec.permission] & TEAM_ROLES)
    if not roles or spec.change in COUNCIL_WIDE:
        return
    avonshire.enter()
    team = Team.objects.filter(council=avonshire.council).order_by("name").first()
    account = Account.objects.create(email="one.team@avonshire.example")
    person = Person.objects.create(council=avonshire.council, name="Somebody of one team", account=account)
    Membership.objects.create(council=avonshire.council, person=person, role=roles[0], team=team)
    record = examples.example(TYPES[kind], avonshire.council)
    TYPES[kind]._default_manager.filter(pk=record.pk).update(team=team)
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse(spec.page, args=[record.pk])).content.decode()
    before = page.split(">Correct details</a>")[0]
    assert before != page
    address = before.rsplit('href="', 1)[1].split('"')[0]
    values = _form(client.get(address).content.decode()) | {"reason": ["A mistake."], "team": [""]}
    assert client.post(address, values).status_code == 200, (
        "check_new_in_team is missing where it is corrected"
    )
    avonshire.enter()
    record.refresh_from_db()
    assert record.team_id == team.pk
