"""What whoever runs the server does where no administrator can, by `goldthread access`: whom it helps, and its line."""

from __future__ import annotations

import contextlib
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from goldthread.cli import home, main
from goldthread.council.models import Account, AuditLine, Council, Membership, Person
from goldthread.council.people.commands import add_person, deactivate_person
from goldthread.council.records import audit
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db
REASON = ["--reason", "Came in person with a passport"]
AVONSHIRE = ["--council", "avonshire"]
LONG = f"nnn@{'.'.join(['a' * 60] * 4)}.example"  # 254 characters are the most (RFC 5321, 4.5.3.1.3)


@pytest.fixture
def access(monkeypatch, capsys):
    """Run `goldthread access` on the tests' database; returns its exit code and what it printed."""
    monkeypatch.setattr(home, "opened", lambda *_, **__: contextlib.nullcontext())
    monkeypatch.setenv("GOLDTHREAD_BIND", "127.0.0.1:8000")

    def run(*words: str) -> tuple[int, str]:
        code = main.main(["access", *words])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def last_line(council) -> AuditLine:
    council.enter()
    return AuditLine.objects.filter(council=council.council).order_by("-number").first()


def with_codes(account):
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    return account


def test_the_only_administrator_who_lost_phone_and_backup_codes_comes_in_again(
    avonshire, with_password, access
):
    admin = avonshire.person("administrator")
    account = with_codes(with_password(admin))
    theirs = avonshire.client("administrator")
    code, printed = access("turn-off-codes", "--person", account.email.upper(), *REASON)
    assert code == 0 and f"2-step verification of {account.email} turned off" in printed
    assert not Authenticator.objects.filter(user=account).exists()
    assert theirs.get("/").status_code == 302, "whoever has the phone is signed out"
    line = last_line(avonshire)
    assert (line.command, line.person, line.target_id) == (
        "council.turn_off_codes_on_server",
        None,
        admin.pk,
    )
    assert line.reason == REASON[1]
    assert list(audit.verify(avonshire.council)) == []
    client = CheckedClient()
    page = client.post(
        reverse("account_login"), {"login": account.email, "password": PASSWORD}, follow=True
    ).content.decode()
    assert "Your 2-step verification was turned off on" in page and "on the server" in page
    assert "Set up 2-step verification" in page, "and sets up new ones before anything else"
    page = avonshire.client("director").get(reverse("audit")).content.decode()
    assert "Turned off the one-time codes of a user, by a command on the server" in page
    assert "Server administrator" in page


