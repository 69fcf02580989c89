"""Identities at the provider: bound once, a second one waits, and an administrator accepts or ends them."""

from __future__ import annotations

import logging

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import Account, AuditLine, Person
from goldthread.council.people.commands import add_person, deactivate_person
from goldthread.council.people.identity_commands import accept_identity, end_identity
from tests import cast
from tests.cast import CheckedClient
from tests.council.conftest import lines
from tests.council.provider import come_in

pytestmark = pytest.mark.django_db
OURS, OTHER = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
OID = "33333333-cccc-4ccc-8ccc-333333333333"
ENTRA = {"sub": "pairwise", "oid": OID, "tid": OURS}


def test_only_what_is_needed_of_a_token_is_kept(provider, avonshire):
    provider.who = {
        **ENTRA,
        "email": avonshire.person("grace-adeyinka").account.email,
        "name": "Grace",
        "ipaddr": "203.0.113.7",
        "groups": ["a"],
    }
    come_in(provider)
    identity = SocialAccount.objects.get()
    assert identity.uid == f"{OID}@{OURS}"
    assert identity.extra_data == {
        "iss": provider.address,
        "sub": "pairwise",
        "tid": OURS,
        "oid": OID,
        "email": "grace.adeyinka@avonshire.example",
        "state": "accepted",
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"sub": "a1"}, {"sub": "b2"}),
        (ENTRA, {**ENTRA, "oid": "44444444-dddd-4ddd-8ddd-444444444444"}),
        (ENTRA, {**ENTRA, "tid": OTHER}),
        (ENTRA, {"sub": "pairwise"}),
    ],
    ids=["another sub", "another oid", "the same oid elsewhere", "without oid"],
)
def test_a_second_identity_with_the_same_address_waits_for_an_administrator(
    provider, avonshire, caplog, first, second
):
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    email = avonshire.person("grace-adeyinka").account.email
    provider.who = {**first, "email": email}
    come_in(provider)
    caplog.clear()
    provider.who = {**second, "email": email}
    for _ in range(2):
        client, page = come_in(provider)
        assert page.redirect_chain[-1][0] == reverse("account_login")
        assert "has signed in to Goldthread with another account before" in page.content.decode()
        assert client.get("/").status_code == 302
    line = f"Sign-in refused: {email} (through the council's own sign-in: a second identity, which waits for an administrator)"
    assert lines(caplog) == [line, line]
    states = SocialAccount.objects.order_by("pk").values_list("extra_data__state", flat=True)
    assert list(states) == ["accepted", "waiting"]
    provider.who = {**first, "email": email}
    assert "Grace Adeyinka" in come_in(provider)[1].content.decode()


def test_a_token_of_a_bound_identity_without_an_address_is_refused_too(provider, avonshire):
    provider.who = {"sub": "a1", "email": avonshire.person("grace-adeyinka").account.email}
    come_in(provider)
    provider.who = {"sub": "a1"}
    assert "has no “email”" in come_in(provider)[1].content.decode()


def test_an_identity_that_an_earlier_version_bound_stays_bound(provider, avonshire):
    account = avonshire.person("grace-adeyinka").account
    old = {"id_token": {"iss": provider.address, "sub": "a1"}, "userinfo": {"sub": "a1", "name": "Grace"}}
    SocialAccount.objects.create(user=account, provider="council", uid="a1", extra_data=old)
    provider.who = {"sub": "a1", "email": account.email}
    assert "Grace Adeyinka" in come_in(provider)[1].content.decode()
    identity = SocialAccount.objects.get()
    assert identity.uid == f"a1@{provider.address}"
    assert set(identity.extra_data) == {"iss", "sub", "tid", "oid", "email", "state"}


