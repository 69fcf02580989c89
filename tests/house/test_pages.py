"""Every page there is: by the right person, by the wrong one, from the other council, signed out."""

from __future__ import annotations

import inspect
import re
import sys
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.council.context import everywhere
from goldthread.council.models import Membership
from goldthread.council.people.permissions import PERMISSIONS, ROLES
from goldthread.web import form_controls, render
from goldthread.web.form_controls import TOKENS
from tests.cast import Cast
from tests.house import markup, pages

pytestmark = pytest.mark.django_db
DOORS = pages.doors()
KEPT = [door for door in DOORS if door.permission]
PUBLIC = [door for door in DOORS if not door.permission]
NOBODY = "00000000-0000-7000-8000-000000000000"


def name(door) -> str:
    return str(door)


@pytest.mark.parametrize("door", DOORS, ids=name)
def test_it_has_a_door(door):
    view = door.pattern.callback
    assert door.permission in PERMISSIONS or getattr(view, "public_because", ""), (
        f"{door.route} has no door: add it with goldthread.web.doors.page or public"
    )
    assert not getattr(view, "csrf_exempt", False), f"{door.route} may be sent a form from another site"


@pytest.fixture(scope="module")
def made(module_transaction) -> None:
    """Make, once for all these tests, what Avonshire lacks and whoever at the other council may do everything there."""
    pages.make_what_a_quiet_day_lacks(Cast("avonshire").person("quality_lead"))
    brackenmoor = Cast("brackenmoor")
    for role in sorted(ROLES):
        Membership.objects.get_or_create(
            council=brackenmoor.council, person=brackenmoor.person("quality_lead"), role=role, team=None
        )


@pytest.fixture
def by(avonshire):
    """Return a client signed in as somebody of Avonshire; pages are held to be valid where they are looked at."""
    return lambda role: avonshire.client(role, checked=False)


@pytest.fixture
def stranger(made, brackenmoor):
    """Return a client signed in as somebody at the other council who may do everything there."""
    return brackenmoor.client("quality_lead", checked=False)


@pytest.fixture
def names_twice(monkeypatch):
    """Return the names that a page gave its template although every page is given them, which stand in their place."""
    twice, to_string = [], render.render_to_string

    def watched(request, template, context=None, block=None):
        given, own = everywhere(request), context or {}
        twice.extend(f"{template}: {name}" for name in own if name in given and own[name] != given[name])
        return to_string(request, template, context, block)

    monkeypatch.setattr(render, "render_to_string", watched)
    return twice


@pytest.mark.parametrize("door", KEPT, ids=name)
def test_the_right_person_sees_it_and_nobody_else(door, made, avonshire, by, stranger, names_twice):
    address, response = pages.sample(door, by(door.right), avonshire.enter)

    # The right person: a page, a part of one, a file; or it leads on, or waits for a form to be sent.
    assert response.status_code in (200, 302, 405), f"{address} answers {response.status_code}"
    if response.status_code == 200 and markup.is_whole_page(response):
        assert markup.faults(response) == [], address
    if response.status_code == 302:
        assert "/sign-in/" not in response.url
    # Whatever it is, at a shared desk Back must not show it again; with HTMX it is as much in the browser's cache.
    assert is_stored_nowhere(response), address
    assert is_stored_nowhere(by(door.right).get(address, headers={"HX-Request": "true"})), address
    assert names_twice == [], "every page is given these, in place of what this one gives"

    others = sorted(set(ROLES) - PERMISSIONS[door.permission])
    if others:
        for send in (by(others[0]).get, by(others[0]).post):
            refused = send(address)
            assert refused.status_code == 403, f"{address} opened for a {ROLES[others[0]]}"
            assert is_stored_nowhere(refused)

    if "uuid" in door.arguments.values():
        answers = {stranger.get(address).status_code, stranger.post(address).status_code}
        assert answers <= {404, 405} and answers != {405}, f"{address} answers the other council {answers}"

    for send in (Client().get, Client().post):
        turned_back = send(address)
        assert turned_back.status_code == 302
        assert turned_back.url == f"{reverse('account_login')}?{urlencode({'next': address})}"


