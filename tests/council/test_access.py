"""How somebody gets in, in an administrator's hands: closing, coming back, details, and a lost phone."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import Account, AuditLine, Person
from goldthread.council.people.commands import add_person, change_person, turn_off_codes
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, email):
    return client.post(reverse("account_login"), {"login": email, "password": PASSWORD})


def is_in(client) -> bool:
    return client.get(reverse("account")).status_code == 200


def give(avonshire, page, person, **fields):
    return avonshire.client("administrator").post(reverse(page, args=[person.pk]), fields, follow=True)


@pytest.fixture
def practitioner(avonshire, with_password):
    person = avonshire.person("practitioner")
    with_password(person)
    return person


@pytest.fixture
def phone(practitioner):
    """A practitioner who signs in with one-time codes."""
    TOTP.activate(practitioner.account, generate_totp_secret())
    RecoveryCodes.activate(practitioner.account)
    return practitioner


@pytest.fixture
def elsewhere(practitioner, brackenmoor):
    """A practitioner who works at another council, too."""
    brackenmoor.enter()
    add_person(
        by=brackenmoor.clock, name=practitioner.name, email=practitioner.account.email, role="quality_lead"
    )
    return practitioner


# -- Closing ---------------------------------------------------------------------------------------------


def test_a_closed_session_does_not_wake_when_they_are_let_in_again(avonshire, practitioner):
    client = CheckedClient()
    sign_in(client, practitioner.account.email)
    key = client.cookies["sessionid"].value
    give(avonshire, "deactivate_person", practitioner)
    give(avonshire, "reactivate_person", practitioner)
    # As from a browser that was closed meanwhile, and asked for nothing.
    assert not is_in(client)
    late = CheckedClient()
    late.cookies["sessionid"] = key
    assert not is_in(late)
    assert sign_in(late, practitioner.account.email).url == "/" and is_in(late)


def test_the_other_sessions_go_on(avonshire, practitioner, with_password):
    account, client = with_password(avonshire.person("quality_lead")), CheckedClient()
    sign_in(client, account.email)
    give(avonshire, "deactivate_person", practitioner)
    assert is_in(client)


def test_somebody_closed_between_password_and_code_does_not_come_in(avonshire, phone):
    client = CheckedClient()
    assert sign_in(client, phone.account.email).url == reverse("mfa_authenticate")
    codes = Authenticator.objects.get(user=phone.account, type="recovery_codes").wrap().get_unused_codes()
    give(avonshire, "deactivate_person", phone)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_in(client)


def test_somebody_closed_here_still_comes_in_to_their_other_council(avonshire, elsewhere):
    give(avonshire, "deactivate_person", elsewhere)
    client = CheckedClient()
    sign_in(client, elsewhere.account.email)
    assert "Brackenmoor Borough Council" in client.get("/").content.decode()


def test_a_password_link_from_before_they_left_is_of_no_use_after(avonshire, practitioner):
    page = give(avonshire, "password_link", practitioner).content.decode()
    link = re.search(r"http://testserver(/sign-in/password/[\w/-]+/)", page)[1]
    give(avonshire, "deactivate_person", practitioner)
    give(avonshire, "reactivate_person", practitioner)
    assert CheckedClient().get(link).status_code == 404


# -- Details ---------------------------------------------------------------------------------------------


def test_a_changed_user_has_the_new_details_and_signs_in_by_the_new_address(avonshire, practitioner):
    old, new = practitioner.account.email, "new.name@avonshire.example"
    client = CheckedClient()
    sign_in(client, old)
    page = give(
        avonshire, "change_person", practitioner, name="New  Name", email=new.upper(), job_title="Lead"
    )
    assert "Details of New Name saved" in page.content.decode()
    avonshire.enter()
    person = Person.objects.select_related("account").get(pk=practitioner.pk)
    assert (person.name, person.account.email, person.job_title) == ("New Name", new, "Lead")
    assert AuditLine.objects.latest("number").command == "council.change_person"
    assert not is_in(client), "a session of the old address goes on"
    assert sign_in(CheckedClient(), old).status_code == 200
    assert sign_in(CheckedClient(), new).url == "/"


def test_a_name_alone_ends_no_session(avonshire, practitioner):
    client, email = CheckedClient(), practitioner.account.email
    sign_in(client, email)
    give(avonshire, "change_person", practitioner, name="Married Name", email=email, job_title="")
    assert is_in(client)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": " "}, "Enter name"),
        ({"email": ""}, "Enter work email address"),
        ({"email": "GRACE.ADEYINKA@avonshire.example"}, "Another user signs in with"),
    ],
)
def test_details_that_cannot_be_are_refused_and_what_was_typed_stays(avonshire, practitioner, sent, says):
    typed = {"name": "Typed Name", "email": practitioner.account.email, "job_title": "Typed title"} | sent
    page = give(avonshire, "change_person", practitioner, **typed).content.decode()
    assert says in page and 'value="Typed title"' in page
    avonshire.enter()
    assert Person.objects.get(pk=practitioner.pk).name == practitioner.name


def test_the_address_of_a_user_of_another_council_too_is_theirs(avonshire, elsewhere):
    avonshire.enter()
    by, email = avonshire.person("administrator"), elsewhere.account.email
    with pytest.raises(Refused, match="works at another council too"):
        change_person(by=by, person=elsewhere, name="X", email="mine@avonshire.example")
    change_person(by=by, person=elsewhere, name="New Name", email=email)
    assert Person.objects.get(pk=elsewhere.pk).name == "New Name"


def test_a_person_without_a_sign_in_can_be_given_one(avonshire):
    avonshire.enter()
    by = avonshire.person("administrator")
    person = add_person(by=by, name="No Sign-in", role="psw")
    change_person(by=by, person=person, name="No Sign-in")
    assert person.account is None
    change_person(by=by, person=person, name="No Sign-in", email="now@avonshire.example")
    assert Account.objects.get(email="now@avonshire.example").people.get() == person


def test_goldthread_itself_is_not_renamed(avonshire):
    with pytest.raises(Refused, match="cannot be changed"):
        change_person(by=avonshire.person("administrator"), person=avonshire.clock, name="Somebody")


# -- A lost phone ----------------------------------------------------------------------------------------


def test_a_lost_phone_is_turned_off_and_its_owner_is_told_once(avonshire, phone):
    page = avonshire.client("administrator").get(reverse("person", args=[phone.pk])).content.decode()
    assert "Turn off 2-step verification of" in page
    answer = give(avonshire, "turn_off_codes", phone).content.decode()
    assert f"2-step verification of {phone.name} turned off" in answer
    avonshire.enter()
    assert AuditLine.objects.latest("number").command == "council.turn_off_codes"
    client = CheckedClient()
    assert sign_in(client, phone.account.email).url == "/"
    notice = "Your 2-step verification was turned off on"
    assert notice in client.get("/").content.decode()
    client.post(reverse("account_logout"))
    sign_in(client, phone.account.email)
    assert notice not in client.get("/").content.decode()


def test_whoever_is_signed_in_on_the_phone_is_signed_out(avonshire, phone):
    client = avonshire.client("practitioner")
    assert is_in(client)
    give(avonshire, "turn_off_codes", phone)
    assert not is_in(client)


def test_codes_are_turned_off_for_nobody_else(avonshire, phone, brackenmoor):
    avonshire.enter()
    by = avonshire.person("administrator")
    with pytest.raises(Refused, match="has not set up"):
        turn_off_codes(by=by, person=avonshire.person("quality_lead"))
    TOTP.activate(by.account, generate_totp_secret())
    with pytest.raises(Refused, match="your own"):
        turn_off_codes(by=by, person=by)
    brackenmoor.enter()
    add_person(by=brackenmoor.clock, name="X", email=phone.account.email, role="psw")
    avonshire.enter()
    with pytest.raises(Refused, match="works at another council too"):
        turn_off_codes(by=by, person=phone)
    assert Authenticator.objects.filter(user=phone.account).count() == 2
