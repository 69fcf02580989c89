"""Many accounts tried from one address: who waits, how long, who does not, and what is logged."""

from __future__ import annotations

import contextlib
import datetime
import logging

import psycopg
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from goldthread.cli import home, main
from goldthread.council.models import AuditLine
from goldthread.council.people import address_limit
from goldthread.council.people.models import SignInTry
from goldthread.thread import forgetting
from tests.cast import CheckedClient
from tests.conftest import SERVER
from tests.council.conftest import PASSWORD, lines

pytestmark = pytest.mark.django_db
OFFICE, ATTACKER = "203.0.113.9", "198.51.100.7"
SLOWED = "Sign-ins to many different accounts failed on the network that you use."
WRONG = "The email address or password is incorrect."


def sign_in(address: str, email: str, password: str = PASSWORD, *, by: CheckedClient | None = None):
    """Send the sign-in form from an address; return the page that follows."""
    client = by or CheckedClient(REMOTE_ADDR=address)
    return client.post(reverse("account_login"), {"login": email, "password": password}, follow=True)


def try_accounts(address: str, number: int, first: int = 0) -> None:
    """Send a wrong password to so many different accounts, each answered as wrong."""
    for each in range(first, first + number):
        page = sign_in(address, f"somebody.{each}@avonshire.example", "a common password")
        assert WRONG in page.content.decode()


def pass_time(**time: float) -> None:
    """Let time pass for what is counted."""
    SignInTry.objects.update(at=F("at") - datetime.timedelta(**time))


@pytest.fixture
def grace(avonshire, with_password):
    return with_password(avonshire.person("grace-adeyinka"))


def test_after_ten_accounts_the_right_password_of_a_stranger_waits_too(grace, avonshire, caplog):
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    try_accounts(ATTACKER, 9)
    assert lines(caplog)[-1].startswith("Sign-in failed: wrong password")
    try_accounts(ATTACKER, 1, first=9)
    assert "Many accounts tried from one address: 10 failed in 15 minutes" in lines(caplog)
    page = sign_in(ATTACKER, grace.email).content.decode()
    assert SLOWED in page and "Wait 30 seconds" in page
    assert lines(caplog)[-1] == (f"Sign-in slowed: many accounts were tried from one address: {grace.email}")
    avonshire.enter()
    [line] = AuditLine.objects.filter(command="council.slow_sign_in")
    assert (line.target_id, line.person) == (grace.people.get().pk, None)
    assert line.detail == {"address": ATTACKER}
    sign_in(ATTACKER, grace.email)
    avonshire.enter()
    assert AuditLine.objects.filter(command="council.slow_sign_in").count() == 1, "one line says it"


def test_the_wait_ends_and_grows_with_each_further_account(grace):
    try_accounts(ATTACKER, 10)
    pass_time(seconds=29)
    assert "Wait 1 second and" in sign_in(ATTACKER, grace.email).content.decode()
    pass_time(seconds=1)
    try_accounts(ATTACKER, 1, first=10)
    assert "Wait 60 seconds" in sign_in(ATTACKER, grace.email).content.decode()
    pass_time(seconds=60)
    try_accounts(ATTACKER, 1, first=11)
    assert "Wait 2 minutes" in sign_in(ATTACKER, grace.email).content.decode()
    for each in range(12, 16):
        pass_time(seconds=5)
        SignInTry.objects.bulk_create([address_limit_row(ATTACKER, f"somebody.{each}@avonshire.example")])
    # Sixteen accounts: 30 s doubled six times is 32 minutes, and nobody waits longer than fifteen.
    assert "Wait 15 minutes" in sign_in(ATTACKER, grace.email).content.decode()
    pass_time(minutes=15)
    assert "Grace Adeyinka" in sign_in(ATTACKER, grace.email).content.decode()


def address_limit_row(network: str, email: str) -> SignInTry:
    from django.utils import timezone

    return SignInTry(network=network, account=address_limit._hashed(email), is_right=False, at=timezone.now())


def test_waiting_tries_are_not_counted_and_do_not_lengthen_the_wait(grace):
    try_accounts(ATTACKER, 10)
    for each in range(5):
        assert SLOWED in sign_in(ATTACKER, f"another.{each}@avonshire.example").content.decode()
    pass_time(seconds=30)
    assert "Grace Adeyinka" in sign_in(ATTACKER, grace.email).content.decode()


def test_one_account_tried_often_is_one_account(grace, avonshire, with_password):
    other = with_password(avonshire.person("complaints_manager"))
    for _ in range(12):
        sign_in(ATTACKER, other.email, "a common password")
    assert "Grace Adeyinka" in sign_in(ATTACKER, grace.email).content.decode()


def test_who_is_known_at_an_office_gets_through_while_strangers_there_wait(grace, avonshire, with_password):
    stranger = with_password(avonshire.person("complaints_manager"))
    sign_in(OFFICE, grace.email)
    try_accounts(OFFICE, 10)
    assert "Grace Adeyinka" in sign_in(OFFICE, grace.email).content.decode()
    assert WRONG in sign_in(OFFICE, grace.email, "a wrong password").content.decode()
    assert SLOWED in sign_in(OFFICE, stranger.email).content.decode()
    assert SLOWED not in sign_in(ATTACKER, stranger.email).content.decode(), "elsewhere nobody waits"


def test_known_at_an_office_is_not_known_elsewhere(grace):
    sign_in(OFFICE, grace.email)
    try_accounts(ATTACKER, 10)
    assert SLOWED in sign_in(ATTACKER, grace.email).content.decode()