@pytest.mark.parametrize("door", KEPT, ids=name)
def test_a_form_that_has_drafts_asks_for_no_secret_and_keeps_the_version_it_was_opened_at(
    door, made, avonshire, by
):
    _, response = pages.sample(door, by(door.right), avonshire.enter)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    for form in form_controls.forms_on(response.content.decode()):
        for control in form.controls:
            secret = control.kind == "password" or control.tag.get("autocomplete") == "one-time-code"
            assert not (secret and door.pattern.callback.has_drafts), (
                f"{control.name}: a page that asks for a secret has no drafts"
            )
            if control.name == "version":
                assert control.tag.has("data-drafted"), "a draft would be saved over somebody else's change"


# As it comes with text that is pasted: PostgreSQL refuses the first, and nobody can see any of them.
CONTROLS = "\x00\x0b\x1f\x7f"


@pytest.mark.parametrize("door", KEPT, ids=name)
def test_control_characters_in_what_is_sent_are_no_error_of_ours(door, made, avonshire, by):
    client = by(door.right)
    address, response = pages.sample(door, client, avonshire.enter)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    html = response.content.decode()
    names = {*re.findall(r'name="([\w-]+)"', html)} - TOKENS
    assert client.get(address, {**dict.fromkeys(names, f"a{CONTROLS}"), CONTROLS: "a"}).status_code < 500
    for form in form_controls.forms_on(html):
        sent = {control.name: f"{control.tag.get('value')}{CONTROLS}" for control in form.controls}
        answer = client.post(form.address(address), {**sent, **dict.fromkeys(names - {*sent}, CONTROLS)})
        assert answer.status_code < 500, form.address(address)


def is_stored_nowhere(response) -> bool:
    """Return whether no browser may store an answer."""
    return "no-store" in response.headers.get("Cache-Control", "")


def test_who_may_not_open_a_page_is_told_so_in_plain_english(by):
    response = by("councillor").get(reverse("feedback:list"))
    assert response.status_code == 403
    assert markup.faults(response) == []
    assert "You cannot open this page" in response.content.decode()
    assert "ask an administrator" in response.content.decode()


@pytest.mark.parametrize("door", PUBLIC, ids=name)
def test_a_page_that_anyone_may_open_is_whole_or_leads_to_signing_in(door, by):
    nowhere = {name: NOBODY if sort == "uuid" else "x" for name, sort in door.arguments.items()}
    address = reverse(door.name, kwargs=nowhere)
    for client in (Client(), by("quality_lead")):
        response = client.get(address)
        assert response.status_code in (200, 302, 401, 403, 404), f"{address} answers {response.status_code}"
        assert "sessionid" not in client.cookies or is_stored_nowhere(response), address
        if markup.is_whole_page(response):
            assert markup.faults(response) == [], address


@pytest.mark.parametrize("address", ["/nowhere/", f"/feedback/{NOBODY}/", "/feedback/new/no-such-source/"])
def test_what_is_not_there_gets_a_page_that_says_so(by, address):
    response = by("quality_lead").get(address)
    assert response.status_code == 404 and is_stored_nowhere(response)
    assert markup.faults(response) == []


def _may_have_a_part(door) -> bool:
    return "fragment=" in inspect.getsource(sys.modules[inspect.unwrap(door.pattern.callback).__module__])


# What fills a part that is empty unless something is asked.
_ASK = {"search": "?q=waiting"}


@pytest.mark.parametrize("door", [door for door in KEPT if _may_have_a_part(door)], ids=name)
def test_a_part_of_a_page_comes_alone_with_something_in_it(door, made, avonshire, by, monkeypatch):
    asked_for, parts = render._requested_block, set()

    def watched(request, names):
        parts.update(names)
        return asked_for(request, names)

    monkeypatch.setattr(render, "_requested_block", watched)
    client = by(door.right)
    address, _ = pages.sample(door, client, avonshire.enter)
    parts.clear()
    client.get(address)
    for part in sorted(parts):
        response = client.get(
            address + _ASK.get(door.name, ""), headers={"HX-Request": "true", "HX-Target": part}
        )
        words = response.content.decode()
        assert response.status_code == 200 and not markup.is_whole_page(response), address
        assert f'id="{part}"' in words and "gt-empty" not in words, f"{address}: nothing in the part {part}"
