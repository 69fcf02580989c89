"""The record of sign-ins: the line that each leaves in the audit log and in the service's log, and what is in neither."""

from __future__ import annotations

import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from goldthread.council.models import Account, AuditLine
from goldthread.council.people.commands import add_person
from goldthread.council.people.sign_in_log import SignInEvent
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db
GUESS = "a guess that must not be kept"


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    return lambda: [r.getMessage() for r in caplog.records if r.name == "goldthread.sign_in"]


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def lines(council) -> list[tuple[str, str, str]]:
    """Return what the council's audit log says of sign-ins: the event, by whom, and the reason."""
    council.enter()
    events = AuditLine.objects.filter(council=council.council, command__in=list(SignInEvent)).order_by(
        "number"
    )
    return [(x.command.split(".")[1], x.person.name if x.person else "", x.reason) for x in events]


def test_a_sign_in_and_a_sign_out_leave_a_line_each(avonshire, with_password, log):
    account, client = with_password(avonshire.person("quality_lead")), CheckedClient()
    sign_in(client, account.email)
    client.post(reverse("account_logout"))
    assert lines(avonshire) == [
        ("sign_in", "Grace Adeyinka", "by password"),
        ("sign_out", "Grace Adeyinka", ""),
    ]
    assert log() == [f"Sign in: {account.email} (by password)", f"Sign out: {account.email}"]


def test_a_wrong_password_is_about_the_person_and_by_nobody(avonshire, with_password, log):
    person = avonshire.person("quality_lead")
    account = with_password(person)
    sign_in(CheckedClient(), account.email.upper(), GUESS)
    assert lines(avonshire) == [("wrong_password", "", "")]
    assert AuditLine.objects.get(command="council.wrong_password").target_id == person.pk
    assert log() == [f"Sign-in failed: wrong password: {account.email}"]


def test_a_lock_out_is_one_line_of_the_audit_log_however_often_they_go_on(avonshire, with_password, log):
    account = with_password(avonshire.person("quality_lead"))
    for _ in range(8):
        sign_in(CheckedClient(), account.email, GUESS)
    assert [event for event, *_ in lines(avonshire)] == ["wrong_password"] * 5 + ["lock_out"]
    assert len([line for line in log() if line.startswith("Sign-in locked")]) == 3


def test_what_was_typed_is_in_neither_log(avonshire, with_password, log):
    account = with_password(avonshire.person("quality_lead"))
    sign_in(CheckedClient(), account.email, GUESS)
    sign_in(CheckedClient(), "my.password.in.the.wrong.box@avonshire.example", GUESS)
    assert log()[-1] == "Sign-in failed: wrong password: an address that is not known here"
    assert "wrong.box" not in str(log()) and GUESS not in str(log())
    avonshire.enter()
    assert GUESS not in str(list(AuditLine.objects.values_list("reason", "detail")))


def test_a_deactivated_account_is_refused_with_its_reason(avonshire, with_password, log):
    account = with_password(avonshire.person("quality_lead"))
    Account.objects.filter(pk=account.pk).update(is_active=False)
    sign_in(CheckedClient(), account.email)
    assert lines(avonshire) == [("refuse_sign_in", "", "the account is deactivated")]
    assert log() == [f"Sign-in refused: {account.email} (the account is deactivated)"]


def test_each_council_of_somebody_has_the_line_in_its_own_log(avonshire, brackenmoor, with_password):
    person = avonshire.person("psw")
    account = with_password(person)
    brackenmoor.enter()
    add_person(by=brackenmoor.clock, name="Somebody Else", email=account.email, role="psw")
    sign_in(CheckedClient(), account.email)
    assert lines(avonshire) == [("sign_in", person.name, "by password")]
    assert lines(brackenmoor) == [("sign_in", "Somebody Else", "by password")]


def test_wrong_and_right_codes_and_codes_turned_off(avonshire, with_password, log):
    account, client = with_password(avonshire.person("quality_lead")), CheckedClient()
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    [code, *_] = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    sign_in(client, account.email)
    assert lines(avonshire) == [], "a right password alone is no sign-in"
    client.post(reverse("mfa_authenticate"), {"code": "12345678"})
    client.post(reverse("mfa_authenticate"), {"code": code})
    turn_off = reverse("mfa_deactivate_totp")
    again = client.get(turn_off)
    if again.status_code == 302:
        client.post(again.url, {"password": PASSWORD})
    client.post(turn_off)
    assert not Authenticator.objects.filter(user=account, type="totp").exists()
    assert lines(avonshire) == [
        ("wrong_code", "", ""),
        ("sign_in", "Grace Adeyinka", "by password with a one-time code"),
        ("turn_off_own_codes", "Grace Adeyinka", ""),
    ]
    assert "12345678" not in str(log()) and code not in str(log())


def test_a_changed_password_leaves_a_line(avonshire, with_password, log):
    account, client = with_password(avonshire.person("quality_lead")), CheckedClient()
    new = "kettle lorry umbrella"
    sign_in(client, account.email)
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert lines(avonshire)[-1] == ("set_password", "Grace Adeyinka", "")
    assert new not in str(log())


def test_the_audit_page_says_it_in_words(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    sign_in(CheckedClient(), account.email, GUESS)
    sign_in(CheckedClient(), account.email)
    page = avonshire.client("administrator").get(reverse("audit")).content.decode()
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)]
    assert "Signed in" in rows[1] and "Grace Adeyinka" in rows[1] and "by password, from 127.0.0.1" in rows[1]
    assert "Sign-in failed: wrong password" in rows[2] and "Not signed in" in rows[2]
    assert "From 127.0.0.1" in rows[2]
