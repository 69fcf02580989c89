"""Passwords turned off: by whom, for whom, what stays open, and what the use of an emergency account leaves."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldthread.cli import doctor
from goldthread.council.command import Refused
from goldthread.council.models import Account, AuditLine, Council, Membership, Person
from goldthread.council.people.commands import add_person, create_password_link, deactivate_person
from goldthread.council.people.passwords_off import (
    end_emergency_account,
    name_emergency_account,
    turn_passwords_off,
)
from goldthread.council.people.session_origin import CAME_BY_DEMO
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD, lines
from tests.council.provider import come_in
from tests.council.test_people import LINK

pytestmark = pytest.mark.django_db
WRONG = "The email address or password is incorrect."


def by_password(account, client=None):
    client = client or CheckedClient()
    page = client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD}, follow=True)
    return client, page.content.decode()


@pytest.fixture
def off(avonshire, provider):
    """Turn passwords off at Avonshire, with nobody named, as somebody does who came in through the provider."""
    turn_passwords_off(by=avonshire.person("administrator"), through_provider=True)
    return avonshire


def fresh(person):
    return Person.objects.select_related("council", "account").get(pk=person.pk)


def test_an_administrator_turns_them_off_and_names_an_account_on_one_page(avonshire, provider, with_password):
    psw = avonshire.person("psw")
    account = with_password(psw)
    admin = avonshire.client("administrator")
    assert reverse("passwords") in admin.get(reverse("people")).content.decode()
    form = {"passwords_off": "yes", "emergency": [str(psw.pk)]}
    page = admin.post(reverse("passwords"), form, follow=True).content.decode()
    assert "Passwords saved" in page and page.count("emergency account") == 1
    avonshire.enter()
    last = AuditLine.objects.filter(council=avonshire.council).order_by("-number")[:2]
    assert [line.command for line in last] == ["council.turn_passwords_off", "council.name_emergency_account"]
    assert last[1].target_id == psw.pk
    assert WRONG not in by_password(account)[1]
    page = admin.post(reverse("passwords"), {"passwords_off": "no", "emergency": []}, follow=True)
    assert "emergency account" not in page.content.decode()
    avonshire.enter()
    assert not Council.objects.get(pk=avonshire.council.pk).passwords_off


def test_without_a_provider_they_stay_on(avonshire):
    page = avonshire.client("administrator").post(reverse("passwords"), {"passwords_off": "yes"})
    assert "is not set up, so nobody could sign in" in page.content.decode()
    assert not Council.objects.get(pk=avonshire.council.pk).passwords_off


def test_who_came_by_password_must_name_an_administrator_who_has_one(avonshire, provider, with_password):
    admin, psw = avonshire.person("administrator"), avonshire.person("psw")
    with pytest.raises(Refused, match="Name at least one administrator who has a password"):
        turn_passwords_off(by=admin, through_provider=False)
    assert not Council.objects.get(pk=avonshire.council.pk).passwords_off, "nothing is saved"
    with_password(psw)
    name_emergency_account(by=admin, person=psw)
    with pytest.raises(Refused, match="Name at least one administrator"):
        turn_passwords_off(by=admin, through_provider=False)
    name_emergency_account(by=admin, person=admin)
    admin.account.set_unusable_password()
    admin.account.save()
    with pytest.raises(Refused, match="Name at least one administrator"):
        turn_passwords_off(by=admin, through_provider=False)
    with_password(fresh(admin))
    turn_passwords_off(by=admin, through_provider=False)
    with pytest.raises(Refused, match="Name at least one administrator"):
        end_emergency_account(by=admin, person=fresh(admin), through_provider=False)
    assert fresh(admin).is_emergency
    end_emergency_account(by=admin, person=fresh(admin), through_provider=True)


def test_the_page_keeps_what_was_chosen_where_it_is_refused(avonshire, provider, with_password, monkeypatch):
    account = with_password(avonshire.person("administrator"))
    monkeypatch.setattr("goldthread.council.middleware.lacks_codes", lambda *_: False)
    client, _ = by_password(account)
    psw = avonshire.person("psw")
    page = client.post(reverse("passwords"), {"passwords_off": "yes", "emergency": [str(psw.pk)]})
    page = page.content.decode()
    assert "Name at least one administrator" in page and f'value="{psw.pk}" checked' in page
    assert not fresh(psw).is_emergency


def test_who_cannot_sign_in_is_no_emergency_account(avonshire):
    psw = avonshire.person("psw")
    deactivate_person(by=avonshire.clock, person=psw)
    with pytest.raises(Refused, match="cannot sign in"):
        name_emergency_account(by=avonshire.clock, person=fresh(psw))


def test_deactivating_an_emergency_account_ends_its_naming(avonshire):
    psw = avonshire.person("psw")
    name_emergency_account(by=avonshire.clock, person=psw)
    deactivate_person(by=avonshire.clock, person=psw)
    assert not fresh(psw).is_emergency


def test_a_right_and_a_wrong_password_get_one_answer_and_ask_the_database_alike(off, with_password):
    account = with_password(off.person("psw"))
    counts = []
    for password in (PASSWORD, "a wrong password"):
        form = {"login": account.email, "password": password}
        with CaptureQueriesContext(connection) as queries:
            page = CheckedClient().post(reverse("account_login"), form)
        assert WRONG in page.content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_sign_in_page_puts_the_provider_first_and_emergency_sign_in_last(off, brackenmoor):
    page = CheckedClient().get(reverse("account_login")).content.decode()
    assert "Emergency sign-in" not in page, "another council still takes passwords"
    Council.objects.update(passwords_off=True)
    page = CheckedClient().get(reverse("account_login")).content.decode()
    assert page.index("Sign in with your Avonshire account") < page.index("Emergency sign-in")
    assert "<details" in page and " open>" not in page and "Sign in with a password" not in page
    client = CheckedClient()
    form = {"login": "x@avonshire.example", "password": "wrong"}
    assert " open>" in client.post(reverse("account_login"), form).content.decode(), "its error is seen"


def test_through_the_provider_they_come_in_as_before(off, provider):
    provider.who = {"sub": "a1", "email": off.person("grace-adeyinka").account.email}
    client, page = come_in(provider)
    assert "Grace Adeyinka" in page.content.decode()
    page = client.get(reverse("account")).content.decode()
    assert "Not accepted: your council has turned passwords off" in page
    for name in ("account_change_password", "account_set_password"):
        page = client.get(reverse(name))
        assert (
            page.status_code == 403 and "Your council accepts no password from you" in page.content.decode()
        )


def test_who_comes_through_the_provider_sets_up_codes_without_their_old_password(
    off, provider, with_password
):
    account = with_password(off.person("grace-adeyinka"))
    provider.who = {"sub": "a1", "email": account.email}
    client, _ = come_in(provider)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_password_link_is_refused_and_says_why(off):
    psw, admin = fresh(off.person("psw")), off.client("administrator")
    with pytest.raises(Refused, match="Passwords are turned off, except for emergency accounts"):
        create_password_link(by=fresh(off.person("administrator")), person=psw)
    page = admin.post(reverse("password_link", args=[psw.pk]), follow=True).content.decode()
    assert "Passwords are turned off, except for emergency accounts" in page
    assert "signs in with your Avonshire account" in page
    off.enter()
    name_emergency_account(by=off.person("administrator"), person=psw)
    assert LINK.search(admin.post(reverse("password_link", args=[psw.pk])).content.decode())


def test_a_link_from_before_sets_no_password(avonshire, provider):
    psw, admin = avonshire.person("psw"), avonshire.client("administrator")
    link = LINK.search(admin.post(reverse("password_link", args=[psw.pk])).content.decode())[1]
    avonshire.enter()
    turn_passwords_off(by=avonshire.person("administrator"), through_provider=True)
    page = CheckedClient().post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert page.status_code == 403 and "Passwords are turned off" in page.content.decode()
    assert not Account.objects.get(pk=psw.account_id).check_password(PASSWORD)


def test_the_use_of_an_emergency_account_is_loud_and_shown_to_administrators(
    off, provider, with_password, caplog
):
    psw, admin = off.person("psw"), off.person("administrator")
    account = with_password(psw)
    name_emergency_account(by=admin, person=psw)
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    by_password(account)
    loud = "EMERGENCY ACCOUNT USED: sign-in by password, while passwords are turned off"
    assert lines(caplog) == [f"Sign in: {account.email} (by password)", f"{loud}: {account.email}"]
    assert caplog.records[-1].levelname == "WARNING"
    page = off.client("administrator").get(reverse("passwords")).content.decode()
    assert "None in the last 90 days" not in page and psw.name in page
    assert loud in off.client("administrator").get(reverse("audit")).content.decode()
    told = f"{psw.name} signed in with a password on"
    provider.who = {"sub": "a1", "email": admin.account.email}
    assert told in come_in(provider)[1].content.decode()
    assert told not in come_in(provider)[1].content.decode(), "once"
    provider.who = {"sub": "b1", "email": off.person("grace-adeyinka").account.email}
    assert told not in come_in(provider)[1].content.decode(), "only who manages users is told"


def test_one_council_decides_for_itself_alone(off, brackenmoor, with_password):
    psw = off.person("psw")
    account = with_password(psw)
    brackenmoor.enter()
    add_person(by=brackenmoor.clock, name="Somebody Else", email=account.email, role="psw")
    client, page = by_password(account)
    assert "Brackenmoor Borough Council" in page
    assert psw.council.name not in client.get("/").content.decode(), "the other stays shut to a password"
    client.post(reverse("choose_council"), {"person": str(psw.pk)})
    assert psw.council.name not in client.get("/").content.decode()


def test_what_was_typed_is_kept_where_the_session_ends_by_it(avonshire, provider, with_password):
    psw = avonshire.person("psw")
    client, _ = by_password(with_password(psw))
    avonshire.enter()
    turn_passwords_off(by=avonshire.person("administrator"), through_provider=True)
    form = {"points": "1", "point_1": "The rail never came."}
    page = client.post(
        reverse("feedback:receive_source", args=["complaint"]), form, follow=True
    ).content.decode()
    assert "Your council has turned passwords off. Sign in with your Avonshire account." in page
    assert "What you typed was kept" in page


def test_doctor_says_that_nobody_can_sign_in_without_a_provider(off, settings):
    council = Council.objects.get(pk=off.council.pk)
    assert doctor._ways_in(council) == (
        [],
        "with your Avonshire account; passwords of emergency accounts only",
    )
    settings.OIDC_NAME = ""
    [problem], _ = doctor._ways_in(council)
    assert "no identity provider is set up" in problem and "goldthread access turn-passwords-on" in problem
    council.passwords_off = False
    assert doctor._ways_in(council) == ([], "by password")


def test_the_demos_page_stays_open(off):
    psw = off.person("psw")
    client = CheckedClient()
    client.post(reverse("demo_users"), {"person": str(psw.pk)})
    assert client.session[CAME_BY_DEMO] and client.get("/").status_code == 200


def test_somebody_without_a_role_of_administrator_does_not_set_it(avonshire):
    assert avonshire.client("psw").post(reverse("passwords"), {"passwords_off": "yes"}).status_code == 403
    assert Membership.objects.filter(role="administrator").exists()
