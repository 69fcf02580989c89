"""One-time codes that a council demands: of whom, what is shut until they are set up, and who is exempt."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from goldthread.council.models import AuditLine
from goldthread.council.people.demanded_codes import demand_codes
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FIRST = "/account/codes/first/"


@pytest.fixture
def by_password(avonshire, with_password):
    """Sign somebody in by their password and return their client."""

    def sign_in(who):
        account, client = with_password(avonshire.person(who)), CheckedClient()
        client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
        return client

    return sign_in


def test_an_administrator_sets_up_codes_before_anything_else(avonshire, by_password):
    client = by_password("administrator")
    for address in ("/", reverse("people"), reverse("audit"), reverse("more")):
        assert client.get(address).url == FIRST
    assert client.post(reverse("teams"), {"name": "Night team"}).url == FIRST
    page = client.get(FIRST).content.decode()
    assert "Administrators who sign in with a password need a code" in page
    assert reverse("mfa_activate_totp") in page
    again = client.get(reverse("mfa_activate_totp"))
    led = client.post(again.url, {"password": PASSWORD})
    assert led.url == reverse("mfa_activate_totp") and client.get(led.url).status_code == 200


def test_part_of_a_page_has_the_whole_page_asked_for(by_password):
    part = by_password("administrator").get("/people/", headers={"HX-Request": "true", "HX-Target": "list"})
    assert part.headers["HX-Refresh"] == "true" and b"<form" not in part.content


def test_with_codes_they_come_in(avonshire, with_password):
    account = with_password(avonshire.person("administrator"))
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    [code, *_] = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    client = CheckedClient()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("people")).status_code == 200
    assert client.get(FIRST).url == "/"


def test_others_are_asked_only_where_the_council_says_so(avonshire, by_password):
    client = by_password("quality_lead")
    assert client.get("/search/").status_code == 200
    admin = avonshire.client("administrator")
    page = admin.post(reverse("demand_codes"), {"everybody": "yes"}, follow=True)
    assert "2-step verification saved" in page.content.decode()
    avonshire.enter()
    assert AuditLine.objects.latest("number").command == "council.demand_codes"
    assert client.get("/search/").url == FIRST, "also in a session that was begun before"
    assert "Your council asks everybody" in client.get(FIRST).content.decode()
    admin.post(reverse("demand_codes"), {"everybody": "no"})
    assert client.get("/search/").status_code == 200


def test_a_council_demands_them_for_itself_alone(avonshire, brackenmoor, by_password):
    brackenmoor.enter()
    demand_codes(by=brackenmoor.clock, everybody=True)
    assert by_password("quality_lead").get("/search/").status_code == 200


def test_who_came_through_the_provider_or_the_demos_page_is_not_asked(avonshire, settings):
    assert avonshire.client("administrator").get(reverse("people")).status_code == 200
    client = CheckedClient()
    client.post(reverse("demo_users"), {"person": str(avonshire.person("administrator").pk)})
    assert client.get(reverse("people")).status_code == 200
    settings.DEMO = False
    assert client.get(reverse("people")).url == FIRST, "a session of the demo's, outside the demo"


def test_nothing_chosen_is_refused(avonshire):
    page = avonshire.client("administrator").post(reverse("demand_codes"), {"everybody": "perhaps"})
    assert page.status_code == 200 and "There is a problem" in page.content.decode()
