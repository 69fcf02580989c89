"""A session ends: when it is left alone, after a long day, and when the browser is closed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldthread.council import middleware
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db
HOUR = 60 * 60
LIGHT = "/search/"  # a page that asks for little


@pytest.fixture
def clock(monkeypatch):
    """A clock that the middleware reads and a test moves."""

    class Clock:
        now = 1_800_000_000.0

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(middleware, "time", clock)
    return clock


def test_a_session_left_alone_for_an_hour_ends_and_says_so(avonshire, clock):
    client = avonshire.client("quality_lead")
    assert client.get("/").status_code == 200
    clock.now += HOUR - 120
    assert client.get("/").status_code == 200
    clock.now += HOUR + 120
    response = client.get("/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/")
    assert "after an hour without activity" in response.content.decode()


def test_part_of_a_page_asked_for_too_late_has_the_whole_page_asked_for_anew(avonshire, clock):
    client = avonshire.client("quality_lead")
    assert client.get("/feedback/").status_code == 200
    clock.now += 2 * HOUR
    part = client.get("/feedback/", headers={"HX-Request": "true", "HX-Target": "list"})
    assert part.headers["HX-Refresh"] == "true" and b"<form" not in part.content
    whole = client.get("/feedback/", follow=True)
    assert whole.redirect_chain[-1][0] == "/sign-in/?next=%2Ffeedback%2F"
    assert "after an hour without activity" in whole.content.decode()


def test_a_busy_session_ends_after_a_long_day(avonshire, clock):
    client = avonshire.client("quality_lead")
    for _ in range(24):
        assert client.get(LIGHT).status_code == 200
        clock.now += HOUR / 2
    clock.now += 60
    response = client.get(LIGHT, follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/")
    assert "signed in all day" in response.content.decode()


def test_the_browser_forgets_it_when_it_is_closed(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    page = client.get(reverse("account_login")).content.decode()
    assert "remember" not in page.lower()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (
        "",
        "",
        True,
        "Lax",
    )


def test_a_session_that_somebody_else_began_is_not_the_one_that_is_signed_in(avonshire):
    """As the demo signs in: whoever knows the key of the session before knows nothing of the one after."""
    client = CheckedClient()
    client.session.save()
    planted = client.session.session_key
    client.cookies["sessionid"] = planted
    client.post(reverse("demo_users"), {"person": str(avonshire.person("quality_lead").pk)})
    assert client.cookies["sessionid"].value != planted
    other = CheckedClient()
    other.cookies["sessionid"] = planted
    assert other.get("/").status_code == 302


def test_a_session_key_from_before_signing_in_is_of_no_use_after(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    client.post(reverse("account_login"), {"login": account.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    first = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != first
