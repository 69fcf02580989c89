"""Coming in through the council's own identity provider, played here by one on this machine."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from goldthread.council.models import Account
from tests.cast import CheckedClient
from tests.council.provider import BEGIN, come_in

pytestmark = pytest.mark.django_db


def test_the_sign_in_page_offers_it(provider):
    page = CheckedClient().get(reverse("account_login")).content.decode()
    assert "Sign in with your Avonshire account" in page
    assert f'action="{BEGIN}"' in page


def test_going_there_by_a_link_asks_first(provider):
    page = CheckedClient().get(BEGIN)
    assert page.status_code == 200
    assert "Sign in with your council account" in page.content.decode()


def test_somebody_whom_an_administrator_added_comes_in(provider, avonshire):
    account = avonshire.person("quality_lead").account
    provider.who = {"sub": "a1", "email": account.email.upper(), "email_verified": True}
    _, page = come_in(provider)
    assert page.redirect_chain[-1][0] == "/"
    assert "Grace Adeyinka" in page.content.decode()
    assert provider.request["code_challenge_method"] == "S256"
    assert set(provider.request["scope"].split()) == {"openid", "profile", "email"}


def test_a_provider_that_leaves_out_whether_it_checked_is_believed(provider, avonshire):
    provider.who = {"sub": "a1", "email": avonshire.person("quality_lead").account.email}
    assert come_in(provider)[1].redirect_chain[-1][0] == "/"


def test_the_address_may_be_told_only_when_asked(provider, avonshire):
    email = avonshire.person("quality_lead").account.email
    provider.who = {"sub": "a1", "email": email}
    provider.left_out = {"email"}
    assert come_in(provider)[1].redirect_chain[-1][0] == "/"


def test_the_second_time_they_are_known_by_the_provider_s_own_mark(provider, avonshire):
    account = avonshire.person("quality_lead").account
    provider.who = {"sub": "a1", "email": account.email, "email_verified": True}
    come_in(provider)
    provider.who = {"sub": "a1", "email": "new.name@avonshire.example", "email_verified": True}
    assert "Grace Adeyinka" in come_in(provider)[1].content.decode()


def test_a_closed_account_stays_closed(provider, avonshire):
    account = avonshire.person("quality_lead").account
    provider.who = {"sub": "a1", "email": account.email, "email_verified": True}
    come_in(provider)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    client, page = come_in(provider)
    assert "Account deactivated" in page.content.decode()
    assert client.get("/").status_code == 302


def test_an_answer_that_nobody_asked_for_opens_nothing(provider, avonshire):
    provider.who = {"sub": "a1", "email": avonshire.person("quality_lead").account.email}
    attacker = CheckedClient()
    back = provider.authorise(attacker.post(BEGIN).url)
    victim = CheckedClient()
    page = victim.get(back, follow=True)
    assert "Sign-in failed" in page.content.decode()
    assert victim.get("/").status_code == 302


def test_stopping_half_way_says_that_nothing_was_changed(provider):
    client = CheckedClient()
    back = provider.authorise(client.post(BEGIN).url)
    state = provider.request["state"]
    page = client.get(f"{back.partition('?')[0]}?error=access_denied&state={state}", follow=True)
    assert "Sign-in cancelled" in page.content.decode()


def test_a_provider_that_does_not_answer_gets_a_clear_page(provider):
    provider.stop()
    page = CheckedClient().post(BEGIN)
    assert page.status_code == 503
    assert "sign-in service does not answer" in page.content.decode()


def test_a_provider_that_nobody_set_up_is_not_there():
    assert CheckedClient().post(BEGIN).status_code == 404


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("/people/", "/people/"),
        ("/search/?q=ramp&page=2", "/search/?q=ramp&page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/" + "x" * 2001, "/"),
    ],
)
def test_the_page_asked_for_is_reached_after_the_provider(provider, avonshire, address, reached):
    provider.who = {"sub": "a1", "email": avonshire.person("administrator").account.email}
    client = CheckedClient()
    there = client.post(BEGIN, {"next": address}).url
    answer = client.get(provider.authorise(there))
    assert (answer.status_code, answer.url) == (302, reached)


def test_the_sign_in_page_takes_the_page_asked_for_along(provider):
    page = CheckedClient().get("/people/", follow=True).content.decode()
    assert page.count('<input type="hidden" name="next" value="/people/">') == 2


@pytest.mark.parametrize("error", ["invalid_client", "unauthorized_client", ""])
def test_an_error_that_anybody_can_write_into_the_address_says_nothing_of_the_secret(provider, caplog, error):
    client = CheckedClient()
    state = parse_qs(urlsplit(client.post(BEGIN).url).query)["state"][0]
    words = {"state": state, "error": error, "error_description": "AADSTS7000222 of Mrs Smith"}
    answer = client.get(reverse("openid_connect_callback", args=["council"]), words)
    assert answer.status_code == 401 and "has ended or is wrong" not in answer.content.decode()
    logged = "\n".join(record.getMessage() for record in caplog.records)
    named = f"{error or 'no error named'}, AADSTS7000222"
    assert f"said_no: the browser came back without a code ({named})" in logged
    assert "secret" not in logged and "Smith" not in logged
