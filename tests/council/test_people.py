"""Users, teams and roles as an administrator manages them; users at two councils."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import Membership, Person, Team
from goldthread.council.people.commands import add_person, deactivate_person
from tests.cast import CheckedClient

pytestmark = pytest.mark.django_db
NEW = {"name": "Ola New", "email": "ola.new@avonshire.example", "job_title": "", "role": "psw", "team": ""}
LINK = re.compile(r"http://testserver(/sign-in/password/[\w/-]+/)")


def add(avonshire, **changes):
    client = avonshire.client("administrator")
    page = client.post(reverse("add_person"), NEW | changes, follow=True)
    avonshire.enter()
    return client, page.content.decode()


def test_a_new_user_gets_a_password_link_that_works_once(avonshire):
    client, page = add(avonshire)
    somebody = Person.objects.get(name="Ola New")
    assert "User Ola New added" in page
    page = client.post(reverse("password_link", args=[somebody.pk])).content.decode()
    link = LINK.search(page)[1]

    theirs, password = CheckedClient(), "a long password of my own"
    assert "Choose a password" in theirs.get(link).content.decode()
    weak = theirs.post(link, {"new_password1": "short", "new_password2": "short"}).content.decode()
    assert "at least 12 characters" in weak
    done = theirs.post(link, {"new_password1": password, "new_password2": password})
    assert done.url == reverse("account_login")
    theirs.post(done.url, {"login": NEW["email"], "password": password})
    assert theirs.get("/").status_code == 200
    assert "has been used or is too old" in CheckedClient().get(link).content.decode()


def test_an_invented_link_is_refused(avonshire):
    page = CheckedClient().get("/sign-in/password/abc/def/")
    assert (page.status_code, "has been used or is too old" in page.content.decode()) == (404, True)


def test_a_user_of_another_council_too_gets_no_password_link(avonshire, brackenmoor):
    person = avonshire.person("psw")
    brackenmoor.enter()
    clock = brackenmoor.clock
    add_person(by=clock, name=person.name, email=person.account.email, role="psw")
    page = avonshire.client("administrator").post(reverse("password_link", args=[person.pk]), follow=True)
    assert "works at another council too" in page.content.decode()
    assert not LINK.search(page.content.decode())


def test_a_user_is_not_added_twice_and_nothing_typed_is_lost(avonshire):
    _, page = add(avonshire, email="GRACE.ADEYINKA@avonshire.example")
    assert "is a user already" in page
    assert 'value="Ola New"' in page
    assert not Person.objects.filter(name="Ola New").exists()


def test_roles_are_added_and_removed_but_not_the_last(avonshire):
    client, somebody = avonshire.client("administrator"), avonshire.person("psw")
    role = {"role": "practitioner", "team": str(avonshire.team("locality-north").pk)}
    page = client.post(reverse("add_role", args=[somebody.pk]), role, follow=True).content.decode()
    assert f"Role added to {somebody.name}" in page
    assert (
        "has that role already"
        in client.post(reverse("add_role", args=[somebody.pk]), role, follow=True).content.decode()
    )
    avonshire.enter()
    first, second = Membership.objects.filter(person=somebody).order_by("created_at")
    assert (
        "Role removed from"
        in client.post(reverse("remove_role", args=[first.pk]), follow=True).content.decode()
    )
    last = client.post(reverse("remove_role", args=[second.pk]), follow=True).content.decode()
    assert "is the only role" in last


def test_a_deactivated_user_is_signed_out(avonshire):
    somebody = avonshire.person("practitioner")
    theirs = avonshire.client("practitioner")
    assert theirs.get("/").status_code == 200
    to = {"to": avonshire.person("complaints_manager").pk}
    avonshire.client("administrator").post(reverse("leave", args=[somebody.pk]), to)
    assert theirs.get("/").url == "/sign-in/?next=%2F"


def test_a_team_is_added_once(avonshire):
    client = avonshire.client("administrator")
    team = {"name": "Night team", "service": "Reablement"}
    assert "Team Night team added" in client.post(reverse("teams"), team, follow=True).content.decode()
    assert "Choose another" in client.post(reverse("teams"), team).content.decode()
    avonshire.enter()
    assert Team.objects.filter(name="Night team").count() == 1


def test_somebody_who_works_at_two_councils_chooses_and_sees_one_at_a_time(avonshire, brackenmoor):
    person = avonshire.person("psw")
    brackenmoor.enter()
    clock = brackenmoor.clock
    other = add_person(by=clock, name=person.name, email=person.account.email, role="administrator")
    client = avonshire.client("psw")
    assert client.get("/").url == reverse("choose_council")
    page = client.get(reverse("choose_council")).content.decode()
    assert "Avonshire County Council" in page
    assert "Brackenmoor Borough Council" in page

    client.post(reverse("choose_council"), {"person": str(other.pk)})
    assert "Brackenmoor Borough Council" in client.get("/").content.decode()
    assert "Grace Adeyinka" not in client.get(reverse("people")).content.decode()
    client.post(reverse("choose_council"), {"person": str(person.pk)})
    assert client.get(reverse("people")).status_code == 403, "a role at one council is none at another"

    stranger = avonshire.person("director")
    client.post(reverse("choose_council"), {"person": str(stranger.pk)})
    assert stranger.name not in client.get("/").content.decode(), "nobody chooses to be somebody else"


def test_a_long_team_name_or_one_in_other_letters_gets_a_slug_of_its_own(avonshire):
    client = avonshire.client("administrator")
    long = "The community reablement and occupational therapy team for the north and west of Avonshire"
    for name in (long, f"{long} again", "خدمات الرعاية", "Łódź & Kraków"):
        assert client.post(reverse("teams"), {"name": name, "service": ""}).status_code == 302
        avonshire.enter()
        assert Team.objects.filter(council=avonshire.council, name=name).exists()
    slugs = list(Team.objects.filter(council=avonshire.council).values_list("slug", flat=True))
    assert len(set(slugs)) == len(slugs) and max(map(len, slugs)) <= 50


def test_a_team_called_the_same_is_refused_by_its_name(avonshire):
    avonshire.enter()
    team = Team.objects.filter(council=avonshire.council).first()
    page = (
        avonshire.client("administrator").post(reverse("teams"), {"name": team.name.upper()}).content.decode()
    )
    assert f"There is a team called {team.name.upper()} already" in page


def test_a_deactivated_user_can_be_reactivated(avonshire):
    client, manager = avonshire.client("administrator"), avonshire.person("team_manager")
    client.post(reverse("leave", args=[manager.pk]), {"to": avonshire.person("complaints_manager").pk})
    page = client.get(reverse("person", args=[manager.pk])).content.decode()
    assert "Reactivate user" in page
    page = client.post(reverse("reactivate_person", args=[manager.pk]), follow=True).content.decode()
    assert f"{manager.name} reactivated" in page
    avonshire.enter()
    assert Person.objects.get(pk=manager.pk).is_active and manager.memberships.exists()
    page = client.post(reverse("reactivate_person", args=[manager.pk]), follow=True).content.decode()
    assert "is active already" in page


def test_the_last_administrator_stays(avonshire):
    client, admin = avonshire.client("administrator"), avonshire.person("administrator")
    Membership.objects.create(council=avonshire.council, person=admin, role="psw")
    role = admin.memberships.get(role="administrator")
    page = client.post(reverse("remove_role", args=[role.pk]), follow=True).content.decode()
    assert "No administrator would be left" in page
    avonshire.enter()
    assert Membership.objects.filter(pk=role.pk).exists()
    with pytest.raises(Refused, match="No administrator would be left"):
        deactivate_person(by=avonshire.clock, person=admin)
    other = avonshire.person("complaints_manager")
    Membership.objects.create(council=avonshire.council, person=other, role="administrator")
    client.post(reverse("remove_role", args=[role.pk]))
    avonshire.enter()
    assert not Membership.objects.filter(pk=role.pk).exists()
