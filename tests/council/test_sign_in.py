"""Sign-in by password: who may, the message to those who may not, and what a guesser learns."""

from __future__ import annotations

import pytest
from allauth.account import app_settings
from django.urls import reverse

from goldthread.council.models import Account
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "The email address or password is incorrect."
SLOWED = "Too many incorrect passwords or codes were entered for this account."


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def is_in(client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_somebody_comes_in_by_password_and_lands_on_their_home(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    response = sign_in(client, account.email.upper())
    assert (response.status_code, response.url) == (302, "/")
    page = client.get("/")
    assert page.status_code == 200
    assert b"Grace Adeyinka" in page.content


def test_signing_in_leads_on_to_where_they_were_going(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    turned_back = client.get("/feedback/?team=x")
    assert turned_back.url == "/sign-in/?next=%2Ffeedback%2F%3Fteam%3Dx"
    assert b'value="/feedback/?team=x"' in client.get(turned_back.url).content
    assert sign_in(client, account.email, next="/feedback/?team=x").url == "/feedback/?team=x"


def test_signing_in_never_leads_to_another_site(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    assert sign_in(CheckedClient(), account.email, next="https://elsewhere.example/").url == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    answers = []
    for email in (account.email, "no.such.person@avonshire.example"):
        response = sign_in(CheckedClient(), email, "a wrong password")
        assert response.status_code == 200
        assert WRONG in response.content.decode()
        answers.append(_without_tokens(response, email))
    assert answers[0] == answers[1]


def _without_tokens(response, email) -> str:
    import re

    page = response.content.decode().replace(email, "")
    return re.sub(r'name="(csrfmiddlewaretoken|form_token)" value="[^"]+"', "", page)


def test_a_closed_account_is_told_so_only_with_the_right_password(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert WRONG in sign_in(CheckedClient(), account.email, "a wrong password").content.decode()
    client = CheckedClient()
    response = sign_in(client, account.email)
    assert response.status_code == 302
    assert "Account deactivated" in client.get(response.url).content.decode()
    assert not is_in(client)


def test_somebody_who_left_cannot_sign_in(avonshire, with_password):
    person = avonshire.person("practitioner")
    account = with_password(person)
    person.is_active = False
    person.save()
    client = CheckedClient()
    response = sign_in(client, account.email)
    assert "Account deactivated" in client.get(response.url).content.decode()
    assert not is_in(client)


def test_nobody_makes_their_own_account():
    for name in ("account_signup", "socialaccount_signup"):
        page = CheckedClient().get(reverse(name))
        assert page.status_code == 403
        assert "Accounts are created by your council" in page.content.decode()


def test_five_wrong_passwords_slow_that_account_only(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    other = with_password(avonshire.person("complaints_manager"))
    client = CheckedClient()
    for _ in range(5):
        assert WRONG in sign_in(client, account.email, "a wrong password").content.decode()
    assert SLOWED in sign_in(client, account.email).content.decode(), "even the right one waits"
    assert SLOWED in sign_in(client, account.email.upper()).content.decode(), "however it is written"
    assert sign_in(CheckedClient(), other.email).status_code == 302


def test_fifty_people_who_forgot_behind_one_address_lock_out_nobody_who_is_known_there(
    avonshire, with_password
):
    account = with_password(avonshire.person("quality_lead"))
    sign_in(CheckedClient(), account.email)
    for number in range(50):
        sign_in(CheckedClient(), f"somebody.{number}@avonshire.example", "a wrong password")
    assert sign_in(CheckedClient(), account.email).status_code == 302


def test_the_library_counts_nothing_by_address():
    """What is counted by address is the product's own (people/address_limit.py), which lets those through who are known there."""
    rates = {action: rate for action, rate in app_settings.RATE_LIMITS.items() if rate}
    assert rates["login_failed"] == "5/5m/key"
    by_address = {action: rate for action, rate in rates.items() if "/ip" in rate or rate.count("/") == 1}
    assert by_address == {}


def test_somebody_changes_their_password_after_saying_again_that_it_is_them(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    sign_in(client, account.email)
    assert "Change password" in client.get(reverse("account_change_password")).content.decode()
    new = "another long password entirely"
    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": "not mine", "password1": new, "password2": new},
    )
    assert page.status_code == 200
    assert "Error: " in page.content.decode()
    weak = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert "at least 12 characters" in client.post(reverse("account_change_password"), weak).content.decode()
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert sign_in(CheckedClient(), account.email).status_code == 200
    assert sign_in(CheckedClient(), account.email, new).status_code == 302


def test_signing_out_asks_first_and_ends_the_session(avonshire):
    client = avonshire.client("quality_lead")
    assert "Sign out" in client.get(reverse("account_logout")).content.decode()
    assert is_in(client)
    assert client.post(reverse("account_logout")).url == "/sign-in/"
    assert not is_in(client)