def test_an_administrator_sees_the_identities_and_accepts_and_ends_them(provider, avonshire):
    grace, administrator = avonshire.person("grace-adeyinka"), avonshire.person("administrator")
    for sub in ("a1", "b2"):
        provider.who = {"sub": sub, "email": grace.account.email}
        come_in(provider)
    first, second = SocialAccount.objects.order_by("pk")
    client = CheckedClient()
    cast.sign_in(client, administrator.account)
    there = reverse("person", args=[grace.pk])
    assert client.get(reverse("people")).content.decode().count("a sign-in waits") == 1
    page = client.get(there).content.decode()
    assert f"a1@{provider.address}" in page and f"b2@{provider.address}" in page
    assert "Can sign in" in page and "Waits for an administrator" in page and "First sign-in" in page
    decide = reverse("person_identity", args=[grace.pk])

    page = client.post(decide, {"identity": second.pk, "decision": "accept"}, follow=True).content.decode()
    assert "Grace Adeyinka can sign in this way" in page
    assert "Grace Adeyinka" in come_in(provider)[1].content.decode()
    signed_in, _ = come_in(provider)
    page = client.post(decide, {"identity": first.pk, "decision": "end"}, follow=True).content.decode()
    assert "Grace Adeyinka can no longer sign in this way" in page and "Ended" in page
    assert signed_in.get("/").status_code == 302
    provider.who = {"sub": "a1", "email": grace.account.email}
    assert "has ended this sign-in" in come_in(provider)[1].content.decode()

    avonshire.enter()
    trail = AuditLine.objects.filter(council=avonshire.council, target_id=grace.pk).order_by("-number")
    assert [line.command for line in trail[:5]] == [
        "council.refuse_sign_in",
        "council.end_identity",
        "council.sign_in",
        "council.sign_in",
        "council.accept_identity",
    ]


@pytest.mark.parametrize("identity", ["", "x", "0", "99999999999", "٣"])
def test_an_identity_that_is_not_theirs_is_refused(provider, avonshire, identity):
    client = CheckedClient()
    administrator = avonshire.person("administrator").account
    cast.sign_in(client, administrator)
    address = reverse("person_identity", args=[avonshire.person("grace-adeyinka").pk])
    page = client.post(address, {"identity": identity, "decision": "accept"}, follow=True)
    assert "That sign-in is not there" in page.content.decode()


@pytest.mark.parametrize("ended", [False, True])
def test_a_newcomer_who_is_added_as_a_user_of_their_own_comes_in(provider, avonshire, ended):
    grace, administrator = avonshire.person("grace-adeyinka"), avonshire.person("administrator")
    address = grace.account.email
    for sub in ("a1", "b2"):
        provider.who = {"sub": sub, "email": address}
        come_in(provider)
    avonshire.enter()
    if ended:
        end_identity(by=administrator, person=grace, identity=SocialAccount.objects.order_by("pk").last().pk)
    Account.objects.filter(pk=grace.account_id).update(email="grace.left@avonshire.example")
    assert "Grace Adeyinka" not in come_in(provider)[1].content.decode()
    avonshire.enter()
    add_person(by=administrator, name="Greg Adeyinka", email=address, role="quality_lead")
    page = come_in(provider)[1].content.decode()
    assert "Greg Adeyinka" in page and "Grace Adeyinka" not in page
    provider.who = {"sub": "a1", "email": "grace.left@avonshire.example"}
    assert "Grace Adeyinka" in come_in(provider)[1].content.decode()


def test_a_deactivated_person_does_not_come_in(provider, avonshire):
    grace = avonshire.person("grace-adeyinka")
    provider.who = {"sub": "a1", "email": grace.account.email}
    deactivate_person(by=avonshire.person("administrator"), person=grace)
    client, page = come_in(provider)
    assert "Account deactivated" in page.content.decode()
    assert client.get("/").status_code == 302


def test_an_identity_is_not_accepted_for_somebody_of_two_councils(provider, avonshire, brackenmoor):
    grace = avonshire.person("grace-adeyinka")
    for sub in ("a1", "b2"):
        provider.who = {"sub": sub, "email": grace.account.email}
        come_in(provider)
    brackenmoor.enter()
    Person.objects.create(council=brackenmoor.council, account=grace.account, name="Grace Adeyinka")
    administrator = avonshire.person("administrator")
    second = SocialAccount.objects.order_by("pk").last()
    with pytest.raises(Refused, match="works at another council too"):
        accept_identity(by=administrator, person=grace, identity=second.pk)