def test_each_council_of_somebody_has_the_line(avonshire, brackenmoor, access):
    psw = avonshire.person("psw")
    with_codes(psw.account)
    brackenmoor.enter()
    add_person(by=brackenmoor.clock, name="Somebody Else", email=psw.account.email, role="psw")
    assert access("turn-off-codes", "--person", psw.account.email, *REASON)[0] == 0
    assert {last_line(each).command for each in (avonshire, brackenmoor)} == {
        "council.turn_off_codes_on_server"
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["turn-off-codes", "--person", "nobody@avonshire.example", *REASON], "No user has the address"),
        (["turn-off-codes", "--person", "grace.adeyinka@avonshire.example", *REASON], "has not set up"),
        (
            ["turn-off-codes", "--person", "grace.adeyinka@avonshire.example", "--reason", " "],
            "Give the reason",
        ),
        (["make-administrator", "--person", "grace", *AVONSHIRE, *REASON], "is not an e-mail address"),
        (
            ["make-administrator", "--person", "new@avonshire.example", *AVONSHIRE, *REASON],
            "Give their --name",
        ),
        (
            [
                "make-administrator",
                "--person",
                "new@avonshire.example",
                "--name",
                "N" * 121,
                *AVONSHIRE,
                *REASON,
            ],
            "--name has 121 characters",
        ),
        (
            ["make-administrator", "--person", LONG, "--name", "N", *AVONSHIRE, *REASON],
            "is not an e-mail address",
        ),
        (["password-link", "--person", "nobody@avonshire.example", *REASON], "No user has the address"),
        (
            ["password-link", "--person", "grace.adeyinka@avonshire.example", "--reason", " "],
            "Give the reason",
        ),
        (
            ["make-administrator", "--person", "new@avonshire.example", *REASON],
            "Name the council with --council",
        ),
        (["turn-passwords-on", "--council", "elsewhere", *REASON], "one of: avonshire, brackenmoor"),
        (["turn-passwords-on", *AVONSHIRE, *REASON], "accepts passwords already"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(avonshire, access, words, message):
    before = last_line(avonshire).number
    code, printed = access(*words)
    assert code == 2 and message in printed
    assert last_line(avonshire).number == before


def test_somebody_new_is_made_administrator_and_chooses_a_password_by_the_link(avonshire, access):
    code, printed = access(
        "make-administrator", "--person", "Cy.New@avonshire.example", "--name", "Cy  New", *AVONSHIRE, *REASON
    )
    assert code == 0 and "Cy New is an administrator of Avonshire County Council" in printed
    line = last_line(avonshire)
    person = Person.objects.get(name="Cy New")
    assert (line.command, line.person, line.target_id) == (
        "council.make_administrator_on_server",
        None,
        person.pk,
    )
    [link] = re.findall(r"http://127.0.0.1:8000(/sign-in/password/\S+)", printed)
    client = CheckedClient()
    client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    form = {"login": "cy.new@avonshire.example", "password": PASSWORD}
    page = client.post(reverse("account_login"), form, follow=True).content.decode()
    assert "Set up 2-step verification" in page


def test_a_name_is_kept_as_a_page_would_keep_it(avonshire, access):
    words = ["make-administrator", "--person", "cy.new@avonshire.example", "--name", "Cy\x1b[2J\u202e\n New"]
    code, printed = access(*words, *AVONSHIRE, "--reason", "Came\x1b\u202e\n in person")
    assert last_line(avonshire).reason == "Came in person"
    assert code == 0 and "Cy[2J New is an administrator" in printed
    assert Person.objects.filter(name="Cy[2J New").exists()


def test_the_only_administrator_who_forgot_their_password_chooses_another_by_a_link(
    avonshire, brackenmoor, with_password, access
):
    admin = avonshire.person("administrator")
    with_password(admin)
    brackenmoor.enter()
    add_person(by=brackenmoor.clock, name="Somebody Else", email=admin.account.email, role="psw")
    code, printed = access("password-link", "--person", admin.account.email.upper(), *REASON)
    assert code == 0
    for council in (avonshire, brackenmoor):
        line = last_line(council)
        assert (line.command, line.person) == ("council.create_password_link_on_server", None)
        assert line.reason == REASON[1]
        assert list(audit.verify(council.council)) == []
    [link] = re.findall(r"http://127.0.0.1:8000(/sign-in/password/\S+)", printed)
    new = "another password of the tests"
    CheckedClient().post(link, {"new_password1": new, "new_password2": new})
    admin.account.refresh_from_db()
    assert admin.account.check_password(new)


def test_no_link_is_made_that_would_let_nobody_in(avonshire, with_password, access):
    psw = avonshire.person("psw")
    with_password(psw)
    words = ["password-link", "--person", psw.account.email, *REASON]
    Council.objects.filter(pk=avonshire.council.pk).update(passwords_off=True)
    code, printed = access(*words)
    assert code == 2 and "Passwords are turned off for" in printed
    deactivate_person(by=avonshire.clock, person=psw)
    code, printed = access(*words)
    assert code == 2 and "is deactivated" in printed


def test_somebody_who_was_deactivated_is_let_in_again_as_administrator(avonshire, with_password, access):
    psw = avonshire.person("psw")
    with_password(psw)
    deactivate_person(by=avonshire.clock, person=psw)
    code, printed = access("make-administrator", "--person", psw.account.email, *AVONSHIRE, *REASON)
    assert code == 0 and "They sign in as before." in printed
    avonshire.enter()
    assert Person.objects.get(pk=psw.pk).is_active
    assert Membership.objects.filter(person=psw, role="administrator").exists()
    code, printed = access("make-administrator", "--person", psw.account.email, *AVONSHIRE, *REASON)
    assert code == 2 and "is an administrator already" in printed


def test_passwords_are_turned_on_again_where_the_provider_does_not_work(avonshire, access):
    Council.objects.filter(pk=avonshire.council.pk).update(passwords_off=True)
    new = ["make-administrator", "--person", "cy@avonshire.example", "--name", "Cy New", *AVONSHIRE, *REASON]
    assert "Passwords are turned off: they sign in with" in access(*new)[1]
    code, printed = access("turn-passwords-on", *AVONSHIRE, *REASON)
    assert code == 0 and "accepts the passwords of all its users again" in printed
    assert not Council.objects.get(pk=avonshire.council.pk).passwords_off
    assert last_line(avonshire).command == "council.turn_passwords_on_on_server"
    assert Account.objects.filter(email="cy@avonshire.example").exists()