def test_after_a_month_nobody_is_known(grace):
    sign_in(OFFICE, grace.email)
    pass_time(days=30)
    try_accounts(OFFICE, 10)
    assert SLOWED in sign_in(OFFICE, grace.email).content.decode()
    assert not SignInTry.objects.filter(is_right=True).exists(), "nor is it stored"


def test_a_slip_that_is_put_right_is_not_counted(grace, avonshire, with_password):
    """Thirty people at nine o'clock mistype once each and come in the second time."""
    stranger = with_password(avonshire.person("complaints_manager"))
    try_accounts(OFFICE, 9)
    sign_in(OFFICE, grace.email, "a slip")
    pass_time(seconds=30)
    assert "Grace Adeyinka" in sign_in(OFFICE, grace.email).content.decode()
    assert SLOWED not in sign_in(OFFICE, stranger.email).content.decode()


def test_the_addresses_of_one_ipv6_household_are_one(grace):
    for each in range(10):
        try_accounts(f"2001:db8:1:2::{each:x}", 1, first=each)
    assert SLOWED in sign_in("2001:db8:1:2:ffff::1", grace.email).content.decode()
    assert SLOWED not in sign_in("2001:db8:1:3::1", grace.email).content.decode()


def test_the_client_behind_a_proxy_is_counted_and_not_the_proxy(grace, settings):
    from goldthread.client_address import read_proxies

    settings.PROXIES = read_proxies("10.0.0.2")

    def behind(client: str) -> CheckedClient:
        return CheckedClient(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {client}")

    for each in range(10):
        sign_in("", f"somebody.{each}@avonshire.example", "a common password", by=behind(ATTACKER))
    assert SLOWED in sign_in("", grace.email, by=behind(ATTACKER)).content.decode()
    assert "Grace Adeyinka" in sign_in("", grace.email, by=behind(OFFICE)).content.decode()


def test_wrong_codes_count_and_wait_too(grace, avonshire, with_password, caplog):
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    TOTP.activate(grace, generate_totp_secret())
    RecoveryCodes.activate(grace)
    try_accounts(ATTACKER, 9)
    client = CheckedClient(REMOTE_ADDR=ATTACKER)
    sign_in(ATTACKER, grace.email, by=client)
    code = reverse("mfa_authenticate")
    assert "Incorrect code" in client.post(code, {"code": "000000"}).content.decode()
    [backup, *_] = grace.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    page = client.post(code, {"code": backup}).content.decode()
    assert SLOWED in page and "Wait 30 seconds" in page
    assert lines(caplog)[-1] == (f"Sign-in slowed: many accounts were tried from one address: {grace.email}")
    pass_time(seconds=30)
    assert client.post(code, {"code": backup}).status_code == 302


def test_confirming_who_one_is_while_signed_in_is_not_counted(grace):
    client = CheckedClient(REMOTE_ADDR=OFFICE)
    sign_in(OFFICE, grace.email, by=client)
    client.post(reverse("account_reauthenticate"), {"password": "a slip"})
    assert not SignInTry.objects.filter(is_right=False).exists()


def test_nothing_that_was_typed_is_stored(grace):
    sign_in(OFFICE, "My.Password.in.the.Wrong.Box@avonshire.example", "another")
    [row] = SignInTry.objects.values()
    assert row["network"] == OFFICE and len(row["account"]) == 64
    sign_in(OFFICE, " my.password.in.the.wrong.box@avonshire.example ", "another")
    assert SignInTry.objects.count() == 1, "however it is written, it is one account"


def test_of_many_tries_at_once_one_is_looked_at(grace):
    """Another process holds the turn of the network, as it does until its answer is saved."""
    database = connection.settings_dict["NAME"]
    with psycopg.connect(SERVER.dsn("superuser", database), autocommit=True) as other:
        take = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
        other.execute(take, [f"sign-in tries {ATTACKER}"])
        try_accounts(ATTACKER, 5)
        page = sign_in(ATTACKER, grace.email).content.decode()
        assert SLOWED in page and "Wait 5 seconds" in page
        assert SLOWED not in sign_in(OFFICE, grace.email).content.decode()
    assert "Grace Adeyinka" in sign_in(ATTACKER, grace.email).content.decode()


def test_a_client_whose_address_is_not_known_is_held_to_the_accounts_limit_only(grace):
    try_accounts("", 11)
    assert "Grace Adeyinka" in sign_in("", grace.email).content.decode()
    assert not SignInTry.objects.exists()


def test_forget_deletes_what_counts_no_more_though_nobody_signs_in(avonshire, monkeypatch):
    monkeypatch.setattr(home, "opened", lambda *_, **__: contextlib.nullcontext())
    monkeypatch.setattr(forgetting, "forget_due", forgetting.due)
    now = timezone.now()
    for account, is_right, at in (
        ("old wrong", False, now - datetime.timedelta(minutes=16)),
        ("new wrong", False, now - datetime.timedelta(minutes=14)),
        ("old right", True, now - datetime.timedelta(days=31)),
        ("new right", True, now - datetime.timedelta(days=29)),
    ):
        SignInTry.objects.create(network="203.0.113.9", account=account, is_right=is_right, at=at)
    assert main.main(["forget"]) == 0
    assert set(SignInTry.objects.values_list("account", flat=True)) == {"new wrong", "new right"}
