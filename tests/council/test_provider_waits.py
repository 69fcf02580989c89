"""A provider that is silent, slow or asked by many at once: other pages go on, and nobody's way back is used up."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection
from django.test import Client

from goldthread.council.middleware import asks_elsewhere
from goldthread.council.models import Account
from goldthread.council.people import identity_provider
from goldthread.council.people.identity_provider import AT_ONCE
from tests.cast import CheckedClient
from tests.council.provider import BEGIN, come_in
from tests.house.pages import doors

THREADS = 8  # as many as a web process has


@pytest.fixture
def patience(monkeypatch):
    """Set for how many seconds a sign-in waits."""
    return lambda seconds: monkeypatch.setattr(identity_provider, "SECONDS", seconds)


@pytest.mark.django_db
def test_a_silent_provider_gets_a_plain_page_within_the_time(provider, patience, caplog):
    patience(0.3)
    provider.answers.clear()
    began = time.monotonic()
    page = CheckedClient().post(BEGIN)
    assert time.monotonic() - began < 5
    assert page.status_code == 503
    assert "Your council’s sign-in service does not answer." in page.content.decode()
    assert "silent: it did not answer (ReadTimeout)" in caplog.text


def test_a_provider_that_drips_waits_no_longer_than_a_silent_one(patience, settings):
    """A byte every 50 ms would keep each read alive, for as long as the answer says that it is."""
    patience(0.5)
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        caller, _ = server.accept()
        caller.recv(4096)
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n")
        try:
            for _ in range(400):
                caller.sendall(b" ")
                time.sleep(0.05)
        except OSError:
            caller.close()

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    with (
        identity_provider.Questions() as ask,
        pytest.raises(identity_provider.ProviderError, match="more than"),
    ):
        ask("GET", f"http://127.0.0.1:{server.getsockname()[1]}/")
    assert time.monotonic() - began < 5
    server.close()


@pytest.mark.django_db
def test_who_finds_all_places_taken_has_not_used_up_their_way_back(provider, avonshire):
    provider.who = {"sub": "a1", "email": avonshire.person("grace-adeyinka").account.email}
    client = CheckedClient()
    back = provider.authorise(client.post(BEGIN).url)
    for _ in range(AT_ONCE):
        identity_provider.Questions().__enter__()
    try:
        page = client.get(back)
    finally:
        for _ in range(AT_ONCE):
            identity_provider.Questions.__exit__(identity_provider.Questions())
    assert page.status_code == 503 and page.headers["Refresh"] == "2"
    assert "Many people are signing in at the moment." in page.content.decode()
    assert "Grace Adeyinka" in client.get(back, follow=True).content.decode()


@pytest.mark.django_db
def test_where_the_pages_of_the_provider_are_is_asked_once(provider, avonshire):
    provider.who = {"sub": "a1", "email": avonshire.person("grace-adeyinka").account.email}
    for _ in range(2):
        come_in(provider)
    assert provider.paths.count("/.well-known/openid-configuration") == 1


def test_no_other_page_is_outside_the_transaction(rf):
    outside = {door.name for door in doors() if asks_elsewhere(rf.get(door.route))}
    assert outside == {"openid_connect_login", "openid_connect_callback"}


def test_forty_sign_ins_that_wait_for_a_silent_provider_hold_up_no_other_page(
    provider, apart, patience, monkeypatch
):
    patience(60)
    provider.answers.clear()
    held = []
    ask = identity_provider.requests.request

    def watched(*arguments, **given):
        held.append((connection.in_atomic_block, connection.connection is not None))
        return ask(*arguments, **given)

    monkeypatch.setattr(identity_provider.requests, "request", watched)

    def one(work):
        try:
            # A page that needs the database, and is open to anyone.
            return work()
        finally:
            connection.close()

    def begin() -> int:
        return Client().post(BEGIN).status_code

    def page() -> int:
        return Client().get("/sign-in/").status_code + Account.objects.filter(email="x").count()

    with ThreadPoolExecutor(THREADS) as web:
        sign_ins = [web.submit(one, begin) for _ in range(40)]
        pages = [web.submit(one, page) for _ in range(20)]
        try:
            answered, late = wait(pages, timeout=60)
            still_waiting = [sign_in for sign_in in sign_ins if not sign_in.done()]
        finally:
            provider.answers.set()
        assert not late and {each.result() for each in answered} == {200}
        assert len(still_waiting) == AT_ONCE
        assert sorted(each.result() for each in sign_ins) == [302] * AT_ONCE + [503] * (40 - AT_ONCE)
    assert held == [(False, False)] * AT_ONCE


def test_the_whole_way_works_outside_a_transaction(provider, apart):
    """Inside a test's transaction a page that needs one of its own would not be noticed."""
    email = Account.objects.get(email="grace.adeyinka@avonshire.example").email
    for who, message in (
        ({"sub": "a1", "email": email}, "Grace Adeyinka"),
        ({"sub": "b2", "email": email}, "with another account before"),
        ({"sub": "c3", "email": "x@avonshire.example"}, "is not known to Goldthread yet"),
        ({"sub": "a1", "email": email}, "Grace Adeyinka"),
    ):
        provider.who = who
        client, page = come_in(provider)
        assert message in page.content.decode()
    # Signed in already, and the session's own middlewares run too.
    assert "Grace Adeyinka" in come_in(provider, client)[1].content.decode()
    assert client.get("/oidc/council/login/callback/").status_code == 401
    assert client.get("/oidc/elsewhere/login/").status_code == 404
