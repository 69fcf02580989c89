"""The two are changed by both of them or the director; no way of changing their sign-in goes unseen by the others."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import goldthread
from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Person
from goldthread.council.notifications.models import Notification
from goldthread.council.people import commands as people
from goldthread.council.people import identities, identity_commands, on_server, passwords_off
from goldthread.council.people.access import password_link_path
from goldthread.council.people.watched import Way
from goldthread.speaking_up import naming
from goldthread.speaking_up.models import DIRECTOR_COUNTS_AFTER, Confidant, ConfidantChange, SignInNotice
from goldthread.speaking_up.reading import confidants, directors, is_director, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(avonshire):
    """Return the two and the director."""
    return [avonshire.person(who) for who in ("grace-adeyinka", "tom-wheelhouse", "director")]


def names(avonshire) -> list[str]:
    avonshire.enter()
    return [each.person.name for each in confidants(avonshire.council.pk)]


def told(avonshire, person) -> bool:
    """Return whether somebody was told that something waits; what they were told before is read."""
    avonshire.enter()
    rows = Notification.objects.filter(council=avonshire.council, kind="in_confidence", read_at=None)
    found = rows.filter(person=person).exists()
    rows.update(read_at=timezone.now())
    return found


# -- Changes of the two ----------------------------------------------------------------------------


def test_one_of_the_two_proposes_and_the_other_confirms(avonshire, three):
    grace, tom, director = three
    samuel = avonshire.person("samuel-aryee")
    leaves = Confidant.objects.get(person=grace, until=None)
    change = naming.propose_change(by=grace, person=samuel, leaves=leaves)
    assert told(avonshire, tom) and not told(avonshire, grace)
    with pytest.raises(Refused, match="Whoever proposed it cannot confirm it"):
        naming.confirm_change(by=grace, change=change)
    assert names(avonshire) == ["Grace Adeyinka", "Tom Wheelhouse"]
    naming.confirm_change(by=tom, change=change)
    assert told(avonshire, director)
    assert names(avonshire) == ["Tom Wheelhouse", "Samuel Aryee"]
    with reading(avonshire.person("samuel-aryee")):
        pass
    with pytest.raises(PermissionDenied), reading(avonshire.person("grace-adeyinka")):
        pass
    line = AuditLine.objects.filter(council=avonshire.council).order_by("-number").first()
    assert line.command == "speaking_up.confirm_change"
    page = avonshire.client("tom-wheelhouse").get(reverse("speaking_up:people")).content.decode()
    assert (
        "Grace Adeyinka leaves" in page and "Samuel Aryee joins" in page and "Made by Tom Wheelhouse" in page
    )


def test_the_director_changes_them_alone_and_both_are_told(avonshire, three):
    grace, tom, director = three
    leaves = Confidant.objects.get(person=tom, until=None)
    change = naming.propose_change(by=director, person=avonshire.person("samuel-aryee"), leaves=leaves)
    assert told(avonshire, grace)
    naming.confirm_change(by=director, change=change)
    assert told(avonshire, tom)
    assert names(avonshire) == ["Grace Adeyinka", "Samuel Aryee"]


@pytest.mark.parametrize("who", ["administrator", "complaints_manager", "psw", "practitioner"])
def test_nobody_else_proposes_confirms_or_sees_changes(avonshire, three, who):
    grace, _, _ = three
    by = avonshire.person(who)
    change = naming.propose_change(by=grace, leaves=Confidant.objects.get(person=grace, until=None))
    notice = SignInNotice.objects.create(council=avonshire.council, person=grace, way="codes")
    for command, given in (
        (naming.propose_change, {"person": by}),
        (naming.confirm_change, {"change": change}),
        (naming.withdraw_change, {"change": change}),
    ):
        with pytest.raises(PermissionDenied):
            command(by=by, **given)
    with pytest.raises((PermissionDenied, Refused)):
        naming.confirm_sign_in(by=by, notice=notice)
    for name, args in (
        ("people", []), ("propose", []), ("confirm_change", [change.pk]), ("confirm_sign_in", [notice.pk])
    ):  # fmt: skip
        address = reverse(f"speaking_up:{name}", args=args)
        assert avonshire.client(who).post(address).status_code in (403, 404)
    assert names(avonshire) == ["Grace Adeyinka", "Tom Wheelhouse"]


def test_who_cannot_be_one_of_the_two(avonshire, three):
    _, _, director = three
    leaves = Confidant.objects.filter(until=None).first()
    for who, why in (
        ("administrator", "own staff|administrator"), ("director", "own staff|director"), ("partner", "own staff"),
        ("tom-wheelhouse", "already"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            naming.propose_change(by=director, person=avonshire.person(who), leaves=leaves)
    with pytest.raises(Refused, match="Two people read"):
        naming.propose_change(by=director, person=avonshire.person("samuel-aryee"))
    samuel = avonshire.person("samuel-aryee")
    change = naming.propose_change(by=director, person=samuel, leaves=leaves)
    with pytest.raises(Refused, match="Another change waits"):
        naming.propose_change(by=director, leaves=leaves)
    people.add_role(by=avonshire.clock, person=samuel, role="administrator")
    with pytest.raises(Refused, match="administrator"):
        naming.confirm_change(by=director, change=ConfidantChange.objects.get(pk=change.pk))


def test_a_director_whom_an_administrator_makes_counts_once_one_of_the_three_confirms_it(avonshire, three):
    grace, _, director = three
    people.add_role(
        by=avonshire.person("administrator"), person=avonshire.person("rob-ellacott"), role="director"
    )
    rob = avonshire.person("rob-ellacott")
    assert told(avonshire, grace)
    with pytest.raises(PermissionDenied):
        naming.propose_change(by=rob, leaves=Confidant.objects.filter(until=None).first())
    assert [each.name for each in directors(avonshire.council.pk)] == [director.name]
    [notice] = SignInNotice.objects.filter(person=rob)
    assert notice.way == Way.DIRECTOR
    with pytest.raises(Refused):
        naming.confirm_sign_in(by=rob, notice=notice)
    SignInNotice.objects.filter(pk=notice.pk).update(at=timezone.now() - DIRECTOR_COUNTS_AFTER)
    assert is_director(rob)
    SignInNotice.objects.filter(pk=notice.pk).update(at=timezone.now())
    assert not is_director(rob)
    naming.confirm_sign_in(by=grace, notice=notice)
    assert is_director(rob)


def test_an_administrator_who_makes_themselves_director_changes_nothing(avonshire, three):
    administrator = avonshire.person("administrator")
    people.add_role(by=administrator, person=administrator, role="director")
    again = avonshire.person("administrator")
    with pytest.raises(PermissionDenied):
        naming.propose_change(by=again, leaves=Confidant.objects.filter(until=None).first())
    SignInNotice.objects.filter(person=again).update(at=timezone.now() - 2 * DIRECTOR_COUNTS_AFTER)
    assert not is_director(again)


# -- Sign-ins --------------------------------------------------------------------------------------


def _address(avonshire, who):
    people.change_person(
        by=avonshire.person("administrator"), person=who, name=who.name, email="elsewhere@avonshire.example"
    )


def _link(avonshire, who):
    people.create_password_link(by=avonshire.person("administrator"), person=who)


def _link_on_server(avonshire, who):
    on_server.create_password_link(email=who.account.email, reason="they have forgotten it")


def _chosen(avonshire, who):
    given = dict.fromkeys(("new_password1", "new_password2"), "quarry otter lantern eleven")
    assert Client().post(password_link_path(who.account), given).status_code == 302


def _with_codes(who):
    Authenticator.objects.create(user=who.account, type=Authenticator.Type.TOTP, data={"secret": "made up"})


def _codes(avonshire, who):
    _with_codes(who)
    people.turn_off_codes(by=avonshire.person("administrator"), person=who)


def _codes_on_server(avonshire, who):
    _with_codes(who)
    on_server.turn_off_codes(email=who.account.email, reason="they have lost their phone")


def _identity(who, state):
    return SocialAccount.objects.create(
        user=who.account, provider="council", uid="another", extra_data={"state": state}
    )


def _accepted(avonshire, who):
    identity = _identity(who, identities.WAITING)
    identity_commands.accept_identity(by=avonshire.person("administrator"), person=who, identity=identity.pk)


def _ended(avonshire, who):
    identity = _identity(who, identities.ACCEPTED)
    identity_commands.end_identity(by=avonshire.person("administrator"), person=who, identity=identity.pk)


def _first_identity(avonshire, who):
    identities.account_of(identities.Claims("issuer", "sub", "", "", who.account.email))


def _emergency(avonshire, who):
    passwords_off.name_emergency_account(by=avonshire.person("administrator"), person=who)


def _back(avonshire, who):
    people.deactivate_person(by=avonshire.person("administrator"), person=who)
    people.reactivate_person(by=avonshire.person("administrator"), person=who)


def _administrator(avonshire, who):
    people.add_role(by=avonshire.person("administrator"), person=who, role="administrator")


def _administrator_on_server(avonshire, who):
    on_server.make_administrator(council=avonshire.council, email=who.account.email, reason="nobody is left")


WAYS = [
    (_address, Way.ADDRESS), (_link, Way.PASSWORD_LINK), (_link_on_server, Way.PASSWORD_LINK),
    (_chosen, Way.PASSWORD_CHOSEN), (_codes, Way.CODES), (_codes_on_server, Way.CODES), (_accepted, Way.IDENTITY),
    (_ended, Way.IDENTITY), (_first_identity, Way.FIRST_IDENTITY), (_emergency, Way.EMERGENCY), (_back, Way.REACTIVATED),
    (_administrator, Way.ADMINISTRATOR), (_administrator_on_server, Way.ADMINISTRATOR),
]  # fmt: skip


def again(person: Person) -> Person:
    """Return somebody as they stand now, whatever address they sign in with."""
    return Person.objects.select_related("council", "account").get(pk=person.pk)


@pytest.mark.parametrize(("change", "way"), WAYS, ids=lambda each: getattr(each, "__name__", str(each)))
def test_a_changed_sign_in_of_one_of_the_two_closes_the_room_and_all_three_are_told(
    avonshire, three, change, way
):
    grace, tom, director = three
    with reading(grace):
        pass
    change(avonshire, grace)
    avonshire.enter()
    unread = Notification.objects.filter(council=avonshire.council, kind="in_confidence", read_at=None)
    assert {tom.pk, director.pk} <= set(unread.values_list("person", flat=True))
    grace = again(grace)
    with pytest.raises(PermissionDenied), reading(grace):
        pass
    notices = list(SignInNotice.objects.filter(person=grace, confirmed_at=None))
    assert way in {notice.way for notice in notices}
    page = avonshire.client("tom-wheelhouse").get(reverse("speaking_up:people")).content.decode()
    assert f"Grace Adeyinka: {Way(way).label}" in page
    for notice in notices:
        with pytest.raises((PermissionDenied, Refused)):
            naming.confirm_sign_in(by=grace, notice=notice)
        naming.confirm_sign_in(by=tom, notice=notice)
    grace = again(grace)
    if way == Way.ADMINISTRATOR:
        with pytest.raises(PermissionDenied), reading(grace):
            pass
    else:
        with reading(grace):
            pass


def test_whoever_was_let_in_by_a_reset_sees_why_nothing_opens(avonshire, three):
    grace, _, _ = three
    _link(avonshire, grace)
    client = avonshire.client("grace-adeyinka")
    assert client.get(reverse("speaking_up:read")).status_code == 404
    home = client.get(reverse("speaking_up:home")).content.decode()
    assert "Your sign-in was changed: a link to choose a new password was made" in home
    assert reverse("speaking_up:read") not in home


def test_a_director_whose_sign_in_was_changed_changes_nothing(avonshire, three):
    grace, _, director = three
    _link(avonshire, director)
    with pytest.raises(PermissionDenied):
        naming.propose_change(
            by=avonshire.person("director"), leaves=Confidant.objects.filter(until=None).first()
        )
    naming.confirm_sign_in(by=grace, notice=SignInNotice.objects.get(person=director))
    assert is_director(avonshire.person("director"))


def test_of_nobody_else_a_changed_sign_in_is_told(avonshire, three):
    grace, _, _ = three
    _link(avonshire, avonshire.person("samuel-aryee"))
    assert not SignInNotice.objects.exists() and not told(avonshire, grace)


# What changes how somebody signs in, or who somebody is, by what it calls; each tells it, or says why not.
_CHANGES = (
    "end_codes", "end_sessions", "set_password", "SocialAccount.objects.update_or_create", "update(extra_data=data)",
    "account.email = ", "is_active = True", "is_emergency = True", "create_user", "authenticator_set", "form.save()",
    "record_sign_in(SignInEvent.PASSWORD_BY_LINK",
)  # fmt: skip
_TELL = ("sign_in_changed(", "account_changed(")
_NEED_NOT = {
    "models.py create_user": "of an account that nobody has yet",
    "models.py end_codes": "its callers tell it",
    "models.py end_sessions": "lets nobody in",
    "commands.py _account": "its callers tell it",
    "identity_commands.py _save": "its callers tell it",
    "identities.py _known": "the same identity, known by another key",
    "sign_in.py set_password": "by the person, who gave the password that was theirs",
}


def test_every_way_of_changing_a_sign_in_tells_it():
    room, silent = Path(goldthread.__file__).parent / "council", []
    files = [*sorted((room / "people").glob("*.py")), room / "views.py"]
    for file in files:
        source = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef):
                continue
            text, name = ast.get_source_segment(source, node), f"{file.name} {node.name}"
            if any(call in text for call in _CHANGES) and not any(call in text for call in _TELL):
                silent.append(name)
    assert sorted(set(silent) - set(_NEED_NOT)) == []
