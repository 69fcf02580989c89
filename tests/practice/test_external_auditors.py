"""An auditor of another council: one round until a day, and everything else shut; given and ended by its owner."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.models import AuditLine, Person
from goldthread.council.people import commands as people
from goldthread.practice.marking import commands as marking
from goldthread.practice.marking import guests
from goldthread.practice.marking.models import ExternalAuditor, SecondMark
from tests.cast import CheckedClient, sign_in
from tests.practice.marked_twice import WORDS, first_mark, make_round, marks_of, second_mark
from tests.practice.walking import reached, text_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
EMAIL = "tamsin.orchard@fellshire.example"
# What an external auditor opens, and no more: the page to which signing in leads, their list, and a file of theirs.
THEIRS = {"home", "practice:second_marks", "practice:second_mark"}


def let_in(lead, audit_round, **changed):
    today = timezone.localdate()
    given = {
        "by": lead,
        "audit_round": audit_round,
        "name": "Tamsin Orchard",
        "email": EMAIL,
        "from_council": "Fellshire County Council",
        "since": today,
        "until": today + 14 * DAY,
    }
    return guests.open_round_to(**given | changed)


@pytest.fixture
def lead(avonshire):
    return avonshire.person("psw")


@pytest.fixture
def audit_round(lead, avonshire):
    """Return a round of four files, each with its first mark, and all of them drawn to be marked twice."""
    made = make_round(lead, avonshire.person("team_manager"), title="Marked by a neighbour")
    marking.draw_second_marks(by=lead, audit_round=made, share=100, drawn_on=timezone.localdate(), seed=5)
    for mark in marks_of(made):
        first_mark(mark.audit, "Outstanding")
    return made


@pytest.fixture
def given(lead, audit_round):
    """Return what an external auditor was given: the round, with all second marks."""
    external = let_in(lead, audit_round)
    marking.give_second_marks(by=lead, audit_round=audit_round, markers=[external.person])
    return external


def client_of(person: Person):
    client = CheckedClient()
    sign_in(client, person.account)
    return client


def test_they_mark_the_files_given_to_them_and_are_led_there(given, audit_round):
    client = client_of(given.person)
    assert client.get("/").url == "/practice/second-marks/"
    html = client.get("/practice/second-marks/").content.decode()
    mark = marks_of(audit_round)[0]
    assert mark.audit.case.case_reference in html and f"/practice/second-marks/{mark.pk}/" in html
    assert client.get(f"/practice/second-marks/{mark.pk}/").status_code == 200
    second_mark(mark, "Good")
    assert SecondMark.objects.get(pk=mark.pk).grade == "Good"


@pytest.mark.slow(reason="opens every page of the house")
def test_every_other_address_is_shut(given, audit_round, lead, avonshire):
    other = make_round(lead, avonshire.person("team_manager"), title="Not theirs")
    marking.draw_second_marks(by=lead, audit_round=other, share=100, drawn_on=timezone.localdate(), seed=6)
    marking.give_second_marks(by=lead, audit_round=other, markers=[avonshire.person("quality_lead")])
    keys = [other.pk, given.pk, lead.pk]
    for mark in (marks_of(audit_round)[0], marks_of(other)[0]):
        keys += [mark.audit.round_id, mark.pk, mark.audit_id, mark.audit.case_id]
    own = {f"/practice/second-marks/{marks_of(audit_round)[0].pk}/"}
    client, opened = client_of(given.person), set()
    for door, address, answer in reached(client, given.person, keys, ["auditround", "feedback"]):
        if answer.status_code in (403, 404, 405):
            continue
        assert door.name in THEIRS, f"{address} answers an external auditor {answer.status_code}"
        opened.add(address)
        assert not any(word in text_of(answer) for word in (*WORDS, lead.name)), address
    assert opened == {"/", "/practice/second-marks/", *own}
    for name in ("open_to", "draw_second", "second_markers"):
        assert client.post(reverse(f"practice:{name}", args=[audit_round.pk])).status_code == 403


def test_the_day_after_the_last_they_open_nothing(given, audit_round):
    ExternalAuditor.objects.filter(pk=given.pk).update(
        since=timezone.localdate() - 9 * DAY, until=timezone.localdate() - DAY
    )
    client, mark = client_of(given.person), marks_of(audit_round)[0]
    assert client.get(f"/practice/second-marks/{mark.pk}/").status_code == 404
    assert "No round is open to you" in client.get("/practice/second-marks/").content.decode()
    with pytest.raises(PermissionDenied, match="not open to you"):
        second_mark(mark)


def test_closed_they_are_out_at_once_and_their_unfinished_files_go_back(given, audit_round, lead, avonshire):
    client = client_of(given.person)
    done, *open_ = marks_of(audit_round)
    second_mark(done, "Good")
    guests.close_round_to(by=lead, external=given, ended_on=timezone.localdate())
    assert client.get("/practice/second-marks/").status_code in (302, 403)
    avonshire.enter()
    assert not Person.objects.get(pk=given.person_id).is_active
    kept = {mark.pk: mark.marker_id for mark in marks_of(audit_round)}
    assert kept[done.pk] == given.person_id and {kept[each.pk] for each in open_} == {None}


def test_only_the_owner_gives_and_ends_it_and_the_audit_log_says_so(audit_round, lead, avonshire):
    other = avonshire.person("pot")
    with pytest.raises(Refused, match="Only the owner"):
        let_in(other, audit_round)
    with pytest.raises(PermissionDenied):
        let_in(avonshire.person("quality_lead"), audit_round)
    external = let_in(lead, audit_round)
    with pytest.raises(Refused, match="Only the owner"):
        guests.close_round_to(by=other, external=external, ended_on=timezone.localdate())
    guests.close_round_to(by=lead, external=external, ended_on=timezone.localdate())
    lines = AuditLine.objects.filter(person=lead, detail__to=str(external.person_id))
    assert {each.command for each in lines} == {"practice.open_round_to", "practice.close_round_to"}


def test_what_is_refused(audit_round, lead, avonshire):
    today = timezone.localdate()
    let_in(lead, audit_round)
    for changed, says in (
        ({}, "open to Tamsin Orchard already"),
        ({"email": avonshire.person("quality_lead").account.email}, "a user of this council"),
        ({"email": "x@fellshire.example", "until": today + 200 * DAY}, "within six months"),
        ({"email": "y@fellshire.example", "until": today - DAY}, "within six months"),
    ):
        with pytest.raises(Refused, match=says):
            let_in(lead, audit_round, **changed)


def test_no_administrator_gives_the_role_without_a_round(avonshire):
    by = avonshire.person("administrator")
    with pytest.raises(Refused, match="owner of an audit round"):
        people.add_person(by=by, name="Somebody Else", email="z@fellshire.example", role="external_auditor")
    assert "External auditor" not in avonshire.client("administrator").get("/people/add/").content.decode()


def test_their_first_password_is_chosen_by_a_link_that_is_shown_once(given, lead, avonshire):
    answer = avonshire.client("psw").post(f"/practice/external-auditors/{given.pk}/link/")
    assert answer.status_code == 200 and "works once" in answer.content.decode()
    guests.close_round_to(by=lead, external=given, ended_on=timezone.localdate())
    assert avonshire.client("psw").post(f"/practice/external-auditors/{given.pk}/link/").status_code == 302


def test_of_an_account_of_another_council_no_link_is_made(audit_round, lead, brackenmoor, avonshire):
    neighbour = brackenmoor.person("quality_lead")
    avonshire.enter()
    external = let_in(lead, audit_round, name=neighbour.name, email=neighbour.account.email)
    with pytest.raises(Refused, match="works at another council"):
        guests.make_sign_in_link(by=lead, external=external)
