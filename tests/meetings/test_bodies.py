"""Boards and networks: the name on feedback means one body, and each is asked once a year what changed because of it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.dates import add_months
from goldthread.feedback.commands import receive
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.learning.models import Action
from goldthread.meetings.bodies import commands, names
from goldthread.meetings.bodies.models import Body

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BUS = {"name": "Bus users", "kind": "forum", "purpose": "People who wait for the bus.", "since": None}


@pytest.fixture
def lead(avonshire):
    return avonshire.person("coproduction_lead")


@pytest.fixture
def forum(lead) -> Body:
    return commands.add_body(by=lead, **BUS)


def _answer(lead, body, months, changed="", led_to=""):
    return commands.answer_year(
        by=lead,
        body=body,
        answered_on=add_months(TODAY, months),
        is_nothing=not changed,
        changed=changed,
        led_to=led_to,
    )


def _raised(lead, board):
    text = f"The bus is late, says {board}."
    new = NewFeedback(source="board_topic", points=[text], received_on=TODAY, extra={"board": board})
    return receive(by=lead, new=new, today=TODAY)


def test_a_new_body_is_forming_and_asked_in_a_year(lead, forum):
    assert forum.stage.text == "Forming" and forum.owner == lead
    assert forum.due_on == add_months(TODAY, 12)
    began = commands.edit_body(by=lead, body=forum, reason="It began", **{**BUS, "since": TODAY})
    assert began.stage.text == "Active"
    ended = commands.end_body(by=lead, body=forum, ended_on=TODAY, reason="Nobody came")
    assert ended.stage.text == "Ended"
    with pytest.raises(Refused, match="has ended"):
        _answer(lead, forum, 0, "Something changed here")


# (what each year said, oldest first; in how many something changed; how many years running nothing did)
YEARS = [
    (["", ""], 0, 2),
    (["A shelter was built", ""], 1, 1),
    (["", "A shelter was built"], 1, 0),
    (["", "A shelter was built", "", ""], 1, 2),
]


@pytest.mark.parametrize(("said", "changed", "running"), YEARS)
def test_years_are_counted(lead, forum, said, changed, running):
    for number, text in enumerate(said):
        _answer(lead, forum, 12 * (number + 1 - len(said)), text)
    forum.refresh_from_db()
    assert (forum.years_answered, forum.years_changed, forum.nothing_running) == (len(said), changed, running)
    shown = [state.text for state in forum.states()]
    assert (f"Nothing changed, {running} years running" in shown) is (running >= 2)
    assert (forum in _with_gap(1)) is (running >= 2)


def _with_gap(number: int, months: int = 0) -> list[Body]:
    return list(Body.spec.gaps[number].records(Body.objects.all(), add_months(TODAY, months)))


def test_one_that_nobody_asked_for_a_year_is_a_gap_until_it_ends(lead, forum):
    assert forum not in _with_gap(0, 12) and forum in _with_gap(0, 13)
    commands.end_body(by=lead, body=forum, ended_on=TODAY, reason="Nobody came")
    assert forum not in _with_gap(0, 13)


def test_one_answer_a_year_and_it_links_to_what_somebody_may_open(lead, forum):
    action = Action.objects.visible_to(lead).order_by("number").first()
    _answer(lead, forum, 0, "A shelter was built", action.reference)
    assert forum.answers.get().origin_id == action.pk
    with pytest.raises(Refused, match="already"):
        _answer(lead, forum, 0, "A shelter was built")
    with pytest.raises(Refused, match="no such record"):
        _answer(lead, forum, -12, "A shelter was built", "A-999999")
    with pytest.raises(Refused, match="not both"):
        commands.answer_year(by=lead, body=forum, answered_on=TODAY, is_nothing=True, changed="A shelter")


def test_whoever_does_not_answer_for_bodies_is_refused(avonshire, forum):
    with pytest.raises(PermissionDenied):
        _answer(avonshire.person("practitioner"), forum, 0)
    with pytest.raises(PermissionDenied):
        commands.add_body(by=avonshire.person("director"), **{**BUS, "name": "Others"})


def test_feedback_that_calls_a_body_by_any_of_its_names_is_what_it_raised(lead, forum):
    one, two, other = _raised(lead, "bus USERS"), _raised(lead, "Friends of the bus"), _raised(lead, "Trams")
    assert set(names.raised_by([forum])) == {one}
    assert ("Friends of the bus", 1) in names.names_without_body(lead)
    commands.call_body(by=lead, body=forum, name="Friends of the Bus")
    assert set(names.raised_by([forum])) == {one, two}
    assert names.raised_by([]).count() == 0
    renamed = commands.edit_body(by=lead, body=forum, reason="New name", **{**BUS, "name": "Travellers"})
    assert set(names.raised_by([renamed])) == {one, two} and other not in names.raised_by([renamed])


def test_a_name_means_one_body(lead, forum):
    another = commands.add_body(by=lead, **{**BUS, "name": "Trams"})
    with pytest.raises(Refused, match="is called"):
        commands.call_body(by=lead, body=another, name="BUS users")
    with pytest.raises(Refused, match="already"):
        commands.add_body(by=lead, **{**BUS, "name": "bus  users"})


def test_members_belong_to_the_body_that_their_role_names(avonshire):
    member = avonshire.person("board_member")
    assert [body.name for body in names.bodies_of(member)] == ["Avonshire Voices"]
    assert names.bodies_of(avonshire.person("quality_lead")) == []


def test_the_page_says_in_how_many_years_something_changed(avonshire):
    body = Body.objects.get(council=avonshire.council, name="Regional Principal Social Worker Network")
    page = avonshire.client("psw").get(reverse("meetings:body", args=[body.pk])).content.decode()
    assert "Changed something in 1 of 2 years" in page and "Nothing changed." in page
    assert "Training on self-neglect and hoarding" in page
    assert avonshire.client("councillor").get(reverse("meetings:body", args=[body.pk])).status_code == 403


def test_another_council_does_not_see_it(avonshire, brackenmoor):
    avonshire.enter()
    body = Body.objects.get(council=avonshire.council, name="Avonshire Voices")
    client = brackenmoor.client("quality_lead")
    assert client.get(reverse("meetings:body", args=[body.pk])).status_code == 404
    assert datetime.date.today() >= body.since
